"""The ``cases`` room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.cases"
    label = "cases"
