"""Addresses of action items."""

from django.urls import path

from huiyin.scenarios.meetings.items import views

urlpatterns = [
    path("meetings/<uuid:meeting_id>/items", views.index, name="items"),
    path("meetings/<uuid:meeting_id>/items/<uuid:item_id>", views.end, name="item_end"),
]
