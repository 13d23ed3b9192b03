"""What a meeting is about: its items, the opinions prepared for them, what guests need of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models.meeting import Meeting
from huiyin.scenarios.meetings.models.people import Attendee


class ItemOrigin(models.TextChoices):
    """Where an item of an agenda comes from."""

    OWN = "own", pgettext_lazy("agenda", "自拟")
    CARRIED = "carried", pgettext_lazy("agenda", "上次待办")
    DUTY = "duty", pgettext_lazy("agenda", "逾期事项")
    PROBLEM = "problem", pgettext_lazy("agenda", "重大问题")
    NEED = "need", pgettext_lazy("agenda", "伙伴需要")


class ItemState(models.TextChoices):
    """waiting -> running -> done or postponed; it may run again."""

    WAITING = "waiting", pgettext_lazy("agenda", "未开始")
    RUNNING = "running", pgettext_lazy("agenda", "进行中")
    DONE = "done", pgettext_lazy("agenda", "已议")
    POSTPONED = "postponed", pgettext_lazy("agenda", "留到下次")


class AgendaItem(models.Model):
    """One item: who brings it, how long it may take (minutes, 0: no limit), what it must yield.

    ``about`` is the case that it is about; ``carried_from`` the action item that comes back. It runs
    since ``began_at`` (``None``: it does not), after ``spent_seconds`` before.
    """

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField(default=0)
    expected = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=8, choices=ItemOrigin.choices, default=ItemOrigin.OWN)
    about = models.UUIDField(null=True, blank=True)
    carried_from = models.ForeignKey(
        "meetings.ActionItem", models.CASCADE, null=True, blank=True, related_name="comes_back"
    )
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    began_at = models.DateTimeField(null=True, blank=True)
    spent_seconds = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "meetings_agenda_item"
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "about"],
                condition=Q(about__isnull=False),
                name="a_case_once_on_an_agenda",
            ),
            models.UniqueConstraint(
                fields=["meeting", "carried_from"],
                condition=Q(carried_from__isnull=False),
                name="an_item_comes_back_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Opinion(models.Model):
    """What somebody wrote before the meeting, about one item or (``item`` empty) on the whole."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="opinions")
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="opinions"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "meetings_opinion"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "item", "person"],
                nulls_distinct=False,
                name="one_opinion_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.meeting_id}"


class Need(models.Model):
    """What one who is asked needs of a joint meeting, told before; it may become an ``item``."""

    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="needs")
    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="needs")
    text = models.TextField()
    at = models.DateTimeField()
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "meetings_need"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "attendee"], name="one_need_each"),
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id} {self.meeting_id}"
