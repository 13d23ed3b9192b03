"""The short path of a confirmation: one statement that checks, confirms, appends and counts.

The same door as ``record``, cut to what a confirmation needs: when a rule in force waits for the
event itself, the long way is taken. Touches the bearer's row, one roll-up delta, one ledger entry;
never a lock on the case (design 6).
"""

from contextlib import nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg import Cursor

from huiyin.core.event import Event
from huiyin.core.evidence import Channel, Evidence, Proof, worth
from huiyin.ledger import book
from huiyin.obligations.record import react, record, wanted
from huiyin.policies import in_force


def confirm(
    subject: str,
    person_id: int,
    *,
    actor_id: int,
    proof: Proof,
    channel: Channel,
    at: datetime,
    kind: str,
) -> bool:
    """``actor_id`` did ``kind`` for ``person_id`` (mostly the same) on the case ``subject``.

    Meets every open cohort of the case that waits for ``kind`` with no more evidence, and lifts the person's evidence in
    the others. Returns whether anything was still open; repeated, it changes and writes nothing.
    """
    event = Event(
        kind,
        subject,
        at,
        actor_id,
        {"person": person_id, "proof": proof.name, "channel": channel.name},
    )
    if _somebody_waits(kind):
        return _long_way(event, worth(proof, channel))
    return _press(CONFIRM_SQL, parameters(event, proof, channel), event)


def confirm_signed_in(
    session_key: str, subject: str, *, proof: Proof, channel: Channel, at: datetime, kind: str
) -> bool:
    """The same for whoever is signed in with ``session_key``, found in the same statement.

    ``False`` when nobody is, when nothing was open, or when a rule waits for ``kind``: then the
    ordinary view knows what to say.
    """
    if _somebody_waits(kind):
        return False
    facts = {"person": WHOEVER, "proof": proof.name, "channel": channel.name}
    event = Event(kind, subject, at, WHOEVER, facts)
    values = parameters(event, proof, channel) | {"session": session_key}
    return _press(_signed_in_sql(), values, event)


def unless(condition: str) -> None:
    """Let a press take the ordinary way where ``condition`` holds: there its person is asked first.

    Fixed SQL over ``p.id`` (who presses) and ``%(subject)s`` (the case), given when apps start.
    """
    if condition not in _UNLESS:
        _UNLESS.append(condition)


def parameters(event: Event, proof: Proof, channel: Channel) -> dict[str, Any]:
    """What ``CONFIRM_SQL`` needs for ``event``."""
    return {
        **book.append_parameters(
            event.kind, event.subject, event.at, event.actor, dict(event.facts)
        ),
        "person": event.facts["person"],
        "evidence": int(worth(proof, channel)),
        "channel": int(channel),
        "proof": int(proof),
    }


def _press(sql: str, values: dict[str, Any], event: Event) -> bool:
    """One prepared statement, its own transaction unless jobs must share it."""
    with transaction.atomic() if wanted(event.kind) else nullcontext():
        connection.ensure_connection()
        with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
            cursor.execute(sql, values, prepare=True)
            row = cursor.fetchone()
        if row is not None:
            react(event)
    return row is not None and bool(row[1])


def _somebody_waits(kind: str) -> bool:
    policy = in_force.version(None)
    waits = any(kind in {rule.on, rule.ended_by} for rule in policy.rules())
    return waits or bool(policy.guards_on(kind))


def _long_way(event: Event, evidence: Evidence) -> bool:
    person = event.facts["person"]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [evidence, UUID(event.subject), event.kind, person])
        meets = cursor.fetchone()[0]
    return meets is not None and record(event).changes > 0 and bool(meets)


_OPEN = """
SELECT bool_or(o.needs <= %s)
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s AND o.met_by = %s AND o.closed_at IS NULL AND b.person_id = %s AND b.state = 0
"""

_PRESS = """
WITH /*me*/ old AS (
  SELECT b.obligation_id, b.person_id, b.department_id, b.evidence, o.due_at,
         b.state = 0 AND o.met_by = %(kind)s AND o.needs <= %(evidence)s
           AND o.closed_at IS NULL AS meets
    FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
   WHERE o.subject = %(subject)s AND o.parent IS NULL AND b.person_id = /*person*/
     AND (b.state = 0 AND o.met_by = %(kind)s AND o.needs <= %(evidence)s
          OR b.evidence < %(evidence)s)
     FOR UPDATE OF b),
touched AS (
  UPDATE obligation_bearer b
     SET state = CASE WHEN NOT old.meets THEN b.state WHEN old.due_at < %(at)s THEN 2 ELSE 1 END,
         closed_at = CASE WHEN old.meets THEN %(at)s ELSE b.closed_at END,
         evidence = greatest(b.evidence, %(evidence)s),
         channel = CASE WHEN %(evidence)s > b.evidence THEN %(channel)s ELSE b.channel END,
         proof = CASE WHEN %(evidence)s > b.evidence THEN %(proof)s ELSE b.proof END,
         evidence_at = CASE WHEN %(evidence)s > b.evidence THEN %(at)s ELSE b.evidence_at END
    FROM old
   WHERE b.obligation_id = old.obligation_id AND b.person_id = old.person_id
  RETURNING b.obligation_id, b.department_id, old.meets, b.state,
            (old.evidence < 3 AND b.evidence >= 3)::int AS opened),
counted AS (
  INSERT INTO obligation_coverage_delta (obligation_id, department_id, opened, met, late, excused)
  SELECT obligation_id, department_id, opened, meets::int, (meets AND state = 2)::int, 0
    FROM touched WHERE meets OR opened > 0),
entry AS (
  /*append*/ WHERE EXISTS (SELECT 1 FROM touched) RETURNING id)
SELECT entry.id, (SELECT bool_or(meets) FROM touched) FROM entry
""".replace("/*append*/", book.APPEND_SQL)

CONFIRM_SQL = _PRESS.replace("/*me*/", "").replace("/*person*/", "%(person)s")

_UNLESS: list[str] = []

WHOEVER = "whoever is signed in"
"""Stands in the body for the person that only the statement knows."""

_ME = """me AS MATERIALIZED (
  SELECT a.person_id FROM directory_sign_in s
    JOIN directory_account a ON a.id = s.account_id AND a.is_active
    JOIN directory_person p ON p.id = a.person_id AND p.active
   WHERE s.session_key = %(session)s
     AND s.expire_date > clock_timestamp() /* sessions end in real time */
     /*unless*/),"""

_MY_BODY = "replace(%(body)s, '\"/*whoever*/\"', (SELECT person_id::text FROM me))"

SIGNED_IN_SQL = (
    _PRESS.replace("/*me*/", _ME)
    .replace("/*person*/", "(SELECT person_id FROM me)")
    .replace("%(body)s", _MY_BODY.replace("/*whoever*/", WHOEVER))
)


def _signed_in_sql() -> str:
    """The statement with every condition that was given; the same text for the whole process."""
    return SIGNED_IN_SQL.replace("/*unless*/", "".join(f" AND NOT {one}" for one in _UNLESS))
