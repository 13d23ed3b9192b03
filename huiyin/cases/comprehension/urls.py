"""Addresses of understanding: always under their case."""

from django.urls import path

from huiyin.cases.comprehension import author_views, views

app_name = "comprehension"

urlpatterns = [
    path("cases/<uuid:case_id>/understanding", views.show, name="show"),
    path("cases/<uuid:case_id>/understanding/coverage", views.coverage, name="coverage"),
    path("cases/<uuid:case_id>/understanding/restate", views.restate, name="restate"),
    path("cases/<uuid:case_id>/understanding/quiz", views.quiz, name="quiz"),
    path("cases/<uuid:case_id>/understanding/points", author_views.editor, name="editor"),
    path("cases/<uuid:case_id>/understanding/points/save", author_views.save, name="save"),
    path(
        "cases/<uuid:case_id>/understanding/<int:assertion_id>/overrule",
        author_views.overrule,
        name="overrule",
    ),
]
