"""Deliveries: one channel, one person, one chain of attempts; and the receipts that come back."""

from django.db import models
from django.db.models import Q


class DeliveryState(models.IntegerChoices):
    """Codes are stored; never renumber. ``UNKNOWN``: the process died during the call.

    ``HELD``: it waits for the person's digest or for the end of their quiet hours.
    """

    QUEUED = 0
    SENDING = 1
    SENT = 2
    DELIVERED = 3
    RETRY = 4
    FAILED = 5
    CANCELLED = 6
    UNKNOWN = 7
    HELD = 8


class Delivery(models.Model):
    """Natural key, no surrogate id: claimed in key ranges of a notification (design 6).

    ``run`` is the sender that marked the row, until the outcome stands in the ledger; while that
    sender lives it holds an advisory lock of this number. ``counted_on`` is the day whose budget of
    the person it was counted in; ``digest`` the notification of the digest that says it instead.
    """

    pk = models.CompositePrimaryKey("notification_id", "person_id", "channel")
    notification_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    channel = models.SmallIntegerField()
    state = models.SmallIntegerField(default=DeliveryState.QUEUED)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    run = models.BigIntegerField(null=True)
    counted_on = models.DateField(null=True)
    digest = models.BigIntegerField(null=True)

    class Meta:
        db_table = "delivery"
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(state=DeliveryState.RETRY), name="delivery_retry"
            ),
            models.Index(
                fields=["next_at"],
                condition=Q(state=DeliveryState.HELD, digest__isnull=True),
                name="delivery_held",
            ),
            models.Index(
                fields=["person_id"],
                condition=Q(state=DeliveryState.HELD),
                name="delivery_held_for",
            ),
            models.Index(
                fields=["digest", "person_id"],
                condition=Q(digest__isnull=False),
                name="delivery_in_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id}/{self.person_id} ({self.channel})"


class OutsideMail(models.Model):
    """A mail to somebody who is no person of the directory (``outsiders``).

    ``key`` is the caller's own name for it, so that asking twice sends one; ``purpose`` begins with
    the scenario that hears the answer. ``message`` is what was said, as JSON. ``state``, ``run`` and
    the rest as in ``Delivery``.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    subject = models.UUIDField(null=True, db_index=True)
    purpose = models.CharField(max_length=40)
    address = models.EmailField()
    name = models.CharField(max_length=120)
    message = models.JSONField()
    state = models.SmallIntegerField(default=DeliveryState.QUEUED)
    attempts = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    run = models.BigIntegerField(null=True)

    class Meta:
        db_table = "delivery_outside"
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(state=DeliveryState.RETRY), name="outside_retry"
            ),
            models.Index(fields=["run"], condition=Q(run__isnull=False), name="outside_being_sent"),
        ]

    def __str__(self) -> str:
        return self.key


class Interruptions(models.Model):
    """How often ``person_id`` was interrupted on ``day`` (of the organisation's zone)."""

    pk = models.CompositePrimaryKey("person_id", "day")
    person_id = models.BigIntegerField()
    day = models.DateField()
    pushes = models.SmallIntegerField()

    class Meta:
        db_table = "delivery_interruptions"

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}: {self.pushes}"


class QuietHours(models.Model):
    """Somebody's own quiet hours, longer than those of the regulation."""

    person_id = models.BigIntegerField(primary_key=True)
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        db_table = "delivery_quiet_hours"

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}"


class InboundMessage(models.Model):
    """Something a provider or a mailbox handed us, kept raw and read exactly once.

    ``message_id`` is the sender's own name for it, so that a second copy is known as one.
    """

    id = models.BigAutoField(primary_key=True)
    channel = models.SmallIntegerField()
    provider_id = models.CharField(max_length=300)
    received_at = models.DateTimeField()
    raw = models.BinaryField()
    outcome = models.CharField(max_length=40)
    message_id = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "delivery_inbound"
        indexes = [
            models.Index(
                fields=["channel", "message_id"],
                condition=~Q(message_id=""),
                name="inbound_copies",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["channel", "provider_id"], name="inbound_read_once"),
        ]

    def __str__(self) -> str:
        return self.provider_id
