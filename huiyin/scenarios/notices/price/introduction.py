"""The price introduces itself: a card beside the form, and the facts that the budget asks for."""

from collections.abc import Mapping
from typing import Any

from huiyin.core.event import Fact
from huiyin.delivery import attention
from huiyin.directory.models import Person
from huiyin.obligations.models import Notification
from huiyin.scenarios.notices import composing, mode, published
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.price.quote import quote

CARD = "notices/_price.html"


def introduce() -> None:
    """Called when applications are ready."""
    composing.card(CARD, card)
    attention.register("notices", facts)


def card(notice: Notice, actor: Person) -> dict[str, Any]:
    """The context of the card; empty while nobody is chosen."""
    if published.audience_of(notice).names_nobody():
        return {"price": None}
    return {"price": quote(notice, by=actor)}


def facts(notification: Notification) -> Mapping[str, Fact]:
    """What exempts a notice from the budget: its class, or an override with a reason."""
    notice = Notice.objects.filter(pk=notification.subject).first()
    if notice is None:
        return {}
    overridden = bool(notice.override_reason)
    return {**mode.matrix_facts(notice), "stage": notice.stage, attention.OVERRIDE: overridden}
