"""The review of an incident: its causes as a tree, and what is done about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.directory.models import Person
from huiyin.scenarios.incidents.models import Incident


class Outcome(models.TextChoices):
    """What came of the question whether the process must change."""

    WAITING = "", _("待定")
    CHANGED = "changed", _("流程已改")
    DECLINED = "declined", _("不必改")


class Review(models.Model):
    """What was learned, without blame (I07); written together until it is completed.

    ``process_owner`` answers whether the process changes; ``outcome_words`` say what or why not.
    """

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="+")
    course = models.TextField(blank=True)
    went_well = models.TextField(blank=True)
    went_badly = models.TextField(blank=True)
    lucky = models.TextField(blank=True)
    people = models.ManyToManyField(Person, related_name="+", db_table="incidents_review_person")
    process_owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(
        max_length=8, choices=Outcome.choices, default=Outcome.WAITING, blank=True
    )
    outcome_words = models.CharField(max_length=500, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "incidents_review"

    def __str__(self) -> str:
        return str(self.incident_id)


class CauseKind(models.TextChoices):
    """Where a cause lies; never in a person."""

    PROCESS = "process", _("流程")
    SKILL = "skill", _("技能")
    TOOL = "tool", _("工具")
    OUTSIDE = "outside", _("外部")


class Cause(models.Model):
    """One why: a cause of the incident, or of the cause above it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="causes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=CauseKind.choices, default=CauseKind.PROCESS)

    class Meta:
        db_table = "incidents_cause"

    def __str__(self) -> str:
        return self.text


class Improvement(models.Model):
    """What one person does about it by a moment; their duty from the completion on."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="improvements")
    order = models.SmallIntegerField()
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "incidents_improvement"
        constraints = [
            models.UniqueConstraint(fields=["review", "order"], name="improvement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text}"

    @property
    def part(self) -> str:
        """The part of the incident that this duty is about."""
        return f"r{self.order}"
