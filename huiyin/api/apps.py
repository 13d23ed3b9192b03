"""The ``api`` room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.api"
    label = "api"
    loops = ("huiyin.api.purge:run",)
