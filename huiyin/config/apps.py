"""The ``config`` room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.config"
    label = "config"
