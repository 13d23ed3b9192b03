"""What the inbox reads: duties with their case, the mirror, what I began, the rhythm of a week.

Every function is a fixed number of statements, however many rows it gives.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from huiyin.obligations.queries import Duty, duty_of

WEEKS = 8


@dataclass(frozen=True, slots=True)
class CaseFace:
    """What a row shows of its case."""

    id: UUID
    scenario: str
    number: str
    title: str
    urgency: str
    classification: str
    initiator_id: int
    initiator: str
    extension: str
    department: str


@dataclass(frozen=True, slots=True)
class Extra:
    """What a duty's row shows beyond the duty: its bearer's name, who was told, how many share it.

    ``below`` counts the people a rung of a ladder looks after; ``None`` for an ordinary duty.
    """

    bearer: str
    overseer: str
    total: int
    below: int | None


@dataclass(frozen=True, slots=True)
class Owed:
    """A cohort that owes something to somebody. ``own``: they owe it to themselves."""

    obligation_id: int
    subject: UUID
    clause: str
    policy_version: int
    verb: str
    born_at: datetime
    due_at: datetime | None
    derivation: list[str]
    total: int
    open: int
    unread: int
    escalated: bool
    rung: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Handled:
    """A case somebody began, with how far its duties got."""

    id: UUID
    created_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    total: int
    open: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Week:
    """The answers due in one week: ``on_time`` of ``total`` came in time."""

    starts_on: datetime
    on_time: int
    total: int


def cases(subjects: Iterable[UUID]) -> dict[UUID, CaseFace]:
    """The faces of the cases with these ids; unknown ids are left out."""
    rows = _all(_CASES, [list(set(subjects))])
    return {row[0]: CaseFace(*row) for row in rows}


def extras(duties: Sequence[Duty]) -> dict[tuple[int, int], Extra]:
    """The extras of each duty by (obligation, person)."""
    keys = [[duty.obligation_id for duty in duties], [duty.person_id for duty in duties]]
    return {(row[0], row[1]): Extra(*row[2:]) for row in _all(_EXTRAS, keys)}


def duty(obligation_id: int, person_id: int, actor_id: int) -> Duty | None:
    """One duty that ``actor_id`` owes or answers for, open or not; ``None`` when it is not theirs."""
    rows = _all(_DUTY, [obligation_id, person_id, actor_id, actor_id])
    return duty_of(rows[0]) if rows else None


def count_owed(person_id: int, now: datetime) -> tuple[int, bool]:
    """How many duties are open, own and as a delegate, and whether one is overdue."""
    count, late = _all(_COUNT_OWED, [now, person_id, person_id])[0]
    return int(count), bool(late)


def newer(person_id: int, seen: int) -> int:
    """How many open duties of ``person_id`` were born after the obligation ``seen``."""
    return int(_all(_NEWER, [seen, person_id, person_id])[0][0])


def owed_to(person_id: int, *, limit: int = 500) -> list[Owed]:
    """The mirror of the inbox: every open cohort whose bearers owe ``person_id``, rungs included.

    Each open duty of anybody is counted in exactly one mirror, its beneficiary's; so over all people
    the open duties owed equal the sum of ``open`` here (Z06). A duty that names no beneficiary is
    owed to whoever began the case.
    """
    rows = _all(_OWED_TO, {"person": person_id, "limit": limit})
    return [_owed(row) for row in rows]


def count_owed_to(person_id: int) -> int:
    """How many cohorts of others owe ``person_id`` something."""
    return int(_all(_COUNT_OWED_TO, {"person": person_id})[0][0])


def handled(person_id: int, *, limit: int = 100) -> list[Handled]:
    """The cases that ``person_id`` began, open ones first, the newest first."""
    return [Handled(*row) for row in _all(_HANDLED, {"person": person_id, "limit": limit})]


def count_handled(person_id: int) -> int:
    """How many cases that ``person_id`` began are not closed."""
    return int(_all(_COUNT_HANDLED, [person_id])[0][0])


def answered(person_id: int, since: datetime) -> list[tuple[datetime, UUID, str]]:
    """What ``person_id`` answered since then: when, which case, which verb; oldest first."""
    return [(at, subject, verb) for at, subject, verb in _all(_ANSWERED, [since, person_id])]


def weeks(person_id: int, now: datetime) -> list[Week]:
    """The last eight calendar weeks of ``person_id``, weeks without anything due left out.

    On time is what was met by its due time; what is overdue and open counts against it, what was
    excused or deemed not at all.
    """
    parameters = {"person": person_id, "now": now, "zone": settings.TIME_ZONE, "weeks": WEEKS - 1}
    return [Week(*row) for row in _all(_WEEKS, parameters)]


def _owed(row: Sequence[Any]) -> Owed:
    values = list(row)
    values[7] = json.loads(row[7])
    return Owed(*values)


def _all(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


_CASES = """
SELECT c.id, c.scenario, c.number, c.title, c.urgency, c.classification, c.initiator_id, p.name,
       p.extension, d.name
  FROM cases_case c JOIN directory_person p ON p.id = c.initiator_id
  JOIN directory_department d ON d.id = c.department_id
 WHERE c.id = ANY(%s::uuid[])
