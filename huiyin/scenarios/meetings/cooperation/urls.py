"""Addresses of blocked cooperation."""

from django.urls import path

from huiyin.scenarios.meetings.cooperation import coordination, views

urlpatterns = [
    path("cooperation/", views.index, name="cooperation"),
    path("cooperation/new", views.new, name="blocked_new"),
    path("cooperation/for/<uuid:case_id>", coordination.coordination, name="coordination"),
    path("cooperation/<uuid:blocked_id>", views.show, name="blocked"),
    path("cooperation/<uuid:blocked_id>/held", views.hold, name="blocked_held"),
    path("cooperation/<uuid:blocked_id>/clear", views.clear, name="blocked_clear"),
]
