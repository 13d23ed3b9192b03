"""The mark before each attempt, durable, and written while the attempt before it is under way.

Marking is a compare-and-set in a statement of its own, which also writes the latest result. It is
sent to the server without waiting, so that its commit and the channel's work overlap; nothing is
attempted before its own mark has come back committed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection
from psycopg import pq

from huiyin.delivery import owing
from huiyin.delivery.models import DeliveryState
from huiyin.obligations.models import Notification


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be written about one person's delivery after an attempt."""

    person_id: int
    state: DeliveryState
    reason: str = ""
    sent_at: datetime | None = None
    next_at: datetime | None = None
    suspect: bool = False


class Marks:
    """The marks of one run; while one is under way the connection does nothing else."""

    def __init__(self, notification: Notification, channel: int, run: int) -> None:
        self._fixed = [notification.pk, channel, run, notification.obligation_id]
        self._under_way = False
        connection.ensure_connection()
        self._pg: Any = connection.connection.pgconn
        self._name = f"mark_{run}".encode()
        _checked(self._pg, self._pg.prepare(self._name, _mark(notification).encode()))

    def begin(self, person_id: int | None, told: Told | None) -> None:
        """Ask for ``person_id`` (nobody) to be marked and ``told`` to be written; does not wait."""
        values = [*self._fixed, person_id, *_values(told)]
        self._pg.send_query_prepared(self._name, [_text(value) for value in values])
        self._under_way = True
        self._pg.flush()

    def end(self) -> int | None:
        """Wait for the mark: the number of this attempt, ``None`` when nothing is due any more."""
        attempt: int | None = None
        while (result := self._pg.get_result()) is not None:
            _checked(self._pg, result)
            if result.ntuples:
                attempt = int(result.get_value(0, 0))
        self._under_way = False
        return attempt

    def close(self) -> None:
        """Let a mark that nobody will use come back, so that the connection is free again."""
        if self._under_way:
            self.end()
        self._pg.exec_(b"DEALLOCATE " + self._name)


def _mark(notification: Notification) -> str:
    still = owing.condition(
        notification, ping="$1::bigint", cohort="$4::bigint", person="d.person_id"
    )
    return _MARK.replace("/*still*/", still)


def _values(told: Told | None) -> list[object]:
    if told is None:
        return [None] * 5
    return [told.person_id, int(told.state), told.sent_at, told.next_at, told.reason]


def _text(value: object) -> bytes | None:
    if value is None:
        return None
    return (value.isoformat() if isinstance(value, datetime) else str(value)).encode()


def _checked(pg: Any, result: Any) -> None:
    if result.status in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        return
    if pg.status != pq.ConnStatus.OK:
        raise psycopg.OperationalError("the database went away during a mark")
    raise psycopg.errors.error_from_result(result)


_MARK = """
WITH told AS (
  UPDATE delivery SET state = $7::smallint, sent_at = $8::timestamptz, next_at = $9::timestamptz,
         reason = $10::text
   WHERE notification_id = $1::bigint AND person_id = $6::bigint AND channel = $2::smallint
     AND run = $3::bigint AND state IN (1, 7))
UPDATE delivery d SET state = 1, attempts = attempts + 1, run = $3::bigint
 WHERE notification_id = $1::bigint AND person_id = $5::bigint AND channel = $2::smallint
   AND state = 0
   AND $4::bigint IS NOT NULL AND /*still*/
RETURNING attempts
"""
