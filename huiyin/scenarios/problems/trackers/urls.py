"""Addresses of trackers."""

from django.urls import path

from huiyin.scenarios.problems.trackers import views

urlpatterns = [
    path("hooks/trackers/<uuid:tracker_id>", views.hear, name="tracker_hook"),
    path("problems/trackers", views.index, name="trackers"),
    path("problems/trackers/<uuid:tracker_id>", views.edit, name="tracker"),
    path("problems/trackers/<uuid:tracker_id>/stop", views.stop, name="stop_tracker"),
    path("problems/<uuid:problem_id>/links/<int:link_id>/again", views.again, name="link_again"),
    path(
        "problems/<uuid:problem_id>/links/<int:link_id>/let-go",
        views.let_go,
        name="link_let_go",
    ),
]
