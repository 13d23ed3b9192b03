"""One statement that answers for any span, any set of departments, to the unit and to the moment.

Whole months come from the roll-up by month, the rest by day; what the fold has not taken yet is
added, and what fell due today is asked of the duties themselves. What is open in the running month
counts as overdue there, so its days from today on are taken away again: few, as duties are short.
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
    names = ", ".join(f"k{place}" for place in range(len(wanted.by)))
    joined = _ONE_PLACE if wanted.places is None else _PLACE
    sql = _READ.replace("/*place*/", joined).replace("/*names*/", f"{names}, " if names else "")
    named = ", ".join(f"{KEYS[key]} AS k{place}" for place, key in enumerate(wanted.by))
    sql = sql.replace("/*named*/", f"{named}, " if named else "")
    return sql.replace("/*grouped*/", names or "()")


def _parameters(wanted: Wanted, now: datetime) -> dict[str, Any]:
    today = today_of(now)
    cut = _cut(wanted.period, wanted.by)
    rolled = [*cut.months, *cut.quarters]
    running = [one for one in rolled if one.first <= today <= one.last]
    midnight = datetime.combine(today, time(), ZoneInfo(settings.TIME_ZONE))
    asked = wanted.period.first <= today <= wanted.period.last
    places = wanted.places or {}
    return {
        "months": [one.first for one in cut.months],
        "quarters": [one.first for one in cut.quarters],
        "firsts": [one.first for one in cut.days],
        "lasts": [one.last for one in cut.days],
        "first": wanted.period.first,
        "last": wanted.period.last,
        "today": today,
        "rolled_to": running[0].last if running else today - periods.DAY,
        "now": now,
        "midnight": midnight if asked else now,
        "departments": list(places),
        "places": list(places.values()),
        "clauses": list(wanted.clauses) if wanted.clauses is not None else None,
        "zone": settings.TIME_ZONE,
    }


@dataclass(slots=True)
class _Cut:
    """A period in pieces that a roll-up answers each: whole quarters, whole months, single days."""

    quarters: list[Period]
    months: list[Period]
    days: list[Period]


def _cut(period: Period, by: Sequence[str]) -> _Cut:
    cut = _Cut([], [], [])
    if "week" in by:
        cut.days.append(period)
        return cut
    for first, last in periods.months(period):
        quarter, month = periods.of("quarter", first), periods.of("month", first)
        whole = period.first <= quarter.first and quarter.last <= period.last
        if whole and "month" not in by:
            if first == quarter.first:
                cut.quarters.append(quarter)
        elif (first, last) == (month.first, month.last):
            cut.months.append(month)
        else:
            cut.days.append(Period("own", first, last))
    return cut


_PLACE = """JOIN unnest(%(departments)s::int[], %(places)s::int[]) AS p (department_id, place)
         ON p.department_id = r.department_id"""
_ONE_PLACE = "CROSS JOIN (SELECT 0 AS place) p"

_COUNTS = ("owed", "met", "late", "waived", "deemed", "undated")
_SUMS = ", ".join(f"sum({name})::bigint AS {name}" for name in _COUNTS)
_GROUPED = """/*place*/
   WHERE (%(clauses)s::text[] IS NULL OR clause = ANY(%(clauses)s::text[])) AND /*when*/
   GROUP BY /*past*/ /*grouped*/"""


def _part(source: str, when: str, past: str = "day < %(today)s") -> str:
    """The sums of one roll-up, those of days past and of days to come apart."""
    head = f"SELECT /*named*/ {past} AS past, {_SUMS}, 0 AS overdue FROM {source} r "  # noqa: S608 - fixed text
    return head + _GROUPED.replace("/*when*/", when).replace("/*past*/", "past,")


_DAYS = """(SELECT d.* FROM unnest(%(firsts)s::date[], %(lasts)s::date[]) AS s (first, last)
         JOIN compliance_day d ON d.day BETWEEN s.first AND s.last)"""

_MONTHS = "(SELECT month AS day, * FROM compliance_month WHERE month = ANY(%(months)s::date[]))"
_QUARTERS = """(SELECT quarter AS day, * FROM compliance_quarter
          WHERE quarter = ANY(%(quarters)s::date[]))"""
_BEGUN = "day <= %(today)s"

_BACK = """
  SELECT /*named*/ false, 0, 0, 0, 0, 0, 0,
         -sum(owed - met - late - waived - deemed - undated)::bigint
    FROM compliance_day r /*grouped parts*/""".replace("/*grouped parts*/", _GROUPED)
_BACK = _BACK.replace("/*when*/", "day BETWEEN %(today)s AND %(rolled_to)s").replace("/*past*/", "")

_TODAY = """
  SELECT /*named*/ false, 0, 0, 0, 0, 0, 0, sum(overdue)::bigint
    FROM (SELECT %(today)s::date AS day, o.clause, o.policy_version, c.department_id,
                 c.total - c.met - c.excused + coalesce(w.total - w.met - w.excused, 0) AS overdue
            FROM obligation o JOIN obligation_coverage c ON c.obligation_id = o.id
            LEFT JOIN waiting w
              ON w.obligation_id = c.obligation_id AND w.department_id = c.department_id
           WHERE o.closed_at IS NULL AND o.parent IS NULL
             AND o.due_at >= %(midnight)s AND o.due_at < %(now)s) r
    /*grouped parts*/""".replace("/*grouped parts*/", _GROUPED)
_TODAY = _TODAY.replace("/*when*/", "true").replace("/*past*/", "")

_FOUND = "\n  UNION ALL\n  ".join(
    (
        _part(_DAYS, "true"),
        _part(_MONTHS, "true", _BEGUN),
        _part(_QUARTERS, "true", _BEGUN),
        _part("changed", "day BETWEEN %(first)s AND %(last)s"),
        _BACK,
        _TODAY,
    )
)

_READ = f"""
WITH {UNFOLDED},
found AS (
  {_FOUND}),
summed AS (
  SELECT /*names*/ sum(owed) AS owed, sum(met) AS met, sum(late) AS late,
         sum(waived) AS waived, sum(deemed) AS deemed,
         sum(overdue) + coalesce(sum(owed - met - late - waived - deemed - undated)
                                   FILTER (WHERE past), 0) AS breach
    FROM found GROUP BY /*grouped*/)
SELECT /*names*/ owed, met, late, waived, deemed, owed - met - late - waived - deemed - breach,
       breach
  FROM summed WHERE owed <> 0
"""  # noqa: S608 - fixed text
