"""Minutes and their revisions, who read them, and recordings."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Attachment
from huiyin.directory.models import Person
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings.models.meeting import Meeting
from huiyin.scenarios.meetings.models.people import Guest


class MinutesState(models.TextChoices):
    """draft -> published; a published one that is written to again is ``revising``."""

    DRAFT = "draft", pgettext_lazy("minutes", "草稿")
    PUBLISHED = "published", pgettext_lazy("minutes", "已发出")
    REVISING = "revising", pgettext_lazy("minutes", "修订中")


class Minutes(models.Model):
    """What is being written about a meeting; what was sent out are its revisions.

    ``body`` is Markdown: what was discussed. Resolutions and action items are rows of their own and
    stand beside it. Until somebody saved (``saved_by``) the draft follows the meeting by itself.
    ``stamp`` counts savings, so that nobody overwrites what they have not seen.
    """

    meeting = models.OneToOneField(
        Meeting, models.CASCADE, primary_key=True, related_name="minutes"
    )
    body = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT
    )
    stamp = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "meetings_minutes"

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.state}"


class MinutesRevision(models.Model):
    """Minutes as they were sent out: the text, and the rows as they stood (``frozen``).

    ``change`` says what is different from the revision before.
    """

    id = models.BigAutoField(primary_key=True)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True)
    frozen = models.JSONField(default=dict)
    change = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "meetings_minutes_revision"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutes_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.number}"


class MinutesReading(models.Model):
    """Somebody whom the minutes were sent to opened them; ``revision`` is the newest they saw.

    A colleague, or a guest by their signed link.
    """

    id = models.BigAutoField(primary_key=True)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    guest = models.ForeignKey(Guest, models.CASCADE, null=True, blank=True, related_name="+")
    revision = models.PositiveSmallIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        db_table = "meetings_minutes_reading"
        constraints = [
            models.UniqueConstraint(fields=["minutes", "person"], name="minutes_read_once"),
            models.UniqueConstraint(fields=["minutes", "guest"], name="minutes_read_once_by_guest"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(guest__isnull=False),
                name="minutes_reader_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.person_id}"


class Recording(models.Model):
    """A recording of a meeting: a file of the case or a link, with subject and date (Reg 4.3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="recordings")
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.URLField(max_length=500, blank=True)
    subject = models.CharField(max_length=120)
    dated = models.DateField()
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "meetings_recording"
        ordering = ("filed_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(attachment__isnull=False) | ~Q(link=""), name="recording_is_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
