"""Addresses of the phone list, within the names of ``incidents``."""

from django.urls import path

from huiyin.scenarios.incidents.callout import views

urlpatterns = [
    path("incidents/<uuid:case_id>/calls", views.index, name="calls"),
    path("incidents/<uuid:case_id>/calls/<int:person_id>", views.call, name="call"),
]
