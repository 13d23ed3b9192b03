"""A notice that is passed on: who stands below whom, and what each said when passing it on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Department, Person


class Way(models.TextChoices):
    """How the text reached somebody."""

    DIRECT = "direct", _("发布时直达")
    KEY = "key", _("关键人员直达")
    RELAY = "relay", _("逐级转达")
    FLAT = "flat", _("越级直达")


class Stop(models.Model):
    """One reader of a cascade, as planned at publishing.

    ``sender_id`` is the head who passes it on to them (``None``: it came from the author), ``hop``
    how many relays lie between the author and them; ``received_at`` is empty until it came. No
    enforced foreign keys: the table is as large as the audience (design 6).
    """

    pk = models.CompositePrimaryKey("notice_id", "person_id")
    notice_id = models.UUIDField()
    person_id = models.BigIntegerField()
    department_id = models.IntegerField()
    sender_id = models.BigIntegerField(null=True)
    hop = models.SmallIntegerField()
    received_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=8, choices=Way.choices, blank=True)

    class Meta:
        db_table = "notices_stop"
        indexes = [
            models.Index(
                fields=["notice_id", "sender_id"],
                condition=Q(sender_id__isnull=False),
                name="stop_by_sender",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at hop {self.hop}"


class Relay(models.Model):
    """Somebody passed it on to their team: an edge of the path, with their own words (Z14)."""

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    acted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hop = models.SmallIntegerField()
    words = models.CharField(max_length=500, blank=True)
    people = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "notices_relay"
        constraints = [
            models.UniqueConstraint(fields=["notice", "person"], name="relayed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.words[:40]}"
