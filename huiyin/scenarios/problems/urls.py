"""Addresses of problems."""

from django.urls import path

from huiyin.scenarios.problems.views import lists, reports, show

app_name = "problems"

urlpatterns = [
    path("problems/", lists.index, name="list"),
    path("problems/new", reports.new, name="new"),
    path("problems/<uuid:problem_id>", show.show, name="show"),
    path("problems/<uuid:problem_id>/register", show.show, name="register"),
    path("problems/<uuid:problem_id>/solution", show.show, name="solution"),
]
