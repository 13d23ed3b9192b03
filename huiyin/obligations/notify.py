"""Pings: a notification per cohort and step, handed to whoever turns it into deliveries."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.kit import live

Expander = Callable[[int, Sequence[int] | None], None]

_expanders: list[Expander] = []


def register(expand: Expander) -> None:
    """Let ``expand(notification_id, only)`` make the deliveries, inside the transaction of the ping.

    Delivery lives above this room, so it introduces itself when the application starts.
    """
    if expand not in _expanders:
        _expanders.append(expand)


def ping(
    cohort: int, step: int, purpose: str, at: datetime, only: Sequence[int] | None = None
) -> int | None:
    """Notify the open bearers of ``cohort`` (``only`` these) once for ``step`` and ``purpose``.

    Returns the notification's id, ``None`` when it was made before or nobody is open.
    """
    values: dict[str, Any] = {
        "cohort": cohort,
        "step": step,
        "purpose": purpose,
        "at": at,
        "only": None if only is None else list(only),
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        row = cursor.fetchone()
    if row is None:
        return None
    for expand in _expanders:
        expand(row[0], only)
    live.announce(f"case:{row[1]}")
    return int(row[0])


_INSERT = """
INSERT INTO obligation_notification
       (obligation_id, subject, step, purpose, channels, created_at, total)
SELECT o.id, o.subject, %(step)s, %(purpose)s, o.channels, %(at)s, n.open
  FROM obligation o,
       LATERAL (SELECT count(*) AS open FROM obligation_bearer b
                 WHERE b.obligation_id = o.id AND b.state = 0
                   AND (%(only)s::bigint[] IS NULL OR b.person_id = ANY(%(only)s))) n
 WHERE o.id = %(cohort)s AND n.open > 0
    ON CONFLICT ON CONSTRAINT notification_once_per_step DO NOTHING
RETURNING id, subject
"""
