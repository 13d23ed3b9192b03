"""One share of a cohort gets its new due time: in place, apart, or together with another (Z07)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.core.event import Fact
from huiyin.core.moving import Place
from huiyin.core.timing import Timing
from huiyin.kit import digest, live
from huiyin.ledger import book
from huiyin.obligations import notify
from huiyin.obligations.models import Obligation
from huiyin.obligations.open import CLOCK, name_overseers
from huiyin.worktime.people import TABLE

MOVED = "obligations.moved"
"""The ledger entry per share: old and new due time, why, and whom it concerns."""

SOME = 50

PURPOSE = "moved"
"""The purpose of the ping that says so."""


@dataclass(frozen=True, slots=True)
class Step:
    """A share of ``row`` and its place; ``keys`` are the calendars that its people keep."""

    row: Obligation
    place: Place
    timing: Timing
    keys: tuple[str, ...]

    def moves(self) -> bool:
        """Whether its people get another due time."""
        return self.place.at != self.row.due_at

    def settles(self) -> bool:
        """Whether its due time stays and is certain from now on."""
        due = self.place.share.due
        return self.row.provisional and not self.place.kept and not (due and due.provisional)


def groups() -> list[tuple[int, str, int]]:
    """Cohort, calendar key and how many of its open people keep that calendar."""
    return _all(_GROUPS)


def some_of(step: Step) -> list[int]:
    """Some of the people of a share, to be named."""
    return [
        row[0] for row in _all(f"{_WHO} ORDER BY 1 LIMIT {SOME}", [step.row.pk, list(step.keys)])
    ]


def make_room(plan: Sequence[Step]) -> None:
    """Let all that move as a whole leave their times first, so that none is in another's way."""
    whole = [step.row.pk for step in plan if step.place.into == step.row.pk and step.moves()]
    if len(whole) > 1:
        _run(_VACATE, [whole])


def carry_out(
    step: Step, made: dict[int, int], now: datetime, by: int | None, why: Mapping[str, Fact]
) -> None:
    """Write down what becomes of one share; ``made`` holds the cohorts made so far."""
    if step.place.kept:
        return
    if step.moves() or step.settles():
        _write_down(step, now, by, why)
    if step.place.into == step.row.pk:
        _in_place(step, now)
    else:
        _elsewhere(step, made, now)
    if step.moves():
        live.announce(f"case:{step.row.subject}")
        live.wake(CLOCK)


def _in_place(step: Step, now: datetime) -> None:
    _run(_CHANGE, {**_times(step, step.row.step, now), "cohort": step.row.pk})
    if step.moves():
        _tell(step.row.pk, now, None)


def _elsewhere(step: Step, made: dict[int, int], now: datetime) -> None:
    target = made.get(step.place.into, step.place.into)
    new = target < 0
    times = {**_times(step, step.row.step, now), "cohort": step.row.pk}
    if new:
        target = made[step.place.into] = int(_all(_COPY, times)[0][0])
    values = {"source": step.row.pk, "target": target, "keys": list(step.keys)}
    people = [row[0] for row in _all(_TRANSFER, values)]
    _run(_ROLL_UP, values)
    if _all(_HEADS_LOOK, [target]):
        name_overseers(target)
    _run(_REOPEN, {**times, "target": target})
    _run(_CLOSE, {"source": step.row.pk, "at": now})
    _tell(target, now, None if new else people)


def _times(step: Step, taken: int, now: datetime) -> dict[str, Any]:
    share, at = step.place.share, step.place.at
    due = share.due
    return {
        "due_at": at,
        "provisional": bool(due and due.provisional),
        "derivation": digest.canonical(list(due.why) if due else []),
        "next_at": step.timing.next_look(at, share.calendar, taken, now),
        "calendar": share.key if step.timing.by_calendar() else "",
        "keys": list(step.keys),
    }


def _write_down(step: Step, now: datetime, by: int | None, why: Mapping[str, Fact]) -> None:
    row, share = step.row, step.place.share
    facts = {
        "cohort": row.pk,
        "rule": row.rule,
        "policy_version": row.policy_version,
        "verb": row.verb,
        "role": row.bearer_role,
        "old_due_at": row.due_at,
        "due_at": step.place.at,
        "provisional": bool(share.due and share.due.provisional),
        "by": by,
        **why,
    } | ({"part": row.part} if row.part else {})
    book.append_manifest(MOVED, row.subject, now, facts, _WHO, [row.pk, list(step.keys)])


