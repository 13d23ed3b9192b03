"""Addresses of the review, within the names of ``incidents``."""

from django.urls import path

from huiyin.scenarios.incidents.review import outcomes, views

_CASE = "incidents/<uuid:case_id>/review"

urlpatterns = [
    path(_CASE, views.show, name="review"),
    path(f"{_CASE}/cause", views.cause, name="review_cause"),
    path(f"{_CASE}/cause/<int:cause_id>/drop", views.drop_cause, name="review_cause_drop"),
    path(f"{_CASE}/improvement", views.improvement, name="review_improvement"),
    path(
        f"{_CASE}/improvement/<int:order>/drop",
        views.drop_improvement,
        name="review_improvement_drop",
    ),
    path(f"{_CASE}/improvement/<int:order>/done", outcomes.finish, name="review_finish"),
    path(f"{_CASE}/complete", outcomes.complete, name="review_complete"),
    path(f"{_CASE}/outcome", outcomes.decide, name="review_outcome"),
    path(f"{_CASE}/propose", outcomes.propose, name="review_propose"),
    path(f"{_CASE}.<str:ending>", outcomes.file, name="review_file"),
]
