"""Addresses of the intake."""

from django.urls import path

from huiyin.cases.intake.views import hook, pages

app_name = "intake"

urlpatterns = [
    path("hooks/<uuid:source_id>", hook.take, name="hook"),
    path("monitors/", pages.index, name="list"),
    path("monitors/new", pages.new, name="new"),
    path("monitors/<uuid:source_id>", pages.show, name="show"),
    path("monitors/<uuid:source_id>/edit", pages.edit, name="edit"),
    path("monitors/<uuid:source_id>/rotate", pages.rotate, name="rotate"),
    path("monitors/<uuid:source_id>/test", pages.test, name="test"),
    path("monitors/<uuid:source_id>/stop", pages.stop, name="stop"),
    path("monitors/<uuid:source_id>/resume", pages.resume, name="resume"),
]
