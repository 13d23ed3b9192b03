"""The times of a series become meetings of their own, some weeks ahead of their day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event as Stop

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.cases import readers
from huiyin.cases.numbers import next_number
from huiyin.core.event import Event
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events, rules, seats, told
from huiyin.scenarios.meetings.models import Attendee, Meeting, MeetingState, Series
from huiyin.scenarios.meetings.plan import PlanRefused
from huiyin.scenarios.meetings.rooms import booking
from huiyin.scenarios.meetings.series import pattern

AHEAD = timedelta(weeks=5)
"""So far ahead the times of a series stand in calendars: enough for every month's meeting."""

PERIOD = 60.0
"""Seconds between two looks at the series."""

_COPIED = (
    "scenario", "title", "initiator", "department", "urgency", "classification", "kind", "room",
    "place", "link", "chair", "recorder", "purpose", "expected", "is_recorded", "series",
)  # fmt: skip


def run(stop: Stop) -> None:
    """Look again and again until ``stop`` is set."""
    while not stop.is_set():
        make_due(clock.now())
        stop.wait(PERIOD)


def make_due(at: datetime) -> int:
    """Let every series that goes on have its meetings until ``AHEAD``; how many were made."""
    going_on = Series.objects.filter(ended_at=None).select_related("kind")
    return sum(len(make(series, at)) for series in going_on)


def make(series: Series, at: datetime) -> list[Meeting]:
    """The meetings of ``series`` that were missing until ``AHEAD``, announced without a word.

    Whoever has the series in the calendar has been told (clause 2.1.3-2: the first time and changes).
    """
    last = series.meetings.order_by("-occurrence").first()
    if last is None or last.state == MeetingState.DRAFT:
        return []
    known = set(series.meetings.values_list("occurrence", flat=True))
    wanted = rules.between(starts(series), at, at + AHEAD)
    made = [_make(series, start, at) for start in wanted if start not in known]
    return [one for one in made if one is not None]


def starts(series: Series) -> Iterator[datetime]:
    """All starts of a series."""
    return rules.times(
        series.rrule,
        series.first_start,
        without=series.exdates,
        besides=series.rdates,
        until=series.until,
    )


def make_one(series: Series, start: datetime, at: datetime) -> Meeting:
    """One more meeting like the last one, announced by the series itself."""
    like = series.meetings.exclude(state=MeetingState.CANCELLED).order_by("-occurrence").first()
    meeting = _copied(like or series.meetings.latest("occurrence"), series, start, at)
    _room(meeting)
    pattern.lay_out(meeting, series)
    record(
        Event(events.ANNOUNCED, str(meeting.pk), at, None, told.facts(meeting)),
        sets={"attendees": seats.attendees_sql(meeting, required=True)},
    )
    return meeting


def _make(series: Series, start: datetime, at: datetime) -> Meeting | None:
    """``None`` when somebody else makes it just now."""
    try:
        with transaction.atomic():
            return make_one(series, start, at)
    except IntegrityError:
        return None


def _copied(like: Meeting, series: Series, start: datetime, at: datetime) -> Meeting:
    meeting = Meeting(
        **{name: getattr(like, name) for name in _COPIED},
        occurrence=start,
        starts_at=start,
        ends_at=start + timedelta(minutes=series.length_minutes),
        sequence=series.sequence,
        moved_sequence=series.sequence,
        state=MeetingState.ANNOUNCED,
        number=next_number("meetings", at),
        announced_at=at,
        opened_at=at,
        created_at=at,
    )
    meeting.save(force_insert=True)
    Attendee.objects.bulk_create(
        [
            Attendee(
                meeting=meeting,
                person_id=seat.person_id,
                guest_id=seat.guest_id,
                part=seat.part,
                answer=seat.answer,
                answered_at=seat.answered_at,
            )
            for seat in Attendee.objects.filter(meeting=like)
        ]
    )
    readers.tell(meeting.pk, seats.everybody_sql(meeting))
    return meeting


def _room(meeting: Meeting) -> None:
    """Its room; when another meeting has that, the place says so for whoever leads it."""
    try:
        booking.book(meeting)
    except PlanRefused:
        name = meeting.room.name if meeting.room is not None else ""
        meeting.room = None
        meeting.place = _("%(room)s 已被占用，地点待定") % {"room": name}
        meeting.save(update_fields=["room", "place"])
