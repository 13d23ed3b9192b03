"""The ``obligations`` room."""

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.obligations"
    label = "obligations"
