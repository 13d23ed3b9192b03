"""Addresses of talks."""

from django.urls import path

from huiyin.scenarios.meetings.talks import views

urlpatterns = [
    path("talks/", views.index, name="talks"),
    path("talks/new", views.new, name="talk_new"),
    path("talks/<uuid:talk_id>", views.show, name="talk"),
    path("talks/<uuid:talk_id>/edit", views.edit, name="talk_edit"),
    path("talks/<uuid:talk_id>/held", views.hold, name="talk_held"),
    path("talks/<uuid:talk_id>/notes", views.notes, name="talk_notes"),
    path("talks/<uuid:talk_id>/confirm", views.confirm, name="talk_confirm"),
]
