"""Kinds of meetings with their own clocks, and series of them (RFC 5545, section 3.8.5)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from huiyin.directory.models import Department, Person
from huiyin.kit.ids import new_id


class Form(models.TextChoices):
    """What the clauses call a meeting's form; an own kind names the one whose rules it follows."""

    DAILY_STANDUP = "daily_standup", pgettext_lazy("regulation", "每日站会")
    WEEKLY = "weekly_meeting", pgettext_lazy("regulation", "周例会")
    MONTHLY = "monthly_meeting", pgettext_lazy("regulation", "月度总结会")
    KICK_OFF = "kick_off", pgettext_lazy("regulation", "启动会")
    PROJECT_STANDUP = "project_standup", pgettext_lazy("regulation", "项目站会")
    ISSUE = "issue_meeting", pgettext_lazy("regulation", "问题会")
    MANAGEMENT = "management_meeting", pgettext_lazy("regulation", "管理层沟通会")
    CROSS = "cross_department", pgettext_lazy("regulation", "跨部门沟通会")
    REVIEW = "department_review", pgettext_lazy("regulation", "部门沟通复盘会")
    JOINT = "joint_meeting", pgettext_lazy("regulation", "联席会")
    PARTNER = "partner_meeting", pgettext_lazy("regulation", "伙伴联席会")
    ONE_ON_ONE = "one_on_one", pgettext_lazy("regulation", "一对一")
    OTHER = "meeting", pgettext_lazy("regulation", "其他会议")


class MeetingKind(models.Model):
    """What a meeting is: its ``form`` decides which clauses act, the lengths are proposals.

    ``key`` is the name that code and imports use; ``shipped`` ones cannot be deleted or renamed in
    ``key``. ``length_minutes`` is what the form proposes, ``speak_seconds`` each one's turn.
    """

    id = models.AutoField(primary_key=True)
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=40, unique=True)
    form = models.CharField(max_length=24, choices=Form.choices, default=Form.OTHER)
    length_minutes = models.PositiveSmallIntegerField(default=60)
    speak_seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_minutes = models.BooleanField(default=True)
    confidential = models.BooleanField(default=False)
    shipped = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        db_table = "meetings_kind"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """Meetings that come again: an RRULE from ``first_start``, less ``exdates``, plus ``rdates``.

    Starts are kept as local wall time of the organisation (``2026-11-23T09:30``), as RFC 5545
    counts them; ``until`` ends it early. ``template`` is what each occurrence begins with: the
    items of its agenda. ``follows`` is the series that it was before it was changed as a whole.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.ForeignKey(MeetingKind, models.PROTECT, related_name="+")
    rrule = models.CharField(max_length=300)
    first_start = models.DateTimeField()
    length_minutes = models.PositiveSmallIntegerField()
    exdates = models.JSONField(default=list)
    rdates = models.JSONField(default=list)
    until = models.DateTimeField(null=True, blank=True)
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    initiator = models.ForeignKey(Person, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    template = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "meetings_series"

    def __str__(self) -> str:
        return f"{self.kind_id} {self.rrule}"
