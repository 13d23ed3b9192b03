"""The ``worktime`` room."""

from django.apps import AppConfig


class WorktimeConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.worktime"
    label = "worktime"
