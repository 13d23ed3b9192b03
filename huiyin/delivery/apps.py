"""The ``delivery`` room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    """Registers the room with Django, and itself with the notifications below it."""

    name = "huiyin.delivery"
    label = "delivery"
    events = (
        "receipts.received",
        "delivery.sent",
        "delivery.failed",
        "delivery.unknown",
        "delivery.tried_again",
        *("outsiders.sent", "outsiders.failed", "outsiders.unknown"),
    )
    event_words = {
        "delivery.tried_again": _("失败的投递重新发送"),
        "outsiders.sent": _("已发给外部人员"),
        "outsiders.failed": _("没能发给外部人员"),
        "outsiders.unknown": _("可能已发给外部人员"),
    }
    fact_words = {"outside": _("外部邮件")}
    loops = ("huiyin.delivery.loops:run",)

    def ready(self) -> None:
        from huiyin.delivery import compose, content
        from huiyin.delivery.expand import expand
        from huiyin.obligations import notify

        notify.register(expand)
        content.register("delivery", compose.describe)
