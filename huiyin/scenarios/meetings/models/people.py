"""Who is asked to a meeting: colleagues, contacts, and guests without an account."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.directory.models import Person
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings.models.meeting import Meeting


class Part(models.TextChoices):
    """ROLE of an attendee in iCalendar (RFC 5545, 3.2.16)."""

    REQUIRED = "required", pgettext_lazy("meetings", "必须到")
    OPTIONAL = "optional", pgettext_lazy("meetings", "可不到")


class Answer(models.TextChoices):
    """PARTSTAT of an attendee in iCalendar (RFC 5545, 3.2.12)."""

    NONE = "none", _("未答复")
    ACCEPTED = "accepted", pgettext_lazy("meetings", "参加")
    TENTATIVE = "tentative", pgettext_lazy("meetings", "待定")
    DECLINED = "declined", pgettext_lazy("meetings", "不参加")


class Guest(models.Model):
    """Somebody from outside who is asked to meetings by mail and has no account."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    email = models.EmailField(unique=True)
    organisation = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "meetings_guest"

    def __str__(self) -> str:
        return self.name


class Attendee(models.Model):
    """One who is asked: a person of the directory, or a guest.

    ``proposed_start`` and ``proposed_end`` are a counter-proposal that nobody has taken up yet.
    ``present_at`` and ``left_at`` are when they really came and went. ``pass_number`` makes the
    signed link of a guest: another number, another link.
    """

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    guest = models.ForeignKey(Guest, models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.REQUIRED)
    answer = models.CharField(max_length=12, choices=Answer.choices, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    comment = models.CharField(max_length=300, blank=True)
    proposed_start = models.DateTimeField(null=True, blank=True)
    proposed_end = models.DateTimeField(null=True, blank=True)
    present_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    pass_number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "meetings_attendee"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_seat_each"),
            models.UniqueConstraint(fields=["meeting", "guest"], name="one_guest_seat_each"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest__isnull=True)
                | Q(person__isnull=True, guest__isnull=False),
                name="attendee_is_somebody",
            ),
        ]
        indexes = [models.Index(fields=["person", "meeting"], name="attendee_meetings")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What they are called."""
        who = self.person or self.guest
        return who.name if who is not None else ""

    @property
    def email(self) -> str:
        """Where their invitation goes; empty when the directory knows no address."""
        who = self.person or self.guest
        return who.email if who is not None else ""
