"""The ``ui`` room's own pages: the living reference, and the menu for live counters."""

from django.urls import path

from huiyin.ui import views

app_name = "ui"

urlpatterns = [
    path("guide", views.guide, name="guide"),
    path("shell/nav", views.nav, name="nav"),
]
