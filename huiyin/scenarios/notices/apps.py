"""The ``notices`` room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.scenarios.notices"
    label = "notices"
