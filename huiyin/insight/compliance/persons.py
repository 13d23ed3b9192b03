"""One person's own figures by clause, and what a department has overdue: from the duties' rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class Own:
    """How one person stands with one clause: ``owes`` now, ``overdue`` of it, and what was done."""

    owes: int = 0
    overdue: int = 0
    met: int = 0
    late: int = 0
    other: int = 0
    next_due: datetime | None = None

    @property
    def rate(self) -> int | None:
        """In time among what had to be answered, in per cent, rounded down."""
        total = self.met + self.late + self.overdue
        return 100 * self.met // total if total else None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A duty that some people of a department have not answered though it is past due."""

    subject: UUID
    clause: str
    verb: str
    due_at: datetime
    open: int


def own(person_id: int, since: datetime, now: datetime) -> dict[str, Own]:
    """By clause: what ``person_id`` owes at ``now``, and how they answered from ``since`` on.

    Rungs of ladders are left out, as everywhere in compliance. ``other`` was excused or deemed.
    """
    values = {"person": person_id, "since": since, "now": now}
    return {row[0]: Own(*row[1:]) for row in _all(_OWN, values)}


def overdue(departments: frozenset[int], now: datetime, *, limit: int = 100) -> list[Overdue]:
    """What ``departments`` have overdue, the longest first."""
    values = {"departments": list(departments), "now": now, "limit": limit}
    return [Overdue(*row) for row in _all(_OVERDUE, values)]


def _all(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


_OWN = """
SELECT o.clause, count(*) FILTER (WHERE b.state = 0),
       count(*) FILTER (WHERE b.state = 0 AND o.due_at < %(now)s),
       count(*) FILTER (WHERE b.state = 1), count(*) FILTER (WHERE b.state = 2),
       count(*) FILTER (WHERE b.state IN (3, 4)), min(o.due_at) FILTER (WHERE b.state = 0)
  FROM (SELECT obligation_id, state FROM obligation_bearer
         WHERE person_id = %(person)s AND state = 0
        UNION ALL
        SELECT obligation_id, state FROM obligation_bearer
         WHERE person_id = %(person)s AND NOT state = 0 AND closed_at >= %(since)s) b
  JOIN obligation o ON o.id = b.obligation_id AND o.parent IS NULL
 GROUP BY o.clause
"""

_OVERDUE = """
WITH late AS MATERIALIZED (
  SELECT id, subject, clause, verb, due_at FROM obligation
   WHERE closed_at IS NULL AND parent IS NULL AND due_at < %(now)s)
SELECT o.subject, o.clause, o.verb, o.due_at, sum(c.total - c.met - c.excused)::int AS open
  FROM late o JOIN (
    SELECT obligation_id, department_id, total, met, excused FROM obligation_coverage
     WHERE obligation_id IN (SELECT id FROM late)
    UNION ALL
    SELECT obligation_id, department_id, total, met, excused FROM obligation_coverage_delta
     WHERE obligation_id IN (SELECT id FROM late)) c ON c.obligation_id = o.id
 WHERE c.department_id = ANY(%(departments)s)
 GROUP BY o.id, o.subject, o.clause, o.verb, o.due_at
HAVING sum(c.total - c.met - c.excused) > 0
 ORDER BY o.due_at, o.id LIMIT %(limit)s
"""
