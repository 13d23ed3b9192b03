"""Weeks, months and quarters in which something is held, and what was said of it."""

from django.db import models
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Case
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models.meeting import Meeting


class PeriodKind(models.TextChoices):
    """The rhythms of the regulation."""

    WEEK = "week", pgettext_lazy("period", "周")
    MONTH = "month", pgettext_lazy("period", "月")
    QUARTER = "quarter", pgettext_lazy("period", "季度")


class Period(Case):
    """One week, month or quarter, from ``begins`` until before ``ends``."""

    kind = models.CharField(max_length=8, choices=PeriodKind.choices)
    begins = models.DateField()
    ends = models.DateField()

    class Meta:
        db_table = "meetings_period"
        constraints = [
            models.UniqueConstraint(fields=["kind", "begins"], name="one_period_each"),
        ]


class DayBegun(models.Model):
    """The day of a stand-up began: its people were asked to speak by then."""

    meeting = models.OneToOneField(
        Meeting, models.CASCADE, primary_key=True, related_name="day_begun"
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "meetings_day_begun"

    def __str__(self) -> str:
        return str(self.meeting_id)


class Matter(models.TextChoices):
    """What somebody holds in a period."""

    WEEKLY = "weekly", pgettext_lazy("period", "周例会")
    MONTHLY = "monthly", pgettext_lazy("period", "月度总结会")
    REVIEW = "review", pgettext_lazy("period", "部门沟通复盘")
    TALKS = "talks", pgettext_lazy("period", "一对一谈话")


class Held(models.Model):
    """Somebody held what the period asked of them: in ``meeting`` when it was one of ours.

    ``words`` are what had to be written down: problems named, causes and changes.
    """

    id = models.BigAutoField(primary_key=True)
    period = models.ForeignKey(Period, models.CASCADE, related_name="held")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    matter = models.CharField(max_length=8, choices=Matter.choices)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "meetings_held"
        constraints = [
            models.UniqueConstraint(fields=["period", "person", "matter"], name="held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.person_id}"


class Evaluation(models.Model):
    """What a quarter's figures were and what was concluded: at most once each, then fixed.

    ``figures`` are those of the quarter that ended; ``goals`` a list of what, from, to and until.
    """

    period = models.OneToOneField(
        Period, models.CASCADE, primary_key=True, related_name="evaluation"
    )
    figures = models.JSONField(default=dict)
    assessment = models.TextField(blank=True)
    evaluated_at = models.DateTimeField(null=True, blank=True)
    goals = models.JSONField(default=list)
    goals_at = models.DateTimeField(null=True, blank=True)
    meetings = models.JSONField(default=dict)
    meetings_words = models.TextField(blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "meetings_evaluation"

    def __str__(self) -> str:
        return str(self.period_id)


class Twins(models.Model):
    """Two meetings that look like one, and what was decided about them."""

    id = models.BigAutoField(primary_key=True)
    first = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    second = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    merged = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "meetings_twins"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="twins_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
