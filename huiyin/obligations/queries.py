"""Reads over obligations: my duties, what others owe me, coverage, who is still silent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.core.evidence import Evidence
from huiyin.core.obligation import State


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing one person owes, as the inbox shows it. ``person_id`` differs for a delegate."""

    obligation_id: int
    subject: UUID
    rule: str
    clause: str
    policy_version: int
    verb: str
    person_id: int
    beneficiary: int | None
    born_at: datetime
    due_at: datetime | None
    provisional: bool
    derivation: list[str]
    step: int
    state: State
    evidence: Evidence
    closed_at: datetime | None
    needs: int = 0


@dataclass(frozen=True, slots=True)
class DepartmentCoverage:
    """The counts of one leaf department; ``opened`` includes those who confirmed."""

    department_id: int
    total: int
    opened: int
    met: int
    late: int
    excused: int


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The counts of a case's duty, whole and by department."""

    total: int
    opened: int
    met: int
    late: int
    excused: int
    by_department: tuple[DepartmentCoverage, ...]

    @property
    def open(self) -> int:
        """How many still owe it."""
        return self.total - self.met - self.excused

    @property
    def unread(self) -> int:
        """How many neither opened it nor were excused."""
        return max(self.total - self.opened - self.excused, 0)


@dataclass(frozen=True, slots=True)
class Owing:
    """A cohort that others owe to somebody, with how far it got."""

    obligation_id: int
    subject: UUID
    clause: str
    verb: str
    born_at: datetime
    due_at: datetime | None
    step: int
    total: int
    open: int
    unread: int


@dataclass(frozen=True, slots=True)
class BearerRow:
    """One person's share in a case's duty."""

    person_id: int
    department_id: int
    obligation_id: int
    state: State
    evidence: Evidence
    channel: int | None
    proof: int | None
    evidence_at: datetime | None
    closed_at: datetime | None
    delegate_id: int | None
    overseer_id: int | None


def owed_by(person_id: int, *, limit: int = 500) -> list[Duty]:
    """What ``person_id`` owes now, own and as a delegate, the most urgent first."""
    return _duties(_OWED_BY, [person_id, person_id, limit])


def done_by(person_id: int, *, limit: int = 50) -> list[Duty]:
    """What ``person_id`` owed and answered, the newest first."""
    return _duties(_DONE_BY, [person_id, limit])


def count_owed(person_id: int) -> int:
    """How many duties ``person_id`` has open, own and as a delegate."""
    return int(_one(_COUNT_OWED, [person_id, person_id]))


def owed_to(person_id: int, *, limit: int = 200) -> list[Owing]:
    """Open cohorts whose bearers owe ``person_id``, the earliest due first."""
    return [Owing(*row) for row in _all(_OWED_TO, [person_id, limit])]


def coverage(subject: UUID, verb: str, *, since: datetime | None = None) -> CoverageView:
    """How far the duty ``verb`` of a case got; exact, folded or not.

    With ``since`` only what was asked from then on counts: of a text that was replaced, the new one.
    """
    wanted = {"subject": subject, "verb": verb, "since": since}
    rows = [DepartmentCoverage(*row) for row in _all(_COVERAGE, wanted)]
    return CoverageView(
        total=sum(row.total for row in rows),
        opened=sum(row.opened for row in rows),
        met=sum(row.met for row in rows),
        late=sum(row.late for row in rows),
        excused=sum(row.excused for row in rows),
        by_department=tuple(rows),
    )


def silent(
    subject: UUID,
    verb: str,
    *,
    departments: Sequence[int] | None = None,
    after: int = 0,
    limit: int = 50,
) -> list[BearerRow]:
    """Those who still owe ``verb``, by person id from ``after`` on (a page for the phone list)."""
    parameters = {
        "subject": subject,
        "verb": verb,
        "after": after,
        "limit": limit,
        "departments": list(departments) if departments is not None else None,
    }
    return _bearers(_SILENT, parameters)


def everyone(subject: UUID, verb: str) -> list[BearerRow]:
    """Every bearer of ``verb`` in a case, by department and person: the confirmation record."""
    return _bearers(_EVERYONE, {"subject": subject, "verb": verb})


def shares(subject: UUID, person_id: int) -> list[tuple[str, BearerRow]]:
    """Each duty of a case that concerns ``person_id`` (own or as delegate), with its verb."""
    rows = _all(_SHARES, {"subject": subject, "person": person_id})
    return [(row[0], _bearer(row[1:])) for row in rows]


def _duties(sql: str, parameters: list[Any]) -> list[Duty]:
    return [duty_of(row) for row in _all(sql, parameters)]


