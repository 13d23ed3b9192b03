"""What comes back from a channel, read exactly once, and shown at the door as evidence."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Evidence, Proof, worth
from huiyin.delivery import digest
from huiyin.delivery.models import InboundMessage
from huiyin.kit import clock
from huiyin.obligations.models import Notification, Obligation
from huiyin.obligations.record import record

TAKEN = "taken"


def receive(
    subject: UUID,
    person_id: int,
    proof: Proof,
    channel: Channel,
    at: datetime,
    *,
    provider_id: str,
) -> bool:
    """A provider shows that a message got so far; whether that was news.

    Idempotent by ``provider_id``: doubled and late receipts change nothing (Z03).
    """
    with transaction.atomic():
        inbound = take(channel, provider_id, b"")
        if inbound is None:
            return False
        show(subject, person_id, proof, channel, at)
        settle(inbound, proof.name.lower())
    return True


def take(
    channel: Channel, provider_id: str, raw: bytes, *, message_id: str = ""
) -> InboundMessage | None:
    """Keep something that came in, once, inside the caller's transaction.

    ``None`` when it was read before. ``settle`` says what became of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE, [int(channel), provider_id, clock.now(), raw, TAKEN, message_id[:300]]
        )
        row = cursor.fetchone()
    return InboundMessage.objects.get(pk=row[0]) if row else None


def settle(inbound: InboundMessage, outcome: str) -> None:
    """Write what became of an inbound message (a short code)."""
    inbound.outcome = outcome
    inbound.save(update_fields=["outcome"])


def show(
    subject: UUID,
    person_id: int,
    proof: Proof,
    channel: Channel,
    at: datetime,
    more: Mapping[str, Fact] | None = None,
) -> None:
    """Record a machine's receipt through the door: it lifts the evidence, never lowers it."""
    facts: dict[str, Fact] = {"person": person_id, "proof": proof.name, "channel": channel.name}
    record(Event("receipts.received", str(subject), at, None, facts | dict(more or {})))


def show_delivery(
    notification: Notification, person_id: int, proof: Proof, channel: Channel, at: datetime
) -> None:
    """The same about one notification, whose delivery is then known to have arrived.

    What arrived in a digest is every line of it.
    """
    if digest.is_digest(notification):
        for line in digest.said(notification, person_id):
            show_delivery(line, person_id, proof, channel, at)
    else:
        facts: dict[str, Fact] = {"notification": notification.pk}
        show(notification.subject, person_id, proof, channel, at, facts | _part(notification))
    if worth(proof, channel) >= Evidence.DELIVERED:
        with connection.cursor() as cursor:
            cursor.execute(_ARRIVED, [notification.pk, person_id, int(channel)])


def _part(notification: Notification) -> dict[str, Fact]:
    """The part of the case that a message was about: its receipt says nothing about the others."""
    rows = Obligation.objects.filter(pk=notification.obligation_id).exclude(part="")
    part = rows.values_list("part", flat=True).first()
    return {"part": part} if part else {}


_TAKE = """
INSERT INTO delivery_inbound (channel, provider_id, received_at, raw, outcome, message_id)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (channel, provider_id) DO NOTHING RETURNING id
"""

_ARRIVED = """
UPDATE delivery SET state = 3, reason = ''
 WHERE notification_id = %s AND person_id = %s AND channel = %s AND state IN (2, 7)
"""
