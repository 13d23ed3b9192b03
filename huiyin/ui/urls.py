"""The ``ui`` room's own page: the living reference."""

from django.urls import path

from huiyin.ui import views

app_name = "ui"

urlpatterns = [path("guide", views.guide, name="guide")]
