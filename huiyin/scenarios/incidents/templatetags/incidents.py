"""Words about time as the room of an incident needs them."""

from datetime import datetime, timedelta

from django import template

from huiyin.scenarios.incidents.room.clocks import spell
from huiyin.ui import zh

register = template.Library()


@register.filter
def lasting(span: timedelta) -> str:
    """``48 分`` of a length of time."""
    return zh.duration(span)


@register.filter
def ms(at: datetime) -> int:
    """Milliseconds since 1970, as browsers count."""
    return int(at.timestamp() * 1000)


@register.filter
def countdown(at: datetime, now: datetime) -> str:
    """``11:24`` between now and ``at``, on either side."""
    return spell(abs(at - now))
