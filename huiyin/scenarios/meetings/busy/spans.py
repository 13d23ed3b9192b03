"""When people have no time: their meetings, and their leave. What for is nobody else's concern."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

MEETING, AWAY = "meeting", "away"


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant until before another; ``kind`` is ``meeting`` or ``away``."""

    start: datetime
    end: datetime
    kind: str


def of_people(
    people: Iterable[int], start: datetime, end: datetime, *, without: UUID | None = None
) -> dict[int, list[Span]]:
    """The spans of each of ``people`` that touch the time between two instants, in order.

    ``without`` is a meeting that is being planned anew. Who declined is free.
    """
    wanted = list(people)
    found: dict[int, list[Span]] = {person: [] for person in wanted}
    values: dict[str, Any] = {"people": wanted, "start": start, "end": end, "without": without}
    with connection.cursor() as cursor:
        cursor.execute(_BUSY, values)
        for person, begins, ends, kind in cursor.fetchall():
            found[person].append(Span(begins, ends, kind))
    return found


def clashing(busy: Mapping[int, list[Span]], start: datetime, end: datetime) -> list[int]:
    """Whose spans overlap a time."""
    return [
        person
        for person, spans in busy.items()
        if any(span.start < end and span.end > start for span in spans)
    ]


_BUSY = """
SELECT DISTINCT x.person_id, x.starts_at, x.ends_at, x.kind FROM (
  SELECT a.person_id, m.starts_at, m.ends_at, 'meeting' AS kind
    FROM meetings_attendee a JOIN meetings_meeting m ON m.case_ptr_id = a.meeting_id
   WHERE a.person_id = ANY(%(people)s::bigint[]) AND a.answer <> 'declined'
     AND m.state IN ('announced', 'running') AND m.starts_at < %(end)s AND m.ends_at > %(start)s
     AND m.case_ptr_id IS DISTINCT FROM %(without)s::uuid
  UNION ALL
  SELECT person_id, starts_at, ends_at, 'away' FROM directory_absence
   WHERE person_id = ANY(%(people)s::bigint[]) AND starts_at < %(end)s AND ends_at > %(start)s) x
 ORDER BY 2, 3, 4
"""
