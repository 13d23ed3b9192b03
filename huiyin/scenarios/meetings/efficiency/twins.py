"""Meetings that look like one: the same people, the same subject, near dates (M19)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from huiyin.core.likeness import likeness
from huiyin.directory.models import Person
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.efficiency.price import Price
from huiyin.scenarios.meetings.models import Attendee, Meeting, MeetingState

NEAR = timedelta(days=14)
"""How far apart two meetings may be to be taken for one."""

SAME_PEOPLE = 0.6
SAME_SUBJECT = 0.5
"""Shares, 0 to 1: of the people of both, and of the words of both (``core.likeness``)."""

_NAMES = 0.6
MOST_PAIRS = 400
MOST_SHOWN = 20
COMING = (MeetingState.DRAFT, MeetingState.ANNOUNCED)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two meetings, the earlier one first, and how alike they are (0 to 1)."""

    first: Meeting
    second: Meeting
    shared: int
    people: float
    subject: float

    @property
    def people_percent(self) -> int:
        """The share of the same people, in percent."""
        return round(100 * self.people)

    @property
    def subject_percent(self) -> int:
        """How alike their subjects are, in percent."""
        return round(100 * self.subject)

    @property
    def mergeable(self) -> bool:
        """Whether both are still to come."""
        return self.first.state in COMING and self.second.state in COMING

    @property
    def saves(self) -> Price:
        """What the second costs those who sit in both."""
        span = self.second.ends_at - self.second.starts_at
        return Price(self.shared, int(span.total_seconds()) // 60)


def pairs(begins: datetime, ends: datetime, actor: Person) -> list[Pair]:
    """Those that ``actor`` may see and nobody has decided on, what saves most first.

    Of two series that meet again and again only the nearest pair is named.
    """
    found = _candidates(begins, ends)
    ids = {key for row in found for key in row[:2]}
    seen = {row.pk: row for row in queries.visible_to(actor).filter(pk__in=ids)}
    alike = [
        Pair(seen[first], seen[second], shared, shared / union, _subject(seen[first], seen[second]))
        for first, second, shared, union in found
        if first in seen and second in seen
    ]
    told = [pair for pair in alike if pair.subject >= SAME_SUBJECT]
    once = {_key(pair): pair for pair in reversed(told)}
    ordered = sorted(once.values(), key=lambda pair: (not pair.mergeable, -pair.saves.person_hours))
    return ordered[:MOST_SHOWN]


def like(
    title: str,
    people: Sequence[int],
    starts_at: datetime,
    actor: Person,
    *,
    but: UUID | None = None,
) -> list[Meeting]:
    """Meetings to come like one that is being planned: before anybody is invited to a second.

    ``but`` is a meeting that is planned again: it and its series are no others.
    """
    wanted = set(people)
    rows = queries.visible_to(actor).filter(
        state__in=COMING, starts_at__range=(starts_at - NEAR, starts_at + NEAR)
    )
    others = rows
    if but is not None:
        own = Meeting.objects.filter(pk=but, series__isnull=False).values("series")
        others = rows.exclude(pk=but).exclude(series__in=own, series__isnull=False)
    near = others.annotate(
        shared=Count("attendees", filter=Q(attendees__person__in=wanted), distinct=True),
        asked=Count("attendees", filter=Q(attendees__person__isnull=False), distinct=True),
    )
    found = [
        (likeness(title, row.title), row)
        for row in near.filter(shared__gt=0)[:MOST_PAIRS]
        if row.shared / (len(wanted) + row.asked - row.shared) >= SAME_PEOPLE
    ]
    close = sorted((one for one in found if one[0] >= SAME_SUBJECT), key=lambda one: -one[0])
    return [row for _degree, row in close[:3]]


def missing(first: Meeting, second: Meeting) -> list[int]:
    """The colleagues who are asked to the second meeting only."""
    return sorted(_asked(second) - _asked(first))


def _asked(meeting: Meeting) -> set[int]:
    rows = Attendee.objects.filter(meeting=meeting, person__isnull=False)
    return {one.person_id or 0 for one in rows}


def _subject(first: Meeting, second: Meeting) -> float:
    """Their names count most: a purpose that every meeting has makes no two of them one."""
    names = likeness(first.title, second.title)
    purposes = likeness(first.purpose, second.purpose)
    return max(names, _NAMES * names + (1 - _NAMES) * purposes)


def _key(pair: Pair) -> tuple[object, object]:
    return pair.first.series_id or pair.first.pk, pair.second.series_id or pair.second.pk


def _candidates(begins: datetime, ends: datetime) -> Iterable[tuple[UUID, UUID, int, int]]:
    values: dict[str, Any] = {
        "begins": begins,
        "ends": ends,
        "near": NEAR,
        "same": SAME_PEOPLE,
        "most": MOST_PAIRS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, values)
        return list(cursor.fetchall())


_PAIRS = """
WITH m AS MATERIALIZED (
  SELECT case_ptr_id AS id, series_id, starts_at FROM meetings_meeting
   WHERE state <> 'cancelled' AND starts_at >= %(begins)s AND starts_at < %(ends)s),
asked AS MATERIALIZED (
  SELECT a.meeting_id AS id, a.person_id FROM meetings_attendee a JOIN m ON m.id = a.meeting_id
   WHERE a.person_id IS NOT NULL),
size AS (SELECT id, count(*)::int AS people FROM asked GROUP BY id),
pair AS (
  SELECT f.id AS first, s.id AS second, f.starts_at, count(*)::int AS shared
    FROM m f JOIN asked x ON x.id = f.id
    JOIN asked y ON y.person_id = x.person_id AND y.id <> x.id
    JOIN m s ON s.id = y.id
   WHERE (s.starts_at, s.id) > (f.starts_at, f.id) AND s.starts_at - f.starts_at <= %(near)s
     AND (f.series_id IS NULL OR f.series_id IS DISTINCT FROM s.series_id)
   GROUP BY f.id, s.id, f.starts_at)
SELECT b.first, b.second, b.shared, p.people + q.people - b.shared
  FROM pair b JOIN size p ON p.id = b.first JOIN size q ON q.id = b.second
 WHERE b.shared >= 2 AND b.shared::float8 / (p.people + q.people - b.shared) >= %(same)s
   AND NOT EXISTS (SELECT FROM meetings_twins t
                    WHERE t.first_id = b.first AND t.second_id = b.second)
 ORDER BY b.starts_at DESC, b.first, b.second LIMIT %(most)s
"""
