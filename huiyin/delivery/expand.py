"""From a notification to its deliveries: one statement, whatever the number of people."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from huiyin.delivery.channel import Channel
from huiyin.delivery.models import Delivery
from huiyin.delivery.registry import pushing
from huiyin.directory.models import Person
from huiyin.kit import jobs
from huiyin.obligations.models import Notification

BATCH = 500
"""People sent to by one job."""

JOB = "delivery.deliver"


def expand(notification_id: int, only: Sequence[int] | None = None) -> None:
    """Queue a delivery for every open bearer (and delegate) and every channel that reaches them.

    With ``only`` just for these bearers. In the caller's transaction, jobs included. Whom a part of the case (a revision) asks for the same
    as the whole did is told by that one alone. Who is reached by no channel gets nothing: the
    inbox holds it. Repeated, it adds nothing.
    """
    notification = Notification.objects.get(pk=notification_id)
    channels = pushing(notification.channels)
    if not channels or Delivery.objects.filter(notification_id=notification_id).exists():
        return
    whom, params = reached(channels)
    cohort, some = notification.obligation_id, None if only is None else list(only)
    values = [cohort, cohort, some, some, cohort, some, some, cohort, *params, notification_id]
    with connection.cursor() as cursor:
        cursor.execute(_EXPAND.replace("/*reached*/", whom), values)
    queue(notification_id)


def queue(notification_id: int) -> None:
    """Defer the jobs that send all deliveries of a notification just made."""
    with connection.cursor() as cursor:
        cursor.execute(_RANGES, [BATCH, notification_id])
        ranges = cursor.fetchall()
    jobs.defer_many(
        JOB,
        [
            {"notification_id": notification_id, "first": first, "last": last, "channel": code}
            for code, first, last in ranges
        ],
    )


def add(notification_id: int, person_ids: list[int], channel: Channel) -> list[int]:
    """Queue deliveries for those of ``person_ids`` whom ``channel`` reaches; who that was.

    Includes people who were queued for it before (nothing is queued twice), but not those for whom
    it failed.
    """
    who, params = _whom(channel)
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD.replace("/*reachable*/", who),
            [notification_id, int(channel.code), person_ids, *params],
        )
        rows = cursor.fetchall()
    added = [person for person, new in rows if new]
    if added:
        jobs.defer(
            JOB,
            notification_id=notification_id,
            first=min(added),
            last=max(added),
            channel=int(channel.code),
        )
    return [person for person, _ in rows]


def reached(channels: list[Channel]) -> tuple[str, list[Any]]:
    """SQL: who of ``people`` (a table of the statement) is reached by which channel."""
    parts, params = [], []
    for channel in channels:
        who, arguments = _whom(channel)
        parts.append(
            f"SELECT person_id, %s::smallint AS channel FROM people WHERE person_id IN ({who})"  # noqa: S608 - SQL that Django compiled
        )
        params += [int(channel.code), *arguments]
    return " UNION ALL ".join(parts), params


def _whom(channel: Channel) -> tuple[str, list[Any]]:
    """The people whom ``channel`` reaches, as SQL that Django compiles with its parameters."""
    query = Person.objects.filter(channel.reachable(), active=True).order_by().values("pk").query
    sql, params = query.sql_with_params()
    return sql, list(params)


_EXPAND = """
WITH asked_anew AS MATERIALIZED (
  SELECT b.person_id
    FROM obligation o
    JOIN obligation x ON x.subject = o.subject AND x.verb = o.verb AND x.part <> ''
     AND x.born_at > o.born_at AND x.parent IS NULL AND x.closed_at IS NULL
    JOIN obligation_bearer b ON b.obligation_id = x.id AND b.state = 0
   WHERE o.id = %s AND o.part = '' AND o.parent IS NULL),
people AS (
  SELECT person_id FROM obligation_bearer WHERE obligation_id = %s AND state = 0
     AND person_id NOT IN (SELECT person_id FROM asked_anew)
     AND (%s::bigint[] IS NULL OR person_id = ANY(%s))
  UNION ALL
  SELECT DISTINCT d.delegate_id FROM obligation_bearer d
   WHERE d.obligation_id = %s AND d.state = 0 AND d.delegate_id IS NOT NULL
     AND (%s::bigint[] IS NULL OR d.person_id = ANY(%s))
     AND NOT EXISTS (SELECT 1 FROM obligation_bearer s
                      WHERE s.obligation_id = %s AND s.person_id = d.delegate_id AND s.state = 0))
INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason)
SELECT n.id, r.person_id, r.channel, 0, 0, ''
  FROM (/*reached*/) r, (SELECT %s::bigint AS id) n ORDER BY r.channel, r.person_id
"""

_RANGES = """
SELECT channel, min(person_id), max(person_id)
  FROM (SELECT channel, person_id,
               (row_number() OVER (PARTITION BY channel ORDER BY person_id) - 1) / %s AS slice
          FROM delivery WHERE notification_id = %s) numbered
 GROUP BY channel, slice ORDER BY channel, slice
"""

_ADD = """
WITH wanted AS (
  SELECT n.id, n.channel, w.person_id
    FROM (SELECT %s::bigint AS id, %s::smallint AS channel) n, unnest(%s::bigint[]) AS w (person_id)
   WHERE w.person_id IN (/*reachable*/)),
added AS (
  INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason)
  SELECT id, person_id, channel, 0, 0, '' FROM wanted ORDER BY person_id
      ON CONFLICT DO NOTHING RETURNING person_id)
SELECT w.person_id, a.person_id IS NOT NULL
  FROM wanted w LEFT JOIN added a USING (person_id)
  LEFT JOIN delivery d ON d.notification_id = w.id AND d.person_id = w.person_id
       AND d.channel = w.channel
 WHERE d.state IS DISTINCT FROM 5 ORDER BY 1
"""