def _tell(cohort: int, now: datetime, only: Sequence[int] | None) -> None:
    """Tell once whose due time it is; of a cohort that others were in before, ``only`` who came."""
    number = int(_all(_TOLD, [cohort, PURPOSE])[0][0]) + 1
    notify.ping(cohort, number, PURPOSE, now, only)


def _run(sql: str, parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def _all(sql: str, parameters: Any = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


_GROUPS = f"""
SELECT obligation_id, key, count(*) FROM {TABLE} GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 - fixed text

_WHO = f"SELECT person_id FROM {TABLE} WHERE obligation_id = %s AND key = ANY(%s)"  # noqa: S608 - fixed text

_TOLD = """
SELECT coalesce(max(step), 0) FROM obligation_notification WHERE obligation_id = %s AND purpose = %s
"""

_HEADS_LOOK = """
SELECT 1 FROM obligation WHERE parent = %s AND bearer_role = 'head_of(bearer)' LIMIT 1
"""

_VACATE = """
UPDATE obligation SET due_at = 'epoch'::timestamptz + id * interval '1 microsecond'
 WHERE id = ANY(%s)
"""

_CHANGE = """
UPDATE obligation
   SET due_at = %(due_at)s, provisional = %(provisional)s, derivation = %(derivation)s,
       next_at = %(next_at)s, calendar = %(calendar)s
 WHERE id = %(cohort)s AND (
       due_at <> %(due_at)s OR provisional <> %(provisional)s
    OR derivation <> %(derivation)s::jsonb
    OR next_at IS DISTINCT FROM %(next_at)s OR calendar <> %(calendar)s)
"""

_COPY = """
INSERT INTO obligation
       (subject, rule, part, needs, clause, policy_version, verb, bearer_role, beneficiary, met_by,
        excused_by, born_at, due_at, provisional, derivation, next_at, step, total, parent, calendar,
        counted_from, channels)
SELECT  subject, rule, part, needs, clause, policy_version, verb, bearer_role, beneficiary, met_by,
        excused_by, born_at, %(due_at)s, %(provisional)s, %(derivation)s, %(next_at)s, step, 0,
        parent, %(calendar)s, counted_from, channels
  FROM obligation WHERE id = %(cohort)s
RETURNING id
"""

_TRANSFER = f"""
UPDATE obligation_bearer b SET obligation_id = %(target)s
  FROM {TABLE} w
 WHERE b.obligation_id = %(source)s AND b.state = 0 AND w.obligation_id = %(source)s
   AND w.person_id = b.person_id AND w.key = ANY(%(keys)s)
RETURNING b.person_id
"""  # noqa: S608 - fixed text

_ROLL_UP = f"""
WITH came AS (
  SELECT b.department_id, count(*) AS n, count(*) FILTER (WHERE b.evidence >= 3) AS opened
    FROM obligation_bearer b JOIN {TABLE} w ON w.person_id = b.person_id
   WHERE b.obligation_id = %(target)s AND w.obligation_id = %(source)s AND w.key = ANY(%(keys)s)
   GROUP BY 1),
placed AS (
  INSERT INTO obligation_coverage (obligation_id, department_id, total, opened, met, late, excused)
  SELECT %(target)s, department_id, 0, 0, 0, 0, 0 FROM came ON CONFLICT DO NOTHING),
counted AS (
  INSERT INTO obligation_coverage_delta (obligation_id, department_id, total, opened)
  SELECT %(target)s, department_id, n, opened FROM came
  UNION ALL SELECT %(source)s, department_id, -n, -opened FROM came)
UPDATE obligation
   SET total = total + (SELECT coalesce(sum(n), 0) FROM came)
                       * CASE WHEN id = %(target)s THEN 1 ELSE -1 END
 WHERE id IN (%(source)s, %(target)s)
"""  # noqa: S608 - fixed text

_REOPEN = """
UPDATE obligation SET closed_at = NULL, next_at = %(next_at)s
 WHERE id = %(target)s AND closed_at IS NOT NULL
"""

_CLOSE = """
UPDATE obligation o SET closed_at = %(at)s, next_at = NULL
 WHERE o.id = %(source)s AND o.closed_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM obligation_bearer b WHERE b.obligation_id = o.id AND b.state = 0)
"""
