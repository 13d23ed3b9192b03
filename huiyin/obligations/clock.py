"""The clock: sleeps until the earliest deadline of any cohort, then knocks at the door.

A case is claimed by locking its due cohorts (``SKIP LOCKED``), so any number of workers may run
this; the engine's step moves on in the same transaction, so nothing fires twice. After an outage
cases are caught up in the order of their deadlines.
"""

import logging
from threading import Event as Stop

from django.db import connection, transaction

from huiyin.core.event import Event
from huiyin.kit import clock
from huiyin.obligations.open import CLOCK
from huiyin.obligations.record import record

LONGEST_SLEEP = 30.0
"""Seconds after which the clock looks again even if nobody called."""

SIMULATED_SLEEP = 0.5
"""The same while the time is simulated: it may jump without a word."""

log = logging.getLogger(__name__)


def wake(limit: int = 1000) -> int:
    """Take up to ``limit`` cases whose next moment has come; the number taken."""
    taken = 0
    while taken < limit and _take_one():
        taken += 1
    return taken


def run(stop: Stop) -> None:
    """Keep the clock until ``stop`` is set."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CLOCK}")
    while not stop.is_set():
        if not wake():
            _sleep(stop)


def seconds_to_next() -> float:
    """Wall-clock seconds until the next deadline, at most the longest sleep."""
    longest = SIMULATED_SLEEP if clock.is_simulated() else LONGEST_SLEEP
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(next_at) FROM obligation WHERE next_at IS NOT NULL")
        moment = cursor.fetchone()[0]
    if moment is None:
        return longest
    return min(max(clock.real_seconds_until(moment), 0.0), longest)


def _take_one() -> bool:
    at = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at})
        row = cursor.fetchone()
        if row is None:
            return False
        record(Event("clock.passed", str(row[0]), at))
    return True


def _sleep(stop: Stop) -> None:
    """Wait for a new deadline's call or the next moment, in slices that let ``stop`` through."""
    left = seconds_to_next()
    driver = connection.connection
    while left > 0 and not stop.is_set():
        slice_ = min(left, 1.0)
        if list(driver.notifies(timeout=slice_, stop_after=1)):
            return
        left -= slice_


_CLAIM = """
WITH first AS MATERIALIZED (
  SELECT id, subject FROM obligation WHERE next_at <= %(at)s
   ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
SELECT o.subject FROM obligation o JOIN first f ON f.subject = o.subject
 WHERE o.next_at <= %(at)s ORDER BY o.id FOR UPDATE OF o
"""