"""

_COUNTS = """
SELECT obligation_id, total, opened, met, excused FROM obligation_coverage
 WHERE obligation_id IN (SELECT id FROM o)
UNION ALL
SELECT obligation_id, 0, opened, met, excused FROM obligation_coverage_delta
 WHERE obligation_id IN (SELECT id FROM o)"""

_EXTRAS = f"""
WITH mine AS MATERIALIZED (
  SELECT b.obligation_id, b.person_id, b.overseer_id, q.total, q.parent, q.bearer_role
    FROM unnest(%s::bigint[], %s::bigint[]) AS k (obligation_id, person_id)
    JOIN obligation_bearer b
      ON b.obligation_id = k.obligation_id AND b.person_id = k.person_id
    JOIN obligation q ON q.id = b.obligation_id),
o AS (SELECT DISTINCT parent AS id FROM mine WHERE parent IS NOT NULL),
open AS (SELECT obligation_id, sum(total - met - excused)::int AS n FROM (
  {_COUNTS}) c GROUP BY obligation_id)
SELECT m.obligation_id, m.person_id, p.name, coalesce(v.name, ''), m.total,
       CASE WHEN m.parent IS NULL THEN NULL
            WHEN m.bearer_role = 'head_of(bearer)' THEN (
              SELECT count(*) FROM obligation_bearer x
               WHERE x.obligation_id = m.parent AND x.overseer_id = m.person_id AND x.state = 0)
            ELSE coalesce(open.n, 0) END
  FROM mine m JOIN directory_person p ON p.id = m.person_id
  LEFT JOIN directory_person v ON v.id = m.overseer_id
  LEFT JOIN open ON open.obligation_id = m.parent
"""  # noqa: S608 - fixed text

_DUTY = """
SELECT o.id, o.subject, o.rule, o.clause, o.policy_version, o.verb, b.person_id, o.beneficiary,
       o.born_at, o.due_at, o.provisional, o.derivation, o.step, b.state, b.evidence, b.closed_at,
       o.needs
  FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
 WHERE b.obligation_id = %s AND b.person_id = %s AND (b.person_id = %s OR b.delegate_id = %s)
"""

_COUNT_OWED = """
SELECT count(*), coalesce(bool_or(o.due_at < %s), false) FROM (
  SELECT obligation_id FROM obligation_bearer WHERE person_id = %s AND state = 0
  UNION ALL
  SELECT obligation_id FROM obligation_bearer WHERE delegate_id = %s AND state = 0) b
  JOIN obligation o ON o.id = b.obligation_id
"""

_NEWER = """
SELECT count(*) FROM (SELECT %s::bigint AS seen) s, obligation_bearer b
 WHERE b.obligation_id > s.seen AND b.state = 0 AND (b.person_id = %s OR b.delegate_id = %s)
"""

_TO_ME = """
SELECT * FROM obligation WHERE beneficiary = %(person)s AND closed_at IS NULL
UNION ALL
SELECT q.* FROM obligation q JOIN cases_case c ON c.id = q.subject
 WHERE c.initiator_id = %(person)s AND q.beneficiary IS NULL AND q.closed_at IS NULL"""

_OWED_TO = f"""
WITH o AS MATERIALIZED (
  {_TO_ME}
   ORDER BY due_at NULLS LAST, id LIMIT %(limit)s),
