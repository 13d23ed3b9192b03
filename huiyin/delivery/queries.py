"""Reads about deliveries: the progress bar, and what went to whom for record and unread list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from huiyin.core.evidence import Channel
from huiyin.delivery import reasons
from huiyin.delivery.models import DeliveryState


@dataclass(frozen=True, slots=True)
class Progress:
    """How many deliveries stand where."""

    waiting: int = 0
    sent: int = 0
    delivered: int = 0
    retrying: int = 0
    failed: int = 0
    cancelled: int = 0
    unknown: int = 0
    held: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.waiting + self.retrying + self.held + self.done

    @property
    def under_way(self) -> bool:
        """Whether something is being sent or tried again; what is held waits for its time."""
        return bool(self.waiting or self.retrying)

    @property
    def done(self) -> int:
        """Those that need nothing more: sent, failed for good, or not needed any more."""
        return self.sent + self.delivered + self.failed + self.cancelled + self.unknown


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery as people read it; ``reason`` is in their language, maybe empty."""

    notification_id: int
    purpose: str
    person_id: int
    channel: Channel
    state: DeliveryState
    attempts: int
    sent_at: datetime | None
    next_at: datetime | None
    reason: str


def progress(notification_id: int) -> Progress:
    """Counts by state of one notification."""
    return _progress("d.notification_id = %s", notification_id)


def progress_of(subject: UUID) -> Progress:
    """Counts by state over all notifications of a case."""
    return _progress(
        "d.notification_id IN (SELECT id FROM obligation_notification WHERE subject = %s)", subject
    )


def deliveries_of(subject: UUID, people: Sequence[int] | None = None) -> Iterator[Sent]:
    """Every delivery of a case (of ``people`` alone), by person and time of the notification."""
    chosen = None if people is None else list(people)
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERIES, {"subject": subject, "people": chosen})
        rows = cursor.fetchall()
    for row in rows:
        yield Sent(
            notification_id=row[0],
            purpose=row[1],
            person_id=row[2],
            channel=Channel(row[3]),
            state=DeliveryState(row[4]),
            attempts=row[5],
            sent_at=row[6],
            next_at=row[7],
            reason=reasons.shown(row[8]),
        )


def _progress(where: str, value: int | UUID) -> Progress:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT state, count(*) FROM delivery d WHERE {where} GROUP BY state",  # noqa: S608 - fixed text
            [value],
        )
        counts = {DeliveryState(state): count for state, count in cursor.fetchall()}
    of = counts.get
    return Progress(
        waiting=of(DeliveryState.QUEUED, 0) + of(DeliveryState.SENDING, 0),
        sent=of(DeliveryState.SENT, 0),
        delivered=of(DeliveryState.DELIVERED, 0),
        retrying=of(DeliveryState.RETRY, 0),
        failed=of(DeliveryState.FAILED, 0),
        cancelled=of(DeliveryState.CANCELLED, 0),
        unknown=of(DeliveryState.UNKNOWN, 0),
        held=of(DeliveryState.HELD, 0),
    )


_DELIVERIES = """
SELECT n.id, n.purpose, d.person_id, d.channel, d.state, d.attempts, d.sent_at, d.next_at, d.reason
  FROM obligation_notification n JOIN delivery d ON d.notification_id = n.id
 WHERE n.subject = %(subject)s
   AND (%(people)s::bigint[] IS NULL OR d.person_id = ANY(%(people)s::bigint[]))
 ORDER BY d.person_id, n.id, d.channel
"""