def duty_of(row: Any) -> Duty:
    """A row of ``_DUTY``; Django's cursors hand JSON over as text."""
    *head, why, step, state, evidence, closed_at, needs = row
    reasons = json.loads(why) if isinstance(why, str) else why
    values: list[Any] = [
        *head,
        reasons,
        step,
        State(state),
        Evidence(evidence),
        closed_at,
        needs,
    ]
    return Duty(*values)


def _bearers(sql: str, parameters: dict[str, Any]) -> list[BearerRow]:
    return [_bearer(row) for row in _all(sql, parameters)]


def _bearer(row: Any) -> BearerRow:
    person, department, obligation, state, evidence, *rest = row
    return BearerRow(person, department, obligation, State(state), Evidence(evidence), *rest)


def _all(sql: str, parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _one(sql: str, parameters: list[Any]) -> Any:
    return _all(sql, parameters)[0][0]


_DUTY = """o.id, o.subject, o.rule, o.clause, o.policy_version, o.verb, b.person_id,
 o.beneficiary, o.born_at, o.due_at, o.provisional, o.derivation, o.step, b.state, b.evidence,
 b.closed_at, o.needs"""

_OWED_BY = """
SELECT /*duty*/ FROM (
  SELECT * FROM obligation_bearer WHERE person_id = %s AND state = 0
  UNION ALL
  SELECT * FROM obligation_bearer WHERE delegate_id = %s AND state = 0) b
  JOIN obligation o ON o.id = b.obligation_id
 ORDER BY o.due_at NULLS LAST, o.id LIMIT %s
""".replace("/*duty*/", _DUTY)

_COUNT_OWED = """
SELECT (SELECT count(*) FROM obligation_bearer WHERE person_id = %s AND state = 0)
     + (SELECT count(*) FROM obligation_bearer WHERE delegate_id = %s AND state = 0)
"""

_DONE_BY = """
SELECT /*duty*/ FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
 WHERE b.person_id = %s AND NOT b.state = 0 ORDER BY b.closed_at DESC LIMIT %s
""".replace("/*duty*/", _DUTY)

_COUNTS = """
SELECT obligation_id, department_id, total, opened, met, late, excused FROM obligation_coverage
 WHERE obligation_id IN (SELECT id FROM o)
UNION ALL
SELECT obligation_id, department_id, 0, opened, met, late, excused FROM obligation_coverage_delta
 WHERE obligation_id IN (SELECT id FROM o)"""

_COVERAGE = """
WITH o AS MATERIALIZED (
  SELECT id FROM obligation WHERE subject = %(subject)s AND verb = %(verb)s
     AND (%(since)s::timestamptz IS NULL OR born_at >= %(since)s))
SELECT department_id, sum(total)::int, sum(opened)::int, sum(met)::int, sum(late)::int,
       sum(excused)::int FROM (/*counts*/) c GROUP BY department_id ORDER BY department_id
""".replace("/*counts*/", _COUNTS)

_OWED_TO = """
WITH o AS MATERIALIZED (
  SELECT * FROM obligation WHERE beneficiary = %s AND closed_at IS NULL
   ORDER BY due_at NULLS LAST LIMIT %s)
SELECT o.id, o.subject, o.clause, o.verb, o.born_at, o.due_at, o.step, o.total,
       coalesce(sum(c.total - c.met - c.excused), 0)::int,
       greatest(coalesce(sum(c.total - c.opened - c.excused), 0), 0)::int
  FROM o LEFT JOIN (/*counts*/) c ON c.obligation_id = o.id
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY o.due_at NULLS LAST, o.id
""".replace("/*counts*/", _COUNTS)

_BEARER = """b.person_id, b.department_id, b.obligation_id, b.state, b.evidence, b.channel, b.proof,
 b.evidence_at, b.closed_at, b.delegate_id, b.overseer_id"""

_SILENT = """
SELECT /*bearer*/ FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %(subject)s AND o.verb = %(verb)s AND b.state = 0 AND b.person_id > %(after)s
   AND (%(departments)s::int[] IS NULL OR b.department_id = ANY(%(departments)s::int[]))
 ORDER BY b.person_id LIMIT %(limit)s
""".replace("/*bearer*/", _BEARER)

_EVERYONE = """
SELECT /*bearer*/ FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %(subject)s AND o.verb = %(verb)s ORDER BY b.department_id, b.person_id
""".replace("/*bearer*/", _BEARER)

_SHARES = """
SELECT o.verb, /*bearer*/ FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %(subject)s AND (b.person_id = %(person)s OR b.delegate_id = %(person)s)
 ORDER BY (b.person_id = %(person)s) DESC, o.id
""".replace("/*bearer*/", _BEARER)
