"""The roll-up, folded behind the acts: what was done is added up, and what is complete is closed.

Acts only insert deltas, so nobody waits for a hot row. ``fold`` moves them into ``Coverage`` (reads
add what is not folded yet), closes cohorts in which nothing is open, ends the rungs above them, and
tells open pages once per case and second instead of once per act.
"""

from datetime import datetime
from threading import Event as Stop

from django.conf import settings
from django.db import connection, transaction

from huiyin.core.event import Event
from huiyin.kit import clock, live
from huiyin.obligations.record import record

BATCH = 20_000
"""Deltas folded in one transaction."""

PERIOD = 0.5
"""Seconds between two looks at the deltas."""

LOCK = "SELECT pg_advisory_xact_lock(hashtext('huiyin.coverage'))"
"""Held by whoever folds, to the end of the transaction."""

_FED: list[str] = []


def fold(limit: int = BATCH) -> int:
    """Fold up to ``limit`` deltas; the number folded. Safe to run in several workers at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(_fold_sql(), {"limit": limit, "zone": settings.TIME_ZONE})
        folded, touched = cursor.fetchone()
        if touched:
            at = clock.now()
            _end_rungs(touched, at)
            _close_complete(touched, at)
            _announce(touched)
    return int(folded)


def feed(expression: str) -> None:
    """Let a roll-up of an upper room grow in the same statement; called when apps start.

    ``expression`` (fixed SQL: ``name AS (INSERT …)``) reads ``changed``: what to add under
    ``clause, policy_version, department_id, day`` of ``owed, met, late, waived, deemed`` and
    ``undated`` (open without a due time). Rungs of ladders are left out: the duty that they look
    after is counted already. The same cells may come several times, and with what is taken away.
    """
    if expression not in _FED:
        _FED.append(expression)


def run(stop: Stop) -> None:
    """Fold until ``stop`` is set; a full batch is followed by the next at once."""
    while not stop.is_set():
        if fold() < BATCH:
            stop.wait(PERIOD)


def _fold_sql() -> str:
    """The statement with everything that feeds on it; the same text for the whole process."""
    return _FOLD.replace("/*fed*/", "".join(f",\n{one}" for one in _FED))


def _end_rungs(touched: list[int], at: datetime) -> None:
    """A rung ends for a bearer when nothing they look after is open in the cohort below it."""
    with connection.cursor() as cursor:
        cursor.execute(_END_RUNGS, {"touched": touched, "at": at})


def _close_complete(touched: list[int], at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, {"touched": touched, "at": at})
        closed = cursor.fetchall()
    for cohort, subject, rule, verb in closed:
        facts = {"cohort": cohort, "rule": rule, "verb": verb}
        record(Event("obligations.completed", str(subject), at, None, facts))


def _announce(touched: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT subject FROM obligation WHERE id = ANY(%s)", [touched])
        live.announce(*(f"case:{row[0]}" for row in cursor.fetchall()))


DAY = "(coalesce(o.due_at, o.born_at) AT TIME ZONE %(zone)s)::date"
"""The day that a duty counts for: when it was due, or was asked where nothing says by when."""

_CHANGED = """changed AS (
  SELECT clause, policy_version, department_id, day, total AS owed, met - late - deemed AS met,
         late, excused AS waived, deemed,
         CASE WHEN dated THEN 0 ELSE total - met - excused END AS undated
    FROM added WHERE parent IS NULL
  UNION ALL
  SELECT clause, policy_version, department_id, day0, -total0, -(met0 - late0 - deemed0), -late0,
         -excused0, -deemed0, CASE WHEN dated0 THEN 0 ELSE -(total0 - met0 - excused0) END
    FROM added WHERE parent IS NULL AND day0 IS NOT NULL)"""

_FOLD = """
WITH taken AS (
  DELETE FROM obligation_coverage_delta WHERE id IN (
    SELECT id FROM obligation_coverage_delta ORDER BY id LIMIT %(limit)s)
  RETURNING obligation_id, department_id, total, opened, met, late, excused, deemed),
