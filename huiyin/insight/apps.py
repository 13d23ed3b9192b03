"""The ``insight`` room."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.insight"
    label = "insight"
