"""What runs beside the jobs: deliveries whose time has come go back to the queue.

Those to be tried again, and those that were held for a digest or over quiet hours.
"""

from threading import Event as Stop

from django.db import connection, transaction

from huiyin.delivery import attention, digest, outsiders
from huiyin.delivery.expand import BATCH, JOB
from huiyin.kit import clock, jobs

PAUSE = 2.0
"""Seconds between looks; one probe of a partial index that is mostly empty."""


def run(stop: Stop) -> None:
    """Look for due retries and held deliveries until ``stop`` is set."""
    day = None
    while not stop.is_set():
        if day != attention.today():
            day = attention.today()
            attention.forget()
        outside = outsiders.retry_due() + outsiders.bury_dead()
        if not retry_due() + digest.release_due() + outside:
            stop.wait(PAUSE)


def retry_due(limit: int = 20 * BATCH) -> int:
    """Queue up to ``limit`` due deliveries again, with the jobs that send them; how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DUE, {"at": clock.now(), "limit": limit, "batch": BATCH})
        ranges = cursor.fetchall()
        jobs.defer_many(
            JOB,
            [
                {"notification_id": notification, "first": first, "last": last, "channel": channel}
                for notification, channel, first, last, _ in ranges
            ],
        )
    return sum(row[-1] for row in ranges)


_DUE = """
WITH due AS MATERIALIZED (
  SELECT notification_id, person_id, channel FROM delivery
   WHERE state = 4 AND next_at <= %(at)s ORDER BY next_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED),
queued AS (
  UPDATE delivery d SET state = 0, next_at = NULL FROM due q
   WHERE d.notification_id = q.notification_id AND d.person_id = q.person_id
     AND d.channel = q.channel
  RETURNING d.notification_id, d.channel, d.person_id),
numbered AS (
  SELECT notification_id, channel, person_id,
         (row_number() OVER (PARTITION BY notification_id, channel ORDER BY person_id) - 1)
           / %(batch)s AS slice FROM queued)
SELECT notification_id, channel, min(person_id), max(person_id), count(*) FROM numbered
 GROUP BY notification_id, channel, slice ORDER BY 1, 2, 3
"""
