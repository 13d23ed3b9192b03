"""A private calendar to subscribe to: made, taken back, and what stands in it."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Event as CalendarEvent

from huiyin.cases import verbs
from huiyin.cases.models import Case, Classification
from huiyin.delivery import links
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.calendar import ical
from huiyin.scenarios.meetings.models import Feed, Meeting

BACK, AHEAD = timedelta(days=30), timedelta(days=180)
"""How much of the past and of the future stands in it."""


@transaction.atomic
def make(*, by: Person) -> str:
    """The path of a new feed; the one before answers no more. Shown once: only its digest is kept."""
    secret = secrets.token_urlsafe(32)
    Feed.objects.filter(person=by).delete()
    Feed.objects.create(person=by, digest=_digest(secret), made_at=clock.now())
    return reverse("meetings:feed", args=[secret])


def take_back(*, by: Person) -> bool:
    """End the feed of ``by``; whether there was one."""
    return bool(Feed.objects.filter(person=by).delete()[0])


def of(person: Person) -> Feed | None:
    """The feed that ``person`` has now."""
    return Feed.objects.filter(person=person).first()


def fetch(secret: str) -> bytes | None:
    """The calendar behind a secret; ``None`` when there is none (any more), or they left."""
    feed = Feed.objects.select_related("person").filter(digest=_digest(secret)).first()
    if feed is None or not feed.person.active:
        return None
    Feed.objects.filter(pk=feed.pk).update(fetched_at=clock.now())
    name = _("回音 · %(name)s") % {"name": feed.person.name}
    return ical.feed(_events(feed.person, clock.now()), name)


def _events(person: Person, now: datetime) -> Iterator[CalendarEvent]:
    for meeting in queries.mine(person, now - BACK, now + AHEAD):
        yield ical.plain(meeting, secret=_is_secret(meeting))
    yield from _deadlines(person)


def _is_secret(meeting: Meeting) -> bool:
    """A feed is read by programs elsewhere: what is confidential stands there by its number."""
    return meeting.classification == Classification.CONFIDENTIAL


def _deadlines(person: Person) -> Iterator[CalendarEvent]:
    owed = [duty for duty in obligations.owed_by(person.pk) if duty.due_at is not None]
    cases = Case.objects.in_bulk([duty.subject for duty in owed])
    for duty in owed:
        case = cases.get(duty.subject)
        if case is None or duty.due_at is None or not may(person, Action.SEE, case):
            continue
        verb = verbs.of(duty.verb)
        secret = case.classification == Classification.CONFIDENTIAL
        title = str(verb.title) if verb and verb.title else ""
        name = case.number if secret else case.title
        address = links.absolute(verbs.page_of(case.scenario, case.pk) or "/")
        key = f"duty-{duty.obligation_id}-{duty.person_id}"
        yield ical.deadline(_("截止"), key, duty.due_at, f"{title} {name}".strip(), address)


def _digest(secret: str) -> str:
    return sha256(b"huiyin/feed1" + secret.encode()).hexdigest()