c AS (SELECT obligation_id, sum(total - met - excused)::int AS open,
             greatest(sum(total - opened - excused), 0)::int AS unread
        FROM ({_COUNTS}) q GROUP BY obligation_id)
SELECT o.id, o.subject, o.clause, o.policy_version, o.verb, o.born_at, o.due_at,
       o.derivation::text, o.total, c.open, c.unread,
       EXISTS (SELECT 1 FROM obligation r WHERE r.parent = o.id AND r.bearer_role = 'head_of(bearer)'),
       o.parent IS NOT NULL,
       o.total = 1 AND EXISTS (SELECT 1 FROM obligation_bearer b
                                WHERE b.obligation_id = o.id AND b.person_id = %(person)s)
  FROM o JOIN c ON c.obligation_id = o.id
 WHERE c.open > 0 ORDER BY o.due_at NULLS LAST, o.id
"""  # noqa: S608 - fixed text

_COUNT_OWED_TO = f"""
SELECT count(*) FROM ({_TO_ME}) o
 WHERE EXISTS (SELECT 1 FROM obligation_bearer b WHERE b.obligation_id = o.id AND b.state = 0
                AND (b.person_id <> %(person)s OR o.total > 1))
"""  # noqa: S608 - fixed text

_HANDLED = f"""
WITH mine AS MATERIALIZED (
  SELECT id, created_at, opened_at, closed_at FROM cases_case WHERE initiator_id = %(person)s
   ORDER BY (closed_at IS NOT NULL), coalesce(opened_at, created_at) DESC, id LIMIT %(limit)s),
o AS MATERIALIZED (
  SELECT q.id, q.subject, q.due_at, q.closed_at FROM obligation q JOIN mine ON mine.id = q.subject
   WHERE q.parent IS NULL),
c AS (SELECT o.subject, sum(q.total)::int AS total, sum(q.total - q.met - q.excused)::int AS open
        FROM ({_COUNTS}) q JOIN o ON o.id = q.obligation_id GROUP BY o.subject),
due AS (SELECT subject, min(due_at) FILTER (WHERE closed_at IS NULL) AS due_at
          FROM o GROUP BY subject)
SELECT mine.id, mine.created_at, mine.opened_at, mine.closed_at, coalesce(c.total, 0),
       coalesce(c.open, 0), due.due_at
  FROM mine LEFT JOIN c ON c.subject = mine.id LEFT JOIN due ON due.subject = mine.id
 ORDER BY (mine.closed_at IS NOT NULL), coalesce(mine.opened_at, mine.created_at) DESC, mine.id
"""  # noqa: S608 - fixed text

_COUNT_HANDLED = "SELECT count(*) FROM cases_case WHERE initiator_id = %s AND closed_at IS NULL"

_ANSWERED = """
SELECT b.closed_at, o.subject, o.verb
  FROM (SELECT %s::timestamptz AS since) s, obligation o
  JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE b.person_id = %s AND b.state IN (1, 2) AND b.closed_at >= s.since
   AND (o.closed_at IS NULL OR o.closed_at >= s.since)
 ORDER BY b.closed_at
"""

_WEEKS = """
SELECT week AT TIME ZONE %(zone)s, count(*) FILTER (WHERE state = 1)::int, count(*)::int
  FROM (SELECT date_trunc('week', o.due_at AT TIME ZONE %(zone)s) AS week, b.state
          FROM obligation o JOIN obligation_bearer b
            ON b.obligation_id = o.id AND b.person_id = %(person)s
         WHERE o.due_at >= date_trunc('week', %(now)s::timestamptz AT TIME ZONE %(zone)s)
                           AT TIME ZONE %(zone)s - make_interval(weeks => %(weeks)s)
           AND o.due_at < date_trunc('week', %(now)s::timestamptz AT TIME ZONE %(zone)s)
                          AT TIME ZONE %(zone)s + interval '1 week'
           AND (b.state IN (1, 2) OR (b.state = 0 AND o.due_at < %(now)s))) q
 GROUP BY week ORDER BY week
"""
