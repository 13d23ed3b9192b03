"""One statement that answers for any span, any set of departments, to the unit and to the moment.

Whole years, quarters, months and weeks come from their roll-ups, the rest by day; what the fold has not
taken yet is added, and what fell due today is asked of the duties themselves. What is open in a running
unit counts as overdue there, so its days from today on are taken away again: few, as duties are short.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from huiyin.insight.compliance.cutting import UNITS, cut
from huiyin.insight.compliance.figures import Figures
from huiyin.insight.compliance.periods import DAY, Period
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
    pieces = cut(wanted.period, wanted.by)
    running = pieces.running(today)
    midnight = datetime.combine(today, time(), ZoneInfo(settings.TIME_ZONE))
    asked = wanted.period.first <= today <= wanted.period.last
    places = wanted.places or {}
    return {
        **{unit: [one.first for one in whole] for unit, whole in pieces.rolled.items()},
        "firsts": [one.first for one in pieces.days],
        "lasts": [one.last for one in pieces.days],
        "signs": [one.sign for one in pieces.days],
        "first": wanted.period.first,
        "last": wanted.period.last,
        "today": today,
        "rolled_to": max((one.last for one in running), default=today - DAY),
        "now": now,
        "midnight": midnight if asked else now,
        "departments": list(places),
        "places": list(places.values()),
        "clauses": list(wanted.clauses) if wanted.clauses is not None else None,
        "zone": settings.TIME_ZONE,
    }


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


_SIGNED = ", ".join(f"d.{name} * s.sign AS {name}" for name in _COUNTS)
_DAYS = f"""(SELECT d.day, d.clause, d.policy_version, d.department_id, {_SIGNED}
         FROM unnest(%(firsts)s::date[], %(lasts)s::date[], %(signs)s::int[])
              AS s (first, last, sign)
         JOIN compliance_day d ON d.day BETWEEN s.first AND s.last)"""  # noqa: S608 - fixed text


def _rolled(unit: str) -> str:
    return (
        f"(SELECT {unit} AS day, * FROM compliance_{unit} WHERE {unit} = ANY(%({unit})s::date[]))"  # noqa: S608 - fixed text
    )


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
        *(_part(_rolled(unit), "true", _BEGUN) for unit in UNITS),
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
