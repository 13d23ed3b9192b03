"""How meetings were used: asked of closed meetings between two days, by kind and together.

A person's time counts from when they came until they left; where nobody ticked who was there,
everybody who was asked counts for the whole of it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.utils import timezone

from huiyin.scenarios.meetings.efficiency.price import hours

GOAL = -0.20
"""By how much the time in meetings is to fall against the quarter before (Reg 3.1.1)."""

_HOUR = 60
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Use:
    """Sums of some meetings. Times are minutes; ``minutes_late`` counts minutes sent out too late."""

    name: str
    meetings: int
    minutes: float
    person_minutes: float
    decisions: int
    overran: int
    over_minutes: float
    minutes_late: int

    @property
    def person_hours(self) -> str:
        """The time of everybody together."""
        return hours(self.person_minutes / _HOUR)

    @property
    def per_hour(self) -> str:
        """Decisions per hour of meeting; empty without any time."""
        return _ratio(self.decisions, self.minutes)

    @property
    def per_person_hour(self) -> str:
        """Decisions per person-hour; empty without any time."""
        return _ratio(self.decisions, self.person_minutes)

    @property
    def overran_share(self) -> str:
        """Which share took longer than announced."""
        return f"{100 * self.overran / self.meetings:.0f}%" if self.meetings else ""


def by_kind(begins: date, ends: date, departments: list[int] | None = None) -> list[Use]:
    """One row per kind, the most expensive first; ``departments`` limits whose meetings count."""
    with connection.cursor() as cursor:
        cursor.execute(_USE, _values(begins, ends, departments))
        rows = [Use(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: -row.person_minutes)


def together(rows: list[Use], name: str = "") -> Use:
    """The sum of ``rows``."""
    return Use(
        name=name,
        meetings=sum(row.meetings for row in rows),
        minutes=sum(row.minutes for row in rows),
        person_minutes=sum(row.person_minutes for row in rows),
        decisions=sum(row.decisions for row in rows),
        overran=sum(row.overran for row in rows),
        over_minutes=sum(row.over_minutes for row in rows),
        minutes_late=sum(row.minutes_late for row in rows),
    )


def change(now: Use, before: Use) -> float | None:
    """By how much the person-time changed, -0.2 is a fifth less; ``None`` without a before."""
    if not before.person_minutes:
        return None
    return now.person_minutes / before.person_minutes - 1


def reached(value: float | None) -> bool:
    """Whether the goal is reached."""
    return value is not None and round(value, _DIGITS) <= GOAL


def _ratio(count: int, minutes: float) -> str:
    return f"{count * _HOUR / minutes:.2f}" if minutes else ""


def _values(begins: date, ends: date, departments: list[int] | None) -> dict[str, Any]:
    zone = timezone.get_default_timezone()
    return {
        "begins": datetime.combine(begins, time.min, zone),
        "ends": datetime.combine(ends, time.min, zone),
        "departments": departments,
    }


_USE = """
WITH held AS MATERIALIZED (
  SELECT m.case_ptr_id AS id, m.kind_id, m.began_at, m.ended_at, m.ends_at
    FROM meetings_meeting m JOIN cases_case c ON c.id = m.case_ptr_id
   WHERE m.state = 'closed' AND m.began_at >= %(begins)s AND m.began_at < %(ends)s
     AND m.ended_at > m.began_at
     AND (%(departments)s::int[] IS NULL OR c.department_id = ANY(%(departments)s::int[]))),
came AS (
  SELECT h.id, bool_or(a.present_at IS NOT NULL) AS ticked FROM held h
    LEFT JOIN meetings_attendee a ON a.meeting_id = h.id GROUP BY h.id),
spent AS (
  SELECT h.id, sum(extract(epoch FROM greatest(
           least(coalesce(a.left_at, h.ended_at), h.ended_at)
           - greatest(coalesce(a.present_at, h.began_at), h.began_at), interval '0'))) / 60
         AS minutes
    FROM held h JOIN came c ON c.id = h.id JOIN meetings_attendee a ON a.meeting_id = h.id
   WHERE a.present_at IS NOT NULL OR NOT c.ticked
   GROUP BY h.id),
decided AS (
  SELECT r.meeting_id AS id, count(*) AS number FROM meetings_resolution r
   WHERE r.withdrawn_at IS NULL AND r.meeting_id IN (SELECT id FROM held) GROUP BY 1),
late AS (
  SELECT DISTINCT o.subject AS id FROM obligation o
    JOIN obligation_bearer b ON b.obligation_id = o.id
   WHERE o.verb = 'publish_minutes' AND o.parent IS NULL AND b.state = 2
     AND o.subject IN (SELECT id FROM held))
SELECT k.name, count(*)::int,
       sum(extract(epoch FROM h.ended_at - h.began_at) / 60)::float8,
       coalesce(sum(s.minutes), 0)::float8, coalesce(sum(d.number), 0)::int,
       (count(*) FILTER (WHERE h.ended_at > h.ends_at))::int,
       coalesce(sum(extract(epoch FROM h.ended_at - h.ends_at) / 60)
                FILTER (WHERE h.ended_at > h.ends_at), 0)::float8,
       count(l.id)::int
  FROM held h JOIN meetings_kind k ON k.id = h.kind_id
  LEFT JOIN spent s ON s.id = h.id LEFT JOIN decided d ON d.id = h.id
  LEFT JOIN late l ON l.id = h.id
 GROUP BY k.name
"""
