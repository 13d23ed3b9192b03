"""Pings: a notification per cohort and step, handed to whoever turns it into deliveries."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection

from huiyin.kit import live

_expanders: list[Callable[[int], None]] = []


def register(expand: Callable[[int], None]) -> None:
    """Let ``expand(notification_id)`` make the deliveries, inside the transaction of the ping.

    Delivery lives above this room, so it introduces itself when the application starts.
    """
    if expand not in _expanders:
        _expanders.append(expand)


def ping(cohort: int, step: int, purpose: str, at: datetime) -> int | None:
    """Notify the open bearers of ``cohort`` once for ``step`` and ``purpose``.

    Returns the notification's id, ``None`` when it was made before or nobody is open.
    """
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {"cohort": cohort, "step": step, "purpose": purpose, "at": at})
        row = cursor.fetchone()
    if row is None:
        return None
    for expand in _expanders:
        expand(row[0])
    live.announce(f"case:{row[1]}")
    return int(row[0])


_INSERT = """
INSERT INTO obligation_notification
       (obligation_id, subject, step, purpose, channels, created_at, total)
SELECT o.id, o.subject, %(step)s, %(purpose)s, o.channels, %(at)s, n.open
  FROM obligation o,
       LATERAL (SELECT count(*) AS open FROM obligation_bearer b
                 WHERE b.obligation_id = o.id AND b.state = 0) n
 WHERE o.id = %(cohort)s AND n.open > 0
    ON CONFLICT ON CONSTRAINT notification_once_per_step DO NOTHING
RETURNING id, subject
"""
