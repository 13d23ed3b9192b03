"""Housekeeping of the job queue; any number of workers may do it at once."""

import logging
import threading

from django.db import connection

from huiyin.config import nodes
from huiyin.directory import tallies
from huiyin.kit import live

STALLED_AFTER = 15
KEPT_FOR_HOURS = 24
RESCUE_EVERY = 5.0
PURGE_EVERY = 120  # in rounds of rescuing

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Rescue stalled jobs every five seconds, purge finished ones and old tallies every ten minutes."""
    rounds = 0
    while not stop.is_set():
        rescue()
        if rounds % PURGE_EVERY == 0:
            purge()
            nodes.purge()
            tallies.forget_old()
            live.forget()
        rounds += 1
        stop.wait(RESCUE_EVERY)


def rescue() -> int:
    """Queue again the jobs of workers without a heartbeat for 15 s; how many.

    One statement that locks what it takes: two workers never rescue the same job.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RESCUE, {"seconds": STALLED_AFTER})
        rescued = len(cursor.fetchall())
    if rescued:
        log.warning("%d stalled jobs queued again", rescued)
    return rescued


def purge() -> int:
    """Delete jobs that were finished a day ago, a batch at a time; how many."""
    purged = batch = _purge_batch()
    while batch:
        batch = _purge_batch()
        purged += batch
    return purged


def worker_is_alive() -> bool:
    """Whether some worker's heartbeat is fresh."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIVE, {"seconds": STALLED_AFTER})
        return bool(cursor.fetchone()[0])


def _purge_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_PURGE, {"hours": KEPT_FOR_HOURS})
        return int(cursor.rowcount)


# The age of a heartbeat is the database server's own affair; no domain time is compared here.
_RESCUE = """
WITH stalled AS MATERIALIZED (
  SELECT j.id FROM procrastinate_jobs j
   WHERE j.status = 'doing'
     AND NOT EXISTS (
       SELECT FROM procrastinate_workers w
        WHERE w.id = j.worker_id
          AND w.last_heartbeat > now() - make_interval(secs => %(seconds)s))
   FOR UPDATE OF j SKIP LOCKED)
SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM stalled
"""

_PURGE = """
DELETE FROM procrastinate_jobs WHERE id IN (
  SELECT j.id FROM procrastinate_jobs j
   WHERE j.status IN ('succeeded', 'cancelled', 'aborted')
     AND NOT EXISTS (
       SELECT FROM procrastinate_events e
        WHERE e.job_id = j.id AND e.at > now() - make_interval(hours => %(hours)s))
   LIMIT 2000)
"""

_ALIVE = """
SELECT EXISTS (
  SELECT FROM procrastinate_workers
   WHERE last_heartbeat > now() - make_interval(secs => %(seconds)s))
"""
