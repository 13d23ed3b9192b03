"""What every scenario's case has in common, so that pages over all cases need one join."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.cases import visibility
from huiyin.cases.readers import Reader
from huiyin.directory.access import NotVisible, Relation
from huiyin.directory.models import Department, Person
from huiyin.kit.ids import new_id

__all__ = ["Attachment", "Case", "Classification", "NumberSeries", "Reader", "Urgency"]


class Urgency(models.TextChoices):
    """How fast it must be known (Kit 2.1.4)."""

    ROUTINE = "routine", _("常规")
    IMPORTANT = "important", _("重要")
    URGENT = "urgent", _("紧急")


class Classification(models.TextChoices):
    """Who may see it and which channels may carry it (Kit 4.3)."""

    PUBLIC = "public", _("公开")
    INTERNAL = "internal", _("内部")
    CONFIDENTIAL = "confidential", _("机密")


class Case(models.Model):
    """A matter of some scenario; scenarios inherit from it (multi-table), obligations name its id.

    ``number`` is what people call it (HY-TZ-2026-0311), given when it leaves the draft; until ``opened_at`` it exists for its author alone.
    ``origin`` names the case this one follows from (a request, a pre-notice, an entry of the journal).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scenario = models.CharField(max_length=24, editable=False)
    number = models.CharField(max_length=32, blank=True)
    title = models.CharField(max_length=200, blank=True)
    initiator = models.ForeignKey(Person, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=12, choices=Urgency.choices, default=Urgency.ROUTINE)
    classification = models.CharField(
        max_length=12, choices=Classification.choices, default=Classification.INTERNAL
    )
    origin = models.UUIDField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = visibility.CaseQuerySet.as_manager()

    class Meta:
        db_table = "cases_case"
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="case_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **given: Any) -> None:
        """Keep it; a new case does not take another one's id.

        Browsers and programs choose ids of what they begin. Of an id that is taken they hear
        what they hear of any case that is not theirs (``NotVisible``).
        """
        if self._state.adding and Case.objects.filter(pk=self.id).exists():
            raise NotVisible
        super().save(*args, **given)

    def relations_of(self, actor: Person) -> frozenset[Relation]:
        """What this case is to ``actor`` (for ``directory.access.may``)."""
        return visibility.relations_of(self, actor)


class Attachment(models.Model):
    """A file of a case, kept under its digest; what a person may see follows from the case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="attachments/%Y/%m/")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "cases_attachment"

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """The next number of a scenario in a year; a row lock makes numbers gap-free."""

    scenario = models.CharField(max_length=24)
    year = models.SmallIntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        db_table = "cases_number_series"
        constraints = [
            models.UniqueConstraint(fields=["scenario", "year"], name="one_series_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} {self.year}: {self.last}"
