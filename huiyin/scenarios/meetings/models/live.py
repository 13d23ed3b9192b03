"""What happens in a meeting: turns to speak, resolutions and whether they were understood."""

from django.db import models
from django.utils.translation import pgettext_lazy

from huiyin.directory.models import Person
from huiyin.kit.ids import new_id
from huiyin.scenarios.meetings.models.agenda import AgendaItem
from huiyin.scenarios.meetings.models.meeting import Meeting
from huiyin.scenarios.meetings.models.people import Attendee


class Course(models.Model):
    """How far a meeting is beside its state: what was sent before, what is meant to end it.

    ``extended_until`` is the end that was said in the meeting after the announced one.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, primary_key=True, related_name="course")
    topics_sent_at = models.DateTimeField(null=True, blank=True)
    agenda_shared_at = models.DateTimeField(null=True, blank=True)
    needs_asked_at = models.DateTimeField(null=True, blank=True)
    needs_collected_at = models.DateTimeField(null=True, blank=True)
    extended_until = models.DateTimeField(null=True, blank=True)
    plan = models.TextField(blank=True)
    plan_sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "meetings_course"

    def __str__(self) -> str:
        return str(self.meeting_id)


class TurnState(models.TextChoices):
    """Whether somebody was heard; ``passed``: had the chance and nothing to say."""

    WAITING = "waiting", pgettext_lazy("turn", "未发言")
    SPEAKING = "speaking", pgettext_lazy("turn", "发言中")
    SPOKEN = "spoken", pgettext_lazy("turn", "已发言")
    PASSED = "passed", pgettext_lazy("turn", "无补充")
    ABSENT = "absent", pgettext_lazy("turn", "不能到")


class Turn(models.Model):
    """One attendee's turn: what was done, is being done and comes next, and how long it took.

    ``given_at`` is when the three were said or written. Speaking since ``began_at``.
    """

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="turns")
    attendee = models.OneToOneField(Attendee, models.CASCADE, related_name="turn")
    done = models.CharField(max_length=300, blank=True)
    doing = models.CharField(max_length=300, blank=True)
    plan = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=TurnState.choices, default=TurnState.WAITING)
    began_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "meetings_turn"

    def __str__(self) -> str:
        return f"{self.attendee_id} {self.state}"


class Resolution(models.Model):
    """What the meeting decided; ``part`` is what the duties about it carry."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="resolutions")
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="resolutions"
    )
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    passed_at = models.DateTimeField()
    passed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "meetings_resolution"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="resolution_number_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def part(self) -> str:
        """Its id as the duties carry it: 32 characters."""
        return self.id.hex


class Answered(models.TextChoices):
    """What somebody said to a resolution."""

    UNDERSTOOD = "understood", pgettext_lazy("resolution", "已理解")
    OBJECTION = "objection", pgettext_lazy("resolution", "有异议")


class Understanding(models.Model):
    """One person's word on a resolution; the ``words`` of an objection stay when it is settled."""

    id = models.BigAutoField(primary_key=True)
    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=Answered.choices)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "meetings_understanding"
        constraints = [
            models.UniqueConstraint(fields=["resolution", "person"], name="one_answer_each"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"
