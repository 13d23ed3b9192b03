"""Facts, their values, and which published texts stated which value."""

from django.db import models
from django.db.models import Q

from huiyin.cases.models import Case, Classification
from huiyin.directory.access import Relation
from huiyin.directory.models import Department, Person
from huiyin.kit.ids import new_id


class Fact(models.Model):
    """Something of which the organisation holds exactly one value at a time (口径).

    ``name`` is what a text quotes (``{{客服热线}}``), ``key`` a short handle in Latin letters that
    works the same way. ``department`` owns it: its people set the value. ``unit`` follows the value.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    search_key = models.CharField(max_length=900, blank=True)
    sort_key = models.CharField(max_length=720, blank=True, db_index=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=12, blank=True)
    classification = models.CharField(
        max_length=12, choices=Classification.choices, default=Classification.INTERNAL
    )
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "facts_fact"
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(retired_at__isnull=True), name="fact_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def relations_of(self, actor: Person) -> frozenset[Relation]:
        """What this fact is to ``actor``: its department keeps it, colleagues may read it.

        A confidential one exists for its department alone; outside parties see none.
        """
        if actor.party:
            return frozenset()
        if actor.department_id == self.department_id or self.department.head_id == actor.pk:
            return frozenset({Relation.AUTHOR})
        if self.classification == Classification.CONFIDENTIAL:
            return frozenset()
        return frozenset({Relation.READER})


class FactValue(models.Model):
    """What a fact was agreed to be in ``[live_from, live_until)``; the live one has no end."""

    id = models.BigAutoField(primary_key=True)
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="+")
    value = models.CharField(max_length=200)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        db_table = "facts_value"
        constraints = [
            models.UniqueConstraint(
                fields=["fact"], condition=Q(live_until__isnull=True), name="one_live_value"
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gte=models.F("live_from")),
                name="fact_value_ends_later",
            ),
        ]
        indexes = [models.Index(fields=["fact", "live_from"], name="fact_value_history")]

    def __str__(self) -> str:
        return self.value

    @property
    def shown(self) -> str:
        """The value with its unit, as a text states it: ``58 元``, ``9%``."""
        unit = self.fact.unit
        space = " " if unit[:1].isalpha() else ""
        return f"{self.value}{space}{unit}"


class Edition(models.Model):
    """A text of a case as it stood from ``at`` on; kept for cases that ever quoted a fact."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    revision = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "facts_edition"
        constraints = [
            models.UniqueConstraint(fields=["case", "revision"], name="edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} r{self.revision}"


class Quotation(models.Model):
    """Revision ``revision`` of a case states ``fact_value``: frozen when it was published."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    revision = models.IntegerField()
    fact_value = models.ForeignKey(FactValue, models.PROTECT, related_name="+")

    class Meta:
        db_table = "facts_quotation"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "revision", "fact_value"], name="quoted_once_per_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} r{self.revision}: {self.fact_value_id}"
