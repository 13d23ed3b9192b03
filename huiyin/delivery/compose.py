"""The words of a digest: a line for each thing that waits, each with its own signed link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.delivery import content, digest
from huiyin.delivery.content import Message
from huiyin.obligations.models import Notification, Obligation

INBOX = "/"
"""Where everything that somebody owes is found."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits; ``due`` and ``gist`` may be empty."""

    title: str
    gist: str
    due: str
    link: str


def describe(notification: Notification, people: Sequence[int]) -> Mapping[int, Message]:
    """A message for each of ``people`` who still has something waiting in this digest."""
    lines = digest.strike(notification, people)
    pings = Notification.objects.in_bulk({key for keys in lines.values() for key in keys})
    texts = {key: _words(ping, people) for key, ping in pings.items()}
    dues = _dues(pings.values())
    return {
        person: _message([_line(person, pings[key], texts[key], dues) for key in keys])
        for person, keys in lines.items()
    }


def _words(ping: Notification, people: Sequence[int]) -> Message:
    words = content.describe(ping, people)
    if not isinstance(words, Message):
        raise TypeError("a digest cannot be a line of another one")
    return words


def _dues(pings: Iterable[Notification]) -> dict[int, datetime]:
    rows = Obligation.objects.filter(pk__in=[ping.obligation_id for ping in pings])
    return {row.pk: row.due_at for row in rows.only("due_at") if row.due_at is not None}


def _line(
    person_id: int, ping: Notification, message: Message, dues: Mapping[int, datetime]
) -> Line:
    due = dues.get(ping.obligation_id)
    return Line(
        title=message.subject,
        gist=message.gist,
        due=_until(due) if due else "",
        link=content.link_of(message, ping.pk, person_id),
    )


def _until(due: datetime) -> str:
    local = timezone.localtime(due)
    values = {"month": local.month, "day": local.day, "time": f"{local:%H:%M}"}
    return _("%(month)d 月 %(day)d 日 %(time)s 前") % values


def _message(lines: Sequence[Line]) -> Message:
    count = len(lines)
    subject = ngettext("【汇总】%(count)d 条通知待回音", "【汇总】%(count)d 条通知待回音", count)
    context = {"lines": lines}
    return Message(
        subject=subject % {"count": count},
        plain=render_to_string("delivery/digest.txt", context).strip(),
        html=render_to_string("delivery/digest.html", context),
        action=_("打开我的待办"),
        link_path=INBOX,
        may_reply=False,
    )
