"""The ``pages`` room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.pages"
    label = "pages"
