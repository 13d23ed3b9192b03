"""Reads of minutes: what a page shows of them, who read and who confirmed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiyin.cases.models import Classification
from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.obligations.queries import BearerRow
from huiyin.scenarios.meetings import seats
from huiyin.scenarios.meetings.minutes import sending
from huiyin.scenarios.meetings.models import (
    Attendee,
    Meeting,
    Minutes,
    MinutesReading,
    MinutesRevision,
)


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody whom the minutes were sent to: when they opened and confirmed the newest revision."""

    name: str
    read_at: datetime | None
    asked: bool
    confirmed_at: datetime | None


def of(meeting: Meeting) -> Minutes | None:
    """The minutes, if anybody began them."""
    return Minutes.objects.filter(meeting=meeting).select_related("meeting", "saved_by").first()


def newest(meeting: Meeting) -> MinutesRevision | None:
    """What was sent out last."""
    return _revisions(meeting).last()


def revision(meeting: Meeting, number: int) -> MinutesRevision | None:
    """One that was sent out."""
    return _revisions(meeting).filter(number=number).first()


def revisions(meeting: Meeting) -> list[MinutesRevision]:
    """Everything that was sent out, the newest first."""
    return list(_revisions(meeting).reverse())


def reached(meeting: Meeting) -> list[Reached]:
    """Everybody concerned, those who have not opened the newest revision first."""
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None or minutes.revision == 0:
        return []
    sql, params = seats.concerned_sql(meeting)
    ids = [row.pk for row in Person.objects.raw(f"SELECT person_id AS id FROM ({sql}) p", params)]  # noqa: S608 - SQL of our own
    opened = MinutesReading.objects.filter(minutes=minutes, revision=minutes.revision)
    read = dict(opened.values_list("person_id", "read_at"))
    asked = {row.person_id: row for row in sending.confirmations(meeting)}
    people = Person.objects.filter(pk__in=[*ids, *asked]).order_by("sort_key", "pk")
    rows = [
        Reached(
            name=person.name,
            read_at=read.get(person.pk),
            asked=person.pk in asked,
            confirmed_at=_confirmed(asked[person.pk]) if person.pk in asked else None,
        )
        for person in people
    ]
    rows += _guests(meeting, minutes)
    return sorted(rows, key=lambda row: (row.confirmed_at is not None, row.read_at is not None))


def _guests(meeting: Meeting, minutes: Minutes) -> list[Reached]:
    """Those from outside, who read by their links."""
    if meeting.classification == Classification.CONFIDENTIAL:
        return []
    opened = MinutesReading.objects.filter(minutes=minutes, revision=minutes.revision)
    read = dict(opened.filter(guest__isnull=False).values_list("guest_id", "read_at"))
    rows = Attendee.objects.filter(meeting=meeting, guest__isnull=False).select_related("guest")
    return [
        Reached(seat.name, read.get(seat.guest_id), asked=False, confirmed_at=None)
        for seat in rows.order_by("guest__name")
        if seat.guest_id is not None
    ]


def _confirmed(row: BearerRow) -> datetime | None:
    return row.closed_at if row.state in {State.MET, State.MET_LATE} else None


def _revisions(meeting: Meeting) -> QuerySet[MinutesRevision]:
    rows = MinutesRevision.objects.filter(minutes=meeting.pk).order_by("number")
    return rows.select_related(
        "published_by",
        "minutes__meeting__kind",
        "minutes__meeting__room",
        "minutes__meeting__chair",
        "minutes__meeting__recorder",
    )
