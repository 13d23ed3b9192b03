"""The ``delivery`` room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Registers the room with Django."""

    name = "huiyin.delivery"
    label = "delivery"
