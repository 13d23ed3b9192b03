"""Addresses of the use of meetings."""

from django.urls import path

from huiyin.scenarios.meetings.efficiency import views

urlpatterns = [
    path("meetings/efficiency", views.index, name="efficiency"),
    path("meetings/efficiency/merge", views.merge, name="efficiency_merge"),
    path("meetings/efficiency/<uuid:period_id>/review", views.review, name="efficiency_review"),
]
