"""Words about time as the room of an incident needs them."""

from datetime import datetime, timedelta

from django import template

from huiyin.cases import following
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.room.clocks import spell
from huiyin.ui import zh

register = template.Library()


@register.filter
def lasting(span: timedelta) -> str:
    """``48 分`` of a length of time."""
    return zh.duration(span)


@register.simple_tag
def raise_address(incident: Incident, words: object = "") -> str:
    """Where a problem that follows from ``incident`` is raised; ``words`` are its first title."""
    return following.raise_address(incident.pk, str(words))


@register.filter
def ms(at: datetime) -> int:
    """Milliseconds since 1970, as browsers count."""
    return int(at.timestamp() * 1000)


@register.filter
def countdown(at: datetime, now: datetime) -> str:
    """``11:24`` between now and ``at``, on either side."""
    return spell(abs(at - now))
