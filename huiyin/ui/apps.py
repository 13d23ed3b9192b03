"""The ``ui`` room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.ui"
    label = "ui"
