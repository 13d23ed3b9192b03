"""Filters of this scenario's templates."""

from datetime import timedelta

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.cases.filetypes import extension
from huiyin.delivery import reasons
from huiyin.delivery.models import DeliveryState
from huiyin.kit import clock
from huiyin.scenarios.notices import words
from huiyin.scenarios.notices.models import CallOutcome
from huiyin.scenarios.notices.publisher import Silent
from huiyin.scenarios.notices.subject import unmarked
from huiyin.ui import zh
from huiyin.ui.markdown import render

_WAITING = {DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.RETRY}
_FAILED = {DeliveryState.FAILED, DeliveryState.UNKNOWN}

register = template.Library()


@register.filter
def notice_text(text: str) -> SafeString:
    """Markdown of a notice; its numbered lists become items with a number in a box."""
    html = render(text).replace("<ol>", '<ol class="items">')
    return SafeString(html.replace("<ol start", '<ol class="items" start'))


@register.filter
def without_urgency(title: str) -> str:
    """The title where a tag beside it already says 重要 or 紧急; the reply-by mark stays."""
    return unmarked(title)


@register.filter
def file_ending(name: str) -> str:
    """``PDF`` of a file's name, at most four letters."""
    return extension(name)[:4].upper()


@register.filter
def span_parts(seconds: float) -> list[tuple[int, str]]:
    """Minutes and seconds (hours and minutes from an hour on), as numbers with their unit."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if hours:
        return [(hours, "h"), (minutes, "m")]
    return [(minutes, "m"), (rest, "s")] if minutes else [(rest, "s")]


@register.filter
def span(value: timedelta) -> str:
    """A duration in words: 1 小时 22 分."""
    return zh.duration(value)


@register.filter
def delivery_words(row: Silent) -> str:
    """How the notice reached somebody: 邮件 12:00, or why it did not: 邮件被退回，已站内送达."""
    name = str(words.CHANNELS.get(row.channel or 1, ""))
    when = zh.near_moment(row.sent_at, clock.now()) if row.sent_at else ""
    if row.delivery_state in _FAILED:
        return f"{name}{reasons.shown(row.reason)}{_('，已站内送达')}"
    if row.delivery_state == DeliveryState.HELD:
        return f"{name}{reasons.shown(row.reason)}"
    if row.delivery_state in _WAITING:
        return _("%(channel)s排队中") % {"channel": name}
    return f"{name} {when}".strip()


@register.filter
def call_words(row: Silent) -> str:
    """The last call in words: 14:06 未接，14:20 再拨."""
    if row.called_at is None:
        return _("未拨")
    now = clock.now()
    said = f"{zh.near_moment(row.called_at, now)} {CallOutcome(row.outcome).label}"
    if row.again_at is not None:
        again = _("%(when)s 再拨") % {"when": zh.near_moment(row.again_at, now)}
        said = f"{said}{_('，')}{again}"
    return said
