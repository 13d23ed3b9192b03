"""Letting go what was held: one message with all that waits for a person, what is due first on top.

What waits alone goes out as itself. A line whose duty was met meanwhile is struck out; a digest
that has no line left is cancelled. A digest is a notification of its own (``telling``), sent, tried
again and buried like any other; what becomes of it is written on each delivery that it says.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from huiyin.delivery import owing, reasons, telling
from huiyin.delivery.attention import today
from huiyin.delivery.expand import BATCH, JOB, queue
from huiyin.delivery.models import DeliveryState
from huiyin.delivery.registry import by_code
from huiyin.kit import clock, jobs
from huiyin.kit.ids import new_id
from huiyin.obligations.models import Notification

LOCK = 7_204_811_903
"""Whoever lets go holds this advisory lock, so that nobody gets two digests at once."""


def release_due(limit: int = 20 * BATCH) -> int:
    """Let go what waits for up to ``limit`` people whose time has come; how many deliveries.

    Together with something that is ripe goes everything else that waits for the same person.
    """
    at = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_RIPE, [at, limit])
        ripe = cursor.fetchall()
        if not ripe:
            return 0
        who = {"people": [row[0] for row in ripe], "channels": [row[1] for row in ripe]}
        cursor.execute(_STRIKE, {**who, "reason": reasons.NOT_DUE})
        cursor.execute(_SINGLE, {**who, "day": today(), "batch": BATCH})
        ranges = cursor.fetchall()
        cursor.execute(_SEVERAL, who)
        several = cursor.fetchall()
        jobs.defer_many(JOB, [dict(zip(_JOB, row, strict=False)) for row in ranges])
        lines = sum(_gather(channel, people, at) for channel, people in several)
    return lines + sum(int(row[-1]) for row in ranges)


def _gather(channel: int, people: Sequence[int], at: datetime) -> int:
    """One digest notification for ``people`` of one channel; how many lines it has."""
    names = [by_code(channel).name]
    digest = telling.create(new_id(), owing.DIGEST, names, at)
    values: dict[str, Any] = {
        "digest": digest,
        "channel": channel,
        "people": list(people),
        "day": today(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_GATHER, values)
        lines = int(cursor.fetchone()[0])
    queue(digest)
    return lines


def is_digest(notification: Notification) -> bool:
    """Whether ``notification`` says several others."""
    return notification.purpose == owing.DIGEST


def strike(notification: Notification, people: Sequence[int]) -> dict[int, list[int]]:
    """Per person the notifications that a digest has to say, due ones first; others are cancelled.

    What it returns is what the digest says: nothing is added to it later.
    """
    values: dict[str, Any] = {
        "digest": notification.pk,
        "people": list(people),
        "reason": reasons.NOT_DUE,
    }
    lines: dict[int, list[int]] = defaultdict(list)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STRIKE_LINES, values)
        cursor.execute(_LINES, values)
        for person, line in cursor.fetchall():
            lines[person].append(line)
    return lines


def pass_on(
    notification: Notification, state: DeliveryState, reason: str, people: Iterable[int]
) -> dict[int, list[int]]:
    """Write what became of a digest on each delivery that it said; those by notification."""
    values: list[Any] = [int(state), reason, notification.pk, list(people)]
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, values)
        return dict(cursor.fetchall())


def said(notification: Notification, person_id: int) -> list[Notification]:
    """The notifications that a digest told ``person_id``; of any other just itself."""
    if not is_digest(notification):
        return [notification]
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [notification.pk, person_id])
        keys = [row[0] for row in cursor.fetchall()]
    return list(Notification.objects.filter(pk__in=keys).order_by("pk"))


_JOB = ("notification_id", "channel", "first", "last")

_RIPE = """
SELECT person_id, channel FROM (
  SELECT person_id, channel, next_at FROM delivery
   WHERE state = 8 AND digest IS NULL AND next_at <= %s ORDER BY next_at LIMIT %s) ripe
 GROUP BY person_id, channel
"""

_WHO = """SELECT DISTINCT * FROM unnest(%(people)s::bigint[], %(channels)s::smallint[])
          AS w (person_id, channel)"""

_HELD = "d.state = 8 AND d.digest IS NULL AND d.person_id = w.person_id AND d.channel = w.channel"

_DUE = f"(n.obligation_id < 0 OR {owing.duty('n.obligation_id', 'd.person_id')})"

_STRIKE = f"""
UPDATE delivery d SET state = 6, next_at = NULL, reason = %(reason)s
  FROM ({_WHO}) w, obligation_notification n
 WHERE {_HELD} AND n.id = d.notification_id AND NOT {_DUE}
