"""Addresses of amendments, versions and departments' own rules."""

from django.urls import path

from huiyin.scenarios.regulation.views import amendments

app_name = "regulation"

urlpatterns = [
    path("regulation/", amendments.index, name="list"),
    path("regulation/<uuid:amendment_id>", amendments.show, name="show"),
]
