"""What the engine decided, written down set by set: the only place that changes obligations.

(The one-statement path of ``confirm.py`` does what ``_meet`` does here; a test holds them equal.)
"""

from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Any

from django.db import connection

from huiyin.core.event import Event
from huiyin.core.evidence import Evidence, worth
from huiyin.core.obligation import Advance, Change, Deem, Meet, Open, Ping, Raise, State
from huiyin.obligations import notify
from huiyin.obligations.open import open_cohort
from huiyin.obligations.roles import Sets


def apply(changes: Iterable[Change], event: Event, sets: Sets) -> list[Change]:
    """Apply in order, inside the caller's transaction; the changes that took effect."""
    return [change for change in changes if _apply(change, event, sets)]


@singledispatch
def _apply(change: Change, event: Event, sets: Sets) -> int:
    raise TypeError(f"no way to apply {change!r} of {event.kind} ({len(sets)} sets)")


@_apply.register
def _open(change: Open, event: Event, sets: Sets) -> int:
    return int(open_cohort(change, event, sets) is not None)


@_apply.register
def _meet(change: Meet, event: Event, sets: Sets) -> int:
    del event, sets
    shown = Evidence.NONE
    if change.proof is not None and change.channel is not None:
        shown = worth(change.proof, change.channel)
    parameters = {
        "cohort": change.cohort,
        "person": change.person,
        "state": change.state,
        "evidence": shown,
        "channel": change.channel,
        "proof": change.proof,
        "at": change.at,
        "excused": change.state == State.EXCUSED,
        "late": change.state == State.MET_LATE,
    }
    return _execute(_MEET, parameters)


@_apply.register
def _raise(change: Raise, event: Event, sets: Sets) -> int:
    del event, sets
    parameters = {
        "subject": change.subject,
        "person": change.person,
        "evidence": change.evidence,
        "channel": change.channel,
        "proof": change.proof,
        "part": change.part,
        "at": change.at,
    }
    return _execute(_RAISE, parameters)


@_apply.register
def _ping(change: Ping, event: Event, sets: Sets) -> int:
    del sets
    return int(notify.ping(change.cohort, change.step, change.purpose, event.at) is not None)


@_apply.register
def _advance(change: Advance, event: Event, sets: Sets) -> int:
    del event, sets
    parameters = {"cohort": change.cohort, "step": change.step, "next_at": change.next_at}
    return _execute(_ADVANCE, parameters)


@_apply.register
def _deem(change: Deem, event: Event, sets: Sets) -> int:
    del event, sets
    return _execute(_DEEM, {"cohort": change.cohort, "at": change.at, "state": change.state})


def _execute(sql: str, parameters: Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount > 0)


_MEET = """
WITH old AS (
  SELECT obligation_id, person_id, department_id, evidence FROM obligation_bearer
   WHERE obligation_id = %(cohort)s AND person_id = %(person)s AND state = 0 FOR UPDATE),
met AS (
  UPDATE obligation_bearer b
     SET state = %(state)s, closed_at = %(at)s,
         evidence = greatest(b.evidence, %(evidence)s),
         channel = CASE WHEN %(evidence)s > b.evidence THEN %(channel)s ELSE b.channel END,
         proof = CASE WHEN %(evidence)s > b.evidence THEN %(proof)s ELSE b.proof END,
         evidence_at = CASE WHEN %(evidence)s > b.evidence THEN %(at)s ELSE b.evidence_at END
    FROM old
   WHERE b.obligation_id = old.obligation_id AND b.person_id = old.person_id
  RETURNING b.obligation_id, b.department_id,
            (old.evidence < 3 AND b.evidence >= 3)::int AS opened)
INSERT INTO obligation_coverage_delta (obligation_id, department_id, opened, met, late, excused)
SELECT obligation_id, department_id, opened,
       (NOT %(excused)s)::int, %(late)s::int, %(excused)s::int FROM met
"""

_RAISE = """
WITH old AS (
  SELECT b.obligation_id, b.person_id, b.evidence
    FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
   WHERE o.subject = %(subject)s AND o.parent IS NULL AND b.person_id = %(person)s
     AND o.born_at <= %(at)s AND %(part)s IN ('', o.part)
     AND b.evidence < %(evidence)s FOR UPDATE OF b),
lifted AS (
  UPDATE obligation_bearer b
     SET evidence = %(evidence)s, channel = %(channel)s, proof = %(proof)s, evidence_at = %(at)s
    FROM old
   WHERE b.obligation_id = old.obligation_id AND b.person_id = old.person_id
  RETURNING b.obligation_id, b.department_id, old.evidence)
INSERT INTO obligation_coverage_delta (obligation_id, department_id, opened, met, late, excused)
SELECT obligation_id, department_id, 1, 0, 0, 0 FROM lifted
 WHERE evidence < 3 AND %(evidence)s >= 3
"""

_ADVANCE = """
UPDATE obligation SET step = %(step)s, next_at = %(next_at)s
 WHERE id = %(cohort)s AND closed_at IS NULL AND (step < %(step)s OR next_at IS DISTINCT FROM %(next_at)s)
"""

_DEEM = """
WITH deemed AS (
  UPDATE obligation_bearer SET state = %(state)s, closed_at = %(at)s
   WHERE obligation_id = %(cohort)s AND state = 0 RETURNING obligation_id, department_id)
INSERT INTO obligation_coverage_delta (obligation_id, department_id, met, excused, deemed)
SELECT obligation_id, department_id, count(*) FILTER (WHERE %(state)s <> 4),
       count(*) FILTER (WHERE %(state)s = 4), count(*) FILTER (WHERE %(state)s = 3)
  FROM deemed GROUP BY 1, 2
"""
