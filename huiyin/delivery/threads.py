"""One conversation per case and person: what reached them before on the same channel (N18)."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from huiyin.delivery.owing import DIGEST
from huiyin.obligations.models import Notification


def earlier(
    notification: Notification, channel: int, people: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    """Per person the earlier notifications of the same case that were sent, the first ones first.

    What went out as a line of a digest is no message of its own and is left out.
    """
    if notification.purpose == DIGEST or not people:
        return {}
    values: list[Any] = [channel, min(people), max(people), notification.subject, notification.pk]
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, values)
        return {person: tuple(found) for person, found in cursor.fetchall()}


_EARLIER = """
SELECT d.person_id, array_agg(d.notification_id ORDER BY d.notification_id)
  FROM obligation_notification n
  JOIN delivery d ON d.notification_id = n.id AND d.channel = %s AND d.person_id BETWEEN %s AND %s
   AND d.state IN (2, 3, 7) AND d.digest IS NULL
 WHERE n.subject = %s AND n.id < %s GROUP BY d.person_id
"""
