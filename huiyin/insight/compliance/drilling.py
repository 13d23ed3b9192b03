"""From a cell to its cases: which matters the figures of one clause are made of."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from huiyin.cases.models import Case
from huiyin.directory.models import Person
from huiyin.insight.compliance.figures import Figures
from huiyin.insight.compliance.periods import Period
from huiyin.obligations.coverage import UNFOLDED

MOST = 500
"""Cases looked at for one cell, the worst first."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One case with its share of a cell."""

    case: Case
    day: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class Closed:
    """A case whose content the viewer may not see: its number, never its title."""

    number: str
    day: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class Drilled:
    """The cases of a cell, the worst first: those the viewer may open, and those only counted.

    ``total`` is all there are, ``hidden`` what is in no list (no case, or beyond the most).
    """

    matters: list[Matter]
    closed: list[Closed]
    total: int

    @property
    def hidden(self) -> int:
        """How many are in neither list."""
        return self.total - len(self.matters) - len(self.closed)


def cases(
    clause: str,
    period: Period,
    departments: frozenset[int],
    viewer: Person,
    now: datetime,
    *,
    failed: bool = False,
) -> Drilled:
    """The cases in which ``departments`` owed what ``clause`` asks; ``failed``: late or missing."""
    rows = _rows(clause, period, departments, now)
    found = [(row[0], row[1], Figures(*map(int, row[2:9]))) for row in rows]
    if failed:
        found = [one for one in found if one[2].failed]
    seen = _seen([row[0] for row in found], viewer)
    shown = [Matter(seen[one], day, share) for one, day, share in found if one in seen]
    others = [one for one in found if one[0] not in seen]
    total = int(rows[0][9]) if rows and not failed else len(found)
    return Drilled(shown, _closed(others), total)


def _closed(others: list[tuple[UUID, date, Figures]]) -> list[Closed]:
    cases = Case.objects.filter(pk__in=[one for one, _day, _share in others])
    numbers = dict(cases.values_list("pk", "number"))
    return [Closed(numbers[one], day, share) for one, day, share in others if one in numbers]


def _seen(subjects: list[UUID], viewer: Person) -> dict[UUID, Case]:
    visible = Case.objects.filter(pk__in=subjects).visible_to(viewer)
    return {case.pk: case for case in visible.select_related("initiator", "department")}


def _rows(
    clause: str, period: Period, departments: frozenset[int], now: datetime
) -> list[tuple[Any, ...]]:
    zone = ZoneInfo(settings.TIME_ZONE)
    values: dict[str, Any] = {
        "clause": clause,
        "start": datetime.combine(period.first, time(), zone),
        "end": datetime.combine(period.last + timedelta(days=1), time(), zone),
        "departments": list(departments),
        "now": now,
        "zone": settings.TIME_ZONE,
        "limit": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CASES, values)
        return list(cursor.fetchall())


_CASES = f"""
WITH {UNFOLDED},
o AS MATERIALIZED (
  SELECT id, subject, due_at, coalesce(due_at, born_at) AS at FROM obligation
   WHERE clause = %(clause)s AND parent IS NULL
     AND coalesce(due_at, born_at) >= %(start)s AND coalesce(due_at, born_at) < %(end)s),
stood AS (
  SELECT o.subject, o.due_at, o.at, c.total + coalesce(w.total, 0) AS total,
         c.met + coalesce(w.met, 0) AS met,
         c.late + coalesce(w.late, 0) AS late, c.excused + coalesce(w.excused, 0) AS waived,
         c.deemed + coalesce(w.deemed, 0) AS deemed
    FROM o JOIN obligation_coverage c ON c.obligation_id = o.id
    LEFT JOIN waiting w ON w.obligation_id = c.obligation_id AND w.department_id = c.department_id
   WHERE c.department_id = ANY(%(departments)s)),
counted AS (
  SELECT subject, (max(at) AT TIME ZONE %(zone)s)::date AS day, sum(total) AS owed,
         sum(met - late - deemed) AS met, sum(late) AS late, sum(waived) AS waived,
         sum(deemed) AS deemed,
         sum(total - met - waived) FILTER (WHERE due_at IS NULL OR due_at >= %(now)s) AS open,
         sum(total - met - waived) FILTER (WHERE due_at < %(now)s) AS breach
    FROM stood GROUP BY subject)
SELECT subject, day, owed, met, late, waived, deemed, coalesce(open, 0), coalesce(breach, 0),
       count(*) OVER ()
  FROM counted ORDER BY coalesce(breach, 0) DESC, late DESC, day DESC, subject LIMIT %(limit)s
"""  # noqa: S608 - fixed text