"""  # noqa: S608 - fixed text

_SINGLE = f"""
WITH alone AS MATERIALIZED (
  SELECT d.person_id, d.channel, min(d.notification_id) AS notification_id
    FROM delivery d JOIN ({_WHO}) w ON {_HELD}
   GROUP BY d.person_id, d.channel HAVING count(*) = 1),
queued AS (
  UPDATE delivery d SET state = 0, next_at = NULL, reason = '', counted_on = %(day)s
    FROM alone a WHERE d.notification_id = a.notification_id AND d.person_id = a.person_id
     AND d.channel = a.channel
  RETURNING d.notification_id, d.channel, d.person_id),
counted AS (
  INSERT INTO delivery_interruptions AS i (person_id, day, pushes)
  SELECT person_id, %(day)s, count(*) FROM queued GROUP BY person_id ORDER BY person_id
      ON CONFLICT (person_id, day) DO UPDATE SET pushes = i.pushes + excluded.pushes),
numbered AS (
  SELECT notification_id, channel, person_id,
         (row_number() OVER (PARTITION BY notification_id, channel ORDER BY person_id) - 1)
           / %(batch)s AS slice FROM queued)
SELECT notification_id, channel, min(person_id), max(person_id), count(*) FROM numbered
 GROUP BY notification_id, channel, slice ORDER BY 1, 2, 3
"""  # noqa: S608 - fixed text

_SEVERAL = f"""
SELECT channel, array_agg(person_id ORDER BY person_id) FROM (
  SELECT d.channel, d.person_id FROM delivery d JOIN ({_WHO}) w ON {_HELD}
   GROUP BY d.channel, d.person_id) waiting
 GROUP BY channel ORDER BY channel
"""  # noqa: S608 - fixed text

_GATHER = """
WITH lines AS (
  UPDATE delivery SET digest = %(digest)s, next_at = NULL
   WHERE state = 8 AND digest IS NULL AND channel = %(channel)s
     AND person_id = ANY(%(people)s::bigint[])
  RETURNING person_id),
people AS MATERIALIZED (SELECT DISTINCT person_id FROM lines),
queued AS (
  INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason, counted_on)
  SELECT %(digest)s, person_id, %(channel)s, 0, 0, '', %(day)s FROM people ORDER BY person_id),
counted AS (
  INSERT INTO delivery_interruptions AS i (person_id, day, pushes)
  SELECT person_id, %(day)s, 1 FROM people ORDER BY person_id
      ON CONFLICT (person_id, day) DO UPDATE SET pushes = i.pushes + 1),
totalled AS (
  UPDATE obligation_notification SET total = (SELECT count(*) FROM people)
   WHERE id = %(digest)s)
SELECT count(*) FROM lines
"""

_OF_DIGEST = """d.digest = %(digest)s AND d.person_id = ANY(%(people)s::bigint[])
   AND d.state = 8 AND n.id = d.notification_id"""

_STRIKE_LINES = f"""
UPDATE delivery d SET state = 6, reason = %(reason)s
  FROM obligation_notification n WHERE {_OF_DIGEST} AND NOT {_DUE}
"""  # noqa: S608 - fixed text

_LINES = f"""
SELECT d.person_id, d.notification_id
  FROM delivery d, obligation_notification n LEFT JOIN obligation o ON o.id = n.obligation_id
 WHERE {_OF_DIGEST} ORDER BY d.person_id, o.due_at NULLS LAST, d.notification_id
"""  # noqa: S608 - fixed text

_FOLLOW = """
WITH told AS (
  UPDATE delivery d SET state = %s, reason = %s, attempts = d.attempts + 1, sent_at = m.sent_at
    FROM delivery m
   WHERE m.notification_id = %s AND m.person_id = ANY(%s::bigint[])
     AND d.digest = m.notification_id AND d.person_id = m.person_id AND d.channel = m.channel
     AND d.state = 8
  RETURNING d.notification_id, d.person_id)
SELECT notification_id, array_agg(person_id) FROM told GROUP BY 1 ORDER BY 1
"""

_SAID = """
SELECT notification_id FROM delivery WHERE digest = %s AND person_id = %s AND state IN (2, 3, 7)
"""
