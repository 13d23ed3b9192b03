"""The ``delivery`` room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Registers the room with Django, and itself with the notifications below it."""

    name = "huiyin.delivery"
    label = "delivery"
    events = ("receipts.received", "delivery.sent", "delivery.failed", "delivery.unknown")
    loops = ("huiyin.delivery.loops:run",)

    def ready(self) -> None:
        from huiyin.delivery import compose, content
        from huiyin.delivery.expand import expand
        from huiyin.obligations import notify

        notify.register(expand)
        content.register("delivery", compose.describe)
