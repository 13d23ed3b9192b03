"""A meeting: when, where, who leads it, and how far it is."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models.kinds import MeetingKind, Series
from huiyin.scenarios.meetings.models.rooms import Room


class MeetingState(models.TextChoices):
    """draft -> announced -> running -> closed; cancelled from the first two."""

    DRAFT = "draft", _("草稿")
    ANNOUNCED = "announced", _("已通知")
    RUNNING = "running", _("进行中")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已取消")


class Meeting(Case):
    """One meeting, or one occurrence of a series (``occurrence`` is its place in the rule).

    ``sequence`` counts changes for calendars (RFC 5545, 3.8.7.4), ``moved_sequence`` is the last of
    them that gave it another time. ``began_at`` and ``ended_at`` are
    when it really began and ended; ``closed_at`` of the case is when nothing is owed any more.
    ``late_reason`` is why it could not be announced in time (clause 2.1.3-2).
    """

    kind = models.ForeignKey(MeetingKind, models.PROTECT, related_name="+")
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    occurrence = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    link = models.URLField(max_length=500, blank=True)
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.TextField(blank=True)
    expected = models.TextField(blank=True)
    late_reason = models.CharField(max_length=200, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    overrun_reason = models.CharField(max_length=500, blank=True)
    is_recorded = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    moved_sequence = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=12, choices=MeetingState.choices, default=MeetingState.DRAFT
    )
    announced_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "meetings_meeting"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_later"
            ),
            models.UniqueConstraint(
                fields=["series", "occurrence"],
                condition=Q(series__isnull=False),
                name="one_meeting_each_time",
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="meeting_span")]

    @property
    def recurring(self) -> bool:
        """Whether it comes again by the rule of a series, and not for the first time."""
        return self.series is not None and self.occurrence != self.series.first_start

    @property
    def has_place(self) -> bool:
        """Whether people know where to go: a room, a place in words, or a link."""
        return bool(self.room_id or self.place.strip() or self.link.strip())
