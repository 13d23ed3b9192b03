"""Deliveries that failed, by channel and reason, and trying them once more when its cause is gone."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import connection, transaction

from huiyin.core.event import Event, Fact
from huiyin.delivery import reasons
from huiyin.delivery.registry import by_code
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record

TRIED_AGAIN = "delivery.tried_again"

WITHIN = timedelta(days=30)
"""What was said longer ago is not said again."""

_CHANNELS = UUID("3d0f6a52-9c1e-5b7a-8f43-6be2a1c7d904")


@dataclass(frozen=True, slots=True)
class Failures:
    """How many deliveries of one channel failed for one reason, within ``WITHIN``."""

    channel: int
    name: str
    reason: str
    count: int

    @property
    def words(self) -> str:
        """The reason in the reader's language, without the other side's own words."""
        return reasons.shown(self.reason)


def failures() -> list[Failures]:
    """Failed deliveries by channel and reason, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, {"since": clock.now() - WITHIN, "mark": reasons.SEPARATOR})
        rows = cursor.fetchall()
    return [
        Failures(channel, str(by_code(channel).name), reason, count)
        for channel, reason, count in rows
    ]


def try_again(channel: int, *, by: Person) -> int:
    """Send what failed through ``channel`` (a code) once more; how many that are.

    Whoever no longer owes is left out when it is sent. The same press twice sends once.
    """
    at = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_AGAIN, {"at": at, "channel": channel, "since": at - WITHIN})
        count = int(cursor.rowcount)
        if count:
            facts: dict[str, Fact] = {"channel": str(by_code(channel).name), "count": count}
            subject = str(uuid5(_CHANNELS, str(channel)))
            record(Event(TRIED_AGAIN, subject, at, by.pk, facts))
    return count


_FAILED = """
SELECT d.channel, split_part(d.reason, %(mark)s, 1), count(*)
  FROM delivery d JOIN obligation_notification n ON n.id = d.notification_id
 WHERE d.state = 5 AND n.created_at > %(since)s
 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 50
"""

_AGAIN = """
UPDATE delivery d SET state = 4, attempts = 0, next_at = %(at)s
  FROM obligation_notification n
 WHERE n.id = d.notification_id AND n.created_at > %(since)s
   AND d.state = 5 AND d.channel = %(channel)s
"""