summed AS (
  SELECT obligation_id, department_id, sum(total) AS total, sum(opened) AS opened, sum(met) AS met,
         sum(late) AS late, sum(excused) AS excused, sum(deemed) AS deemed, count(*) AS n
    FROM taken GROUP BY 1, 2),
added AS (
  UPDATE obligation_coverage c
     SET total = c.total + s.total, opened = c.opened + s.opened, met = c.met + s.met,
         late = c.late + s.late,
         excused = c.excused + s.excused, deemed = c.deemed + s.deemed,
         day = /*day*/, dated = o.due_at IS NOT NULL
    FROM summed s JOIN obligation o ON o.id = s.obligation_id
   WHERE c.obligation_id = s.obligation_id AND c.department_id = s.department_id
  RETURNING o.clause, o.policy_version, o.parent, c.department_id, new.total,
            old.total AS total0, old.day AS day0, old.dated AS dated0, old.met AS met0,
            old.late AS late0, old.excused AS excused0, old.deemed AS deemed0,
            new.day, new.dated, new.met, new.late, new.excused, new.deemed),
/*changed*//*fed*/
SELECT coalesce(sum(n), 0), array_agg(DISTINCT obligation_id) FILTER (WHERE n > 0) FROM summed
""".replace("/*day*/", DAY).replace("/*changed*/", _CHANGED)

UNFOLDED = """
waiting AS MATERIALIZED (
  SELECT obligation_id, department_id, sum(total) AS total, sum(met) AS met, sum(late) AS late,
         sum(excused) AS excused, sum(deemed) AS deemed
    FROM obligation_coverage_delta GROUP BY 1, 2),
added AS (
  SELECT o.clause, o.policy_version, o.parent, c.department_id, c.total + w.total AS total,
         c.total AS total0, c.day AS day0, c.dated AS dated0, c.met AS met0, c.late AS late0, c.excused AS excused0,
         c.deemed AS deemed0, /*day*/ AS day, o.due_at IS NOT NULL AS dated, c.met + w.met AS met,
         c.late + w.late AS late, c.excused + w.excused AS excused, c.deemed + w.deemed AS deemed
    FROM waiting w JOIN obligation_coverage c
      ON c.obligation_id = w.obligation_id AND c.department_id = w.department_id
    JOIN obligation o ON o.id = w.obligation_id),
/*changed*/
""".replace("/*day*/", DAY).replace("/*changed*/", _CHANGED)
"""Expressions for a read: ``changed`` is what the next fold will feed; ``waiting`` what it folds."""

_END_RUNGS = """
WITH ended AS (
  UPDATE obligation_bearer r
     SET state = CASE WHEN o.due_at < %(at)s THEN 2 ELSE 1 END, closed_at = %(at)s
    FROM obligation o
   WHERE o.parent = ANY(%(touched)s) AND o.closed_at IS NULL
     AND r.obligation_id = o.id AND r.state = 0
     AND NOT EXISTS (
       SELECT 1 FROM obligation_bearer b
        WHERE b.obligation_id = o.parent AND b.state = 0
          AND (o.bearer_role <> 'head_of(bearer)' OR b.overseer_id = r.person_id))
  RETURNING r.obligation_id, r.department_id, r.state)
INSERT INTO obligation_coverage_delta (obligation_id, department_id, opened, met, late, excused)
SELECT obligation_id, department_id, 0, count(*), count(*) FILTER (WHERE state = 2), 0
  FROM ended GROUP BY 1, 2
"""

_CLOSE = """
UPDATE obligation o SET closed_at = %(at)s, next_at = NULL
 WHERE o.id = ANY(%(touched)s) AND o.closed_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM obligation_bearer b
                    WHERE b.obligation_id = o.id AND b.state = 0)
RETURNING o.id, o.subject, o.rule, o.verb
"""
