"""How the roll-up grows: in the statement that folds coverage, and with each breach of a guard."""

from typing import Any

from django.conf import settings
from django.db import connection

from huiyin.core.event import Event
from huiyin.core.guard import Broken
from huiyin.insight.compliance.cutting import UNITS

_ADDED = """
    SET owed = c.owed + excluded.owed, met = c.met + excluded.met, late = c.late + excluded.late,
        waived = c.waived + excluded.waived, deemed = c.deemed + excluded.deemed,
        undated = c.undated + excluded.undated"""

_GROW = """/*table*/_fed AS (
  INSERT INTO /*table*/ AS c (/*unit*/, clause, policy_version, department_id, owed, met, late,
                              waived, deemed, undated)
  SELECT /*start*/, clause, policy_version, department_id, sum(owed), sum(met), sum(late),
         sum(waived), sum(deemed), sum(undated)
    FROM changed GROUP BY 1, 2, 3, 4
  HAVING (sum(owed), sum(met), sum(late), sum(waived), sum(deemed), sum(undated))
         <> (0, 0, 0, 0, 0, 0)
   ORDER BY 1, 2, 3, 4
      ON CONFLICT (/*unit*/, clause, policy_version, department_id) DO UPDATE/*added*/)""".replace(
    "/*added*/", _ADDED
)


def _grown(unit: str) -> str:
    start = "day" if unit == "day" else f"date_trunc('{unit}', day)::date"
    text = _GROW.replace("/*table*/", f"compliance_{unit}")
    return text.replace("/*unit*/", unit).replace("/*start*/", start)


GROWTH = tuple(_grown(unit) for unit in ("day", *UNITS))
"""Expressions for ``coverage.feed``: what changed is added to its day, week, month, quarter and year."""


def note_breach(entry: int, event: Event, broken: Broken) -> None:
    """A guard was passed without being met; in the transaction of the act."""
    values: dict[str, Any] = {
        "entry": entry,
        "at": event.at,
        "clause": broken.guard.clause,
        "guard": broken.guard.key,
        "act": event.kind,
        "subject": event.subject,
        "actor": event.actor,
        "overridden": broken.refuses,
        "zone": settings.TIME_ZONE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BREACH, values)


_BREACH = """
INSERT INTO compliance_breach
       (entry_id, at, day, clause, guard, act, subject, actor_id, department_id, overridden)
SELECT %(entry)s, %(at)s, (%(at)s::timestamptz AT TIME ZONE %(zone)s)::date, %(clause)s, %(guard)s,
       %(act)s, %(subject)s, %(actor)s,
       coalesce((SELECT department_id FROM directory_person WHERE id = %(actor)s),
                (SELECT department_id FROM cases_case WHERE id = %(subject)s)), %(overridden)s
"""
