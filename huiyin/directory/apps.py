"""The ``directory`` room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.directory"
    label = "directory"
