"""Addresses of revisions; mounted among those of notices."""

from django.urls import path

from huiyin.scenarios.notices.views import revisions as views

urlpatterns = [
    path("notices/<uuid:notice_id>/revise", views.revise, name="revise"),
    path("notices/<uuid:notice_id>/revisions", views.history, name="revisions"),
    path("notices/<uuid:notice_id>/revisions/<int:number>", views.version, name="version"),
    path(
        "notices/<uuid:notice_id>/drop-correction",
        views.drop_correction,
        name="drop_correction",
    ),
]
