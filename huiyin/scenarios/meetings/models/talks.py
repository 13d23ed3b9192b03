"""Talks in person, and cooperation that is blocked."""

from django.db import models
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Case
from huiyin.directory.models import Department, Person


class TalkForm(models.TextChoices):
    """What is talked about in person (Reg 1.2.4, 3.2.3)."""

    ONE_ON_ONE = "one_on_one", pgettext_lazy("regulation", "一对一")
    PERFORMANCE = "performance", pgettext_lazy("talk", "绩效")
    TECHNICAL = "technical", pgettext_lazy("talk", "技术决策")
    CLIENT = "client", pgettext_lazy("talk", "重要客户")


class TalkState(models.TextChoices):
    """planned -> held -> noted -> confirmed; what a client was told ends with the notes."""

    PLANNED = "planned", pgettext_lazy("talk", "待谈")
    HELD = "held", pgettext_lazy("talk", "已谈")
    NOTED = "noted", pgettext_lazy("talk", "要点待确认")
    CONFIRMED = "confirmed", pgettext_lazy("talk", "已确认")


class Talk(Case):
    """A talk of two: ``initiator`` leads it, ``title`` is its topic, ``goal`` what it shall yield.

    ``outsider`` names who is talked to when they have no account. ``friction`` is what they answered
    to the standing question on communication; ``doubt`` what they found wrong in the notes.
    """

    form = models.CharField(max_length=12, choices=TalkForm.choices, default=TalkForm.ONE_ON_ONE)
    partner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outsider = models.CharField(max_length=80, blank=True)
    goal = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    asked = models.BooleanField(default=False)
    friction = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    doubt = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=TalkState.choices, default=TalkState.PLANNED)

    class Meta:
        db_table = "meetings_talk"


class BlockedState(models.TextChoices):
    """open -> held (the heads met) -> cleared, or cleared at once."""

    OPEN = "open", pgettext_lazy("cooperation", "受阻")
    HELD = "held", pgettext_lazy("cooperation", "已开沟通会")
    CLEARED = "cleared", pgettext_lazy("cooperation", "已恢复")


class Blocked(Case):
    """Cooperation between departments that is blocked, and what was agreed (Reg 3.2.2)."""

    text = models.TextField()
    departments = models.ManyToManyField(
        Department, related_name="+", db_table="meetings_blocked_department"
    )
    agreement = models.TextField(blank=True)
    contact = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=BlockedState.choices, default=BlockedState.OPEN)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "meetings_blocked"
