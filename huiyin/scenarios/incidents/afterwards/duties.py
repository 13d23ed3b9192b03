"""What is owed after the end, one card each: who, until when, done or not."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.room.clocks import Share, shares
from huiyin.ui.clocks import ClockFace, face

CARDS: tuple[tuple[str, str | Promise, str, str], ...] = (
    ("announce_end", _("公告解决"), "megaphone", "incidents:announce"),
    ("report_incident", _("事件报告"), "file-text", "incidents:report"),
    ("notify_clients", _("客户告知"), "message-square", "incidents:clients"),
    ("review_incident", _("事后复盘"), "clipboard-list", "incidents:review"),
)
"""Verb, what it is called, icon, where it is done."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing owed after the end. ``state``: ``done``, ``open`` or ``off`` (not owed)."""

    verb: str
    name: str
    icon: str
    href: str
    state: str
    who: str
    face: ClockFace | None
    done_at: datetime | None
    late: bool
    clause: str


def of_incident(incident: Incident) -> list[FollowUp]:
    """The four, in the order in which they fall due."""
    found = [(card, _last(shares(incident, card[0]))) for card in CARDS]
    names = dict(
        Person.objects.filter(pk__in=[one.person for _c, one in found if one]).values_list(
            "pk", "name"
        )
    )
    return [_card(incident, card, share, names) for card, share in found]


def _last(found: list[Share]) -> Share | None:
    """The share that counts: since it was solved for the last time."""
    return found[-1] if found else None


def _card(
    incident: Incident,
    card: tuple[str, str | Promise, str, str],
    share: Share | None,
    names: dict[int, str],
) -> FollowUp:
    verb, name, icon, url_name = card
    href = reverse(url_name, args=[incident.pk])
    if share is None or share.state == State.EXCUSED:
        return FollowUp(verb, str(name), icon, href, "off", "", None, None, late=False, clause="")
    done = share.state != State.OPEN
    shown = face(share.due_at, share.born_at, clock.now(), done_at=share.closed_at)
    return FollowUp(
        verb,
        str(name),
        icon,
        href,
        "done" if done else "open",
        names.get(share.person, ""),
        shown,
        share.closed_at if done else None,
        late=share.late,
        clause=share.clause,
    )
