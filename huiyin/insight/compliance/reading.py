"""One statement that answers for any span, any set of departments, to the unit and to the moment.

Whole months come from the roll-up by month, the rest by day; what the fold has not taken yet is
added, and what fell due today is asked of the duties themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from huiyin.insight.compliance import periods
from huiyin.insight.compliance.figures import Figures
from huiyin.insight.compliance.periods import Period
from huiyin.obligations.coverage import UNFOLDED

Key = tuple[str | int | date | None, ...]

KEYS = {
    "clause": "clause",
    "version": "policy_version",
    "department": "place",
    "month": "date_trunc('month', day)::date",
    "week": "date_trunc('week', day)::date",
}
"""What figures may be split by."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: ``places`` maps each department that counts to the one it is shown under.

    ``None``: all departments, as one. ``clauses``: only these; ``None``: all.
    """

    period: Period
    by: tuple[str, ...]
    places: Mapping[int, int] | None = None
    clauses: Sequence[str] | None = None


def read(wanted: Wanted, now: datetime) -> dict[Key, Figures]:
    """The figures at ``now``, by the keys of ``wanted.by``; cells without anything are left out."""
    width = len(wanted.by)
    with connection.cursor() as cursor:
        cursor.execute(_sql(wanted), _parameters(wanted, now))
        rows = cursor.fetchall()
    return {tuple(row[:width]): Figures(*map(int, row[width:])) for row in rows}


def today_of(now: datetime) -> date:
    """The day of ``now`` where the organisation is."""
    return now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _sql(wanted: Wanted) -> str:
    names = [f"k{place}, " for place in range(len(wanted.by))]
    named = [f"{KEYS[key]} AS {name}" for key, name in zip(wanted.by, names, strict=True)]
    return (
        _READ.replace("/*named*/", "".join(named))
        .replace("/*names*/", "".join(names))
        .replace("/*grouped*/", ", ".join(KEYS[key] for key in wanted.by) or "()")
        .replace("/*place*/", _ONE_PLACE if wanted.places is None else _PLACE)
    )


def _parameters(wanted: Wanted, now: datetime) -> dict[str, Any]:
    today = today_of(now)
    weekly = "week" in wanted.by
    pieces = list(periods.months(wanted.period))
    whole = [] if weekly else [first for first, last in pieces if _whole_month(first, last, today)]
    days = [piece for piece in pieces if piece[0] not in whole]
    asked = wanted.period.first <= today <= wanted.period.last
    midnight = datetime.combine(today, time(), ZoneInfo(settings.TIME_ZONE))
    places = wanted.places or {}
    return {
        "months": whole,
        "firsts": [first for first, _last in days],
        "lasts": [last for _first, last in days],
        "first": wanted.period.first,
        "last": wanted.period.last,
        "today": today,
        "now": now,
        "midnight": midnight if asked else now,
        "departments": list(places),
        "places": list(places.values()),
        "clauses": list(wanted.clauses) if wanted.clauses is not None else None,
        "zone": settings.TIME_ZONE,
    }


def _whole_month(first: date, last: date, today: date) -> bool:
    """Whether the roll-up by month may answer: the days of this month differ, past and to come."""
    full = periods.of("month", first)
    return (full.first, full.last) == (first, last) and not first <= today <= last


_PLACE = """JOIN unnest(%(departments)s::int[], %(places)s::int[]) AS p (department_id, place)
         ON p.department_id = r.department_id"""
_ONE_PLACE = "CROSS JOIN (SELECT 0 AS place) p"

_COLUMNS = "clause, policy_version, department_id, owed, met, late, waived, deemed, undated"

_READ = f"""
WITH {UNFOLDED},
found AS (
  SELECT d.day, {_COLUMNS}, day < %(today)s AS past, 0 AS overdue
    FROM unnest(%(firsts)s::date[], %(lasts)s::date[]) AS s (first, last)
    JOIN compliance_day d ON d.day BETWEEN s.first AND s.last
  UNION ALL
  SELECT month, {_COLUMNS}, month < %(today)s, 0
    FROM compliance_month WHERE month = ANY(%(months)s::date[])
  UNION ALL
  SELECT day, {_COLUMNS}, day < %(today)s, 0
    FROM changed WHERE day BETWEEN %(first)s AND %(last)s
  UNION ALL
  SELECT %(today)s, o.clause, o.policy_version, c.department_id, 0, 0, 0, 0, 0, 0, false,
         c.total - c.met - c.excused + coalesce(w.total - w.met - w.excused, 0)
    FROM obligation o JOIN obligation_coverage c ON c.obligation_id = o.id
    LEFT JOIN waiting w ON w.obligation_id = c.obligation_id AND w.department_id = c.department_id
   WHERE o.closed_at IS NULL AND o.parent IS NULL
     AND o.due_at >= %(midnight)s AND o.due_at < %(now)s),
summed AS (
  SELECT /*named*/ sum(owed) AS owed, sum(met) AS met, sum(late) AS late,
         sum(waived) AS waived, sum(deemed) AS deemed,
         sum(overdue) + coalesce(sum(owed - met - late - waived - deemed - undated)
                                   FILTER (WHERE past), 0) AS breach
    FROM found r /*place*/
   WHERE %(clauses)s::text[] IS NULL OR clause = ANY(%(clauses)s::text[])
   GROUP BY /*grouped*/)
SELECT /*names*/ owed, met, late, waived, deemed, owed - met - late - waived - deemed - breach,
       breach
  FROM summed WHERE owed <> 0
"""  # noqa: S608 - fixed text
