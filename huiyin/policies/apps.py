"""The ``policies`` room."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.policies"
    label = "policies"
