"""A meeting room for tests: the company on a Monday morning, the shipped regulation in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from huiyin.core.event import Event
from huiyin.directory.models import Account, Person
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations.record import record
from huiyin.policies import in_force
from huiyin.scenarios.meetings import actions as around
from huiyin.scenarios.meetings import kinds
from huiyin.scenarios.meetings.agenda import items
from huiyin.scenarios.meetings.live import actions
from huiyin.scenarios.meetings.models import AgendaItem, Attendee, Meeting, MeetingKind
from huiyin.scenarios.meetings.plan import Outsider, Plan

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 9:00 in Shanghai."""

FRIDAY = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
"""Friday, 10:00: when the meetings of the tests begin."""

TEAM = ("林若溪", "白露", "孟夏")


@dataclass(frozen=True)
class Hall:
    """林若溪 leads, 白露 writes, 孟夏 is asked; more where a test says so."""

    company: Company

    def __getitem__(self, name: str) -> Person:
        return self.company[name]

    def meeting(
        self,
        kind: str = "weekly_meeting",
        *,
        people: tuple[str, ...] = TEAM,
        starts_at: datetime = FRIDAY,
        announced: bool = True,
        guests: tuple[Outsider, ...] = (),
        **more: Any,
    ) -> Meeting:
        """A meeting of 林若溪, an hour long (a stand-up: a quarter), announced now."""
        made = MeetingKind.objects.get(key=kind)
        values: dict[str, Any] = {
            "title": "运营周例会",
            "kind": made,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=made.length_minutes),
            "chair": self["林若溪"],
            "recorder": self["白露"],
            "place": "3 楼云海",
            "purpose": "看上周，定本周",
            "expected": "定下双十二的排班",
            "required": tuple(self[name].pk for name in people),
            "guests": guests,
        }
        meeting = around.draft(Plan(**(values | more)), by=self["林若溪"])
        if announced:
            around.announce(meeting.pk, by=self["林若溪"])
        return Meeting.objects.get(pk=meeting.pk)

    def running(self, kind: str = "weekly_meeting", **more: Any) -> Meeting:
        """One that has begun with everybody who is asked."""
        meeting = self.meeting(kind, **more)
        return actions.begin(meeting.pk, self.seats(meeting), by=self["林若溪"])

    def seats(self, meeting: Meeting) -> list[int]:
        """The ids of all attendees."""
        return list(Attendee.objects.filter(meeting=meeting).values_list("pk", flat=True))

    def seat(self, meeting: Meeting, name: str) -> Attendee:
        """The seat of one person."""
        return Attendee.objects.get(meeting=meeting, person=self[name])

    def item(self, meeting: Meeting, title: str = "双十二排班", **more: Any) -> AgendaItem:
        """An item on the agenda."""
        return items.add(meeting.pk, items.ItemWords(title, **more), by=self["林若溪"])

    def client(self, name: str) -> Client:
        """A browser in which ``name`` is signed in."""
        person = self[name]
        account, _new = Account.objects.get_or_create(
            person=person, defaults={"username": person.employee_no}
        )
        browser = Client()
        browser.force_login(account)
        return browser


def owed(subject: UUID, verb: str) -> dict[str, str]:
    """Who bears ``verb`` about a case: name -> open, met, met_late or excused."""
    states = ("open", "met", "met_late", "deemed", "excused")
    with connection.cursor() as cursor:
        cursor.execute(_OWED, [subject, verb])
        return {name: states[state] for name, state in cursor.fetchall()}


def due(subject: UUID, verb: str) -> datetime | None:
    """The earliest due time of ``verb`` about a case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(due_at) FROM obligation WHERE subject = %s AND verb = %s", [subject, verb]
        )
        found: datetime | None = cursor.fetchone()[0]
        return found


def kinds_of(subject: UUID) -> list[str]:
    """What the ledger says happened to a case, in order."""
    rows = Entry.objects.filter(subject=str(subject)).order_by("id")
    return list(rows.values_list("kind", flat=True))


def tick(subject: UUID) -> None:
    """Let the clock look at a case now."""
    record(Event("clock.passed", str(subject), clock.now()))


@pytest.fixture
def mail() -> Iterator[None]:
    """A mail server is configured; nobody has to be there."""
    changed = {"mail_url": "smtp://127.0.0.1:9", "mail_from": "echo@yunqiao.test"}
    with override_settings(ENV=settings.ENV.model_copy(update=changed)):
        yield


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    in_force.forget()
    with clock.frozen(MONDAY):
        in_force.install_shipped()
        kinds.ensure()
        yield Hall(make_company())
    in_force.forget()


_OWED = """
SELECT p.name, b.state FROM obligation o
  JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN directory_person p ON p.id = b.person_id
 WHERE o.subject = %s AND o.verb = %s ORDER BY o.id, p.id
"""
