"""Telling people something that they owe nothing for: copies, digests.

Such a notification has no cohort: its ``obligation_id`` is its own number with a minus, and its
``purpose`` begins with the scenario that has the words (``notices.copy``).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from huiyin.delivery.expand import queue, reached
from huiyin.delivery.registry import pushing
from huiyin.obligations.roles import PeopleSql


def tell(
    subject: UUID, purpose: str, people: PeopleSql, channels: Sequence[str], at: datetime
) -> int | None:
    """Queue a message to ``people`` (``SELECT person_id, department_id``) through ``channels``.

    The notification's id; ``None`` when no channel pushes. All or nothing, jobs included.
    """
    ways = pushing(list(channels))
    if not ways:
        return None
    meant, params = people
    parts, arguments = reached(ways)
    with transaction.atomic(), connection.cursor() as cursor:
        notification_id = create(subject, purpose, [way.name for way in ways], at)
        cursor.execute(
            _QUEUE.replace("/*people*/", meant).replace("/*reached*/", parts),
            [*params, *arguments, notification_id, notification_id],
        )
        queue(notification_id)
    return notification_id


def create(subject: UUID, purpose: str, channels: Sequence[str], at: datetime) -> int:
    """A notification without a cohort, and without deliveries yet; its id."""
    values: dict[str, Any] = {"subject": subject, "purpose": purpose, "at": at}
    values["channels"] = list(channels)
    with connection.cursor() as cursor:
        cursor.execute(_CREATE, values)
        return int(cursor.fetchone()[0])


_CREATE = """
INSERT INTO obligation_notification
       (id, obligation_id, subject, step, purpose, channels, created_at, total)
SELECT n.id, -n.id, %(subject)s, 0, %(purpose)s, to_jsonb(%(channels)s::text[]), %(at)s, 0
  FROM (SELECT nextval(pg_get_serial_sequence('obligation_notification', 'id')) AS id) n
RETURNING id
"""

_QUEUE = """
WITH people AS MATERIALIZED (SELECT DISTINCT person_id FROM (/*people*/) meant),
queued AS (
  INSERT INTO delivery (notification_id, person_id, channel, state, attempts, reason)
  SELECT n.id, r.person_id, r.channel, 0, 0, ''
    FROM (/*reached*/) r, (SELECT %s::bigint AS id) n ORDER BY r.channel, r.person_id)
UPDATE obligation_notification SET total = (SELECT count(*) FROM people) WHERE id = %s
"""
