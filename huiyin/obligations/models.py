"""Who owes what: cohorts, their bearers, the roll-up, and the pings about them (design 6).

The large tables carry no enforced foreign keys: their consistency is an invariant that
``huiyin doctor`` checks. Rows change only through ``apply.py`` and ``confirm.py``.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from huiyin.core.obligation import State

OPEN = State.OPEN.value


class Obligation(models.Model):
    """A cohort: one row per case x rule x part x due time; ``core.obligation.Cohort`` with totals.

    ``derivation`` lists in words how the due time follows from the clause; ``channels`` is what the
    matrix gave at birth (``["inbox", "mail"]``). ``total`` never changes
    after birth but by reassignment; what is still open is in ``Coverage``. ``calendar`` is the key
    of the working time it goes by (``worktime.people``), ``counted_from`` the instant from which
    its due time was counted.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.UUIDField()
    rule = models.CharField(max_length=48)
    part = models.CharField(max_length=32, blank=True)
    clause = models.CharField(max_length=32)
    policy_version = models.IntegerField()
    verb = models.CharField(max_length=48)
    bearer_role = models.CharField(max_length=48)
    beneficiary = models.BigIntegerField(null=True)
    met_by = models.CharField(max_length=64)
    excused_by = models.CharField(max_length=64, blank=True)
    needs = models.SmallIntegerField(default=0)
    born_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    derivation = models.JSONField(default=list)
    channels = models.JSONField(default=list)
    next_at = models.DateTimeField(null=True)
    step = models.SmallIntegerField(default=0)
    total = models.IntegerField(default=0)
    parent = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    calendar = models.CharField(max_length=24, blank=True, default="", db_default="")
    counted_from = models.DateTimeField(null=True)

    class Meta:
        db_table = "obligation"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "rule", "verb", "part", "due_at", "parent"],
                nulls_distinct=False,
                name="obligation_opens_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="obligation_next"
            ),
            models.Index(
                fields=["parent"], condition=Q(parent__isnull=False), name="obligation_rungs"
            ),
            models.Index(
                fields=["beneficiary"],
                condition=Q(closed_at__isnull=True),
                name="obligation_owed_to",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(closed_at__isnull=True, parent__isnull=True),
                name="obligation_due",
            ),
            models.Index(
                F("clause"),
                Coalesce("due_at", "born_at"),
                condition=Q(parent__isnull=True),
                name="obligation_of_clause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} ({self.pk})"


class Bearer(models.Model):
    """One person's share of a cohort. ``delegate`` may act for them; ``overseer`` was told."""

    pk = models.CompositePrimaryKey("obligation_id", "person_id")
    obligation_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    department_id = models.IntegerField()
    state = models.SmallIntegerField(default=OPEN)
    evidence = models.SmallIntegerField(default=0)
    channel = models.SmallIntegerField(null=True)
    proof = models.SmallIntegerField(null=True)
    evidence_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    delegate_id = models.BigIntegerField(null=True)
    overseer_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "obligation_bearer"
        indexes = [
            models.Index(fields=["person_id"], condition=Q(state=OPEN), name="bearer_owes"),
            models.Index(
                fields=["person_id", "closed_at"], condition=~Q(state=OPEN), name="bearer_answered"
            ),
            models.Index(  # answered ones too: a delegate keeps seeing what they answered
                fields=["delegate_id"],
                condition=Q(delegate_id__isnull=False),
                name="bearer_owes_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.obligation_id}"


class Coverage(models.Model):
    """Roll-up per cohort and leaf department; folded from ``CoverageDelta`` behind the acts.

    ``met`` counts what was deemed and what came late, too. ``day`` is the day under which the fold
    has booked these counts with those who feed on it (``None``: not yet), ``dated`` whether that
    day was a due day.
    """

    pk = models.CompositePrimaryKey("obligation_id", "department_id")
    obligation_id = models.BigIntegerField()
    department_id = models.IntegerField()
    total = models.IntegerField()
    opened = models.IntegerField(default=0)
    met = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    excused = models.IntegerField(default=0)
    deemed = models.IntegerField(default=0, db_default=0)
    day = models.DateField(null=True)
    dated = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "obligation_coverage"
        indexes = [  # what a head looks after, when somebody searches
            models.Index(fields=["department_id"], name="coverage_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.met}/{self.total} of {self.department_id} in {self.obligation_id}"


class CoverageDelta(models.Model):
    """What one act adds to the roll-up: inserted beside the act, never updated, folded away.

    One of zeros says that something about the cohort changed: it was opened, its due time moved.
    """

    id = models.BigAutoField(primary_key=True)
    obligation_id = models.BigIntegerField()
    department_id = models.IntegerField()
    total = models.IntegerField(default=0, db_default=0)
    opened = models.IntegerField(default=0, db_default=0)
    met = models.IntegerField(default=0, db_default=0)
    late = models.IntegerField(default=0, db_default=0)
    excused = models.IntegerField(default=0, db_default=0)
    deemed = models.IntegerField(default=0, db_default=0)

    class Meta:
        db_table = "obligation_coverage_delta"

    def __str__(self) -> str:
        return f"+{self.met} of {self.department_id} in {self.obligation_id}"


class Notification(models.Model):
    """A ping about a cohort to those who were open in it then: announce, remind.

    One row for the whole cohort; its people are rows of ``delivery.Delivery`` for every channel
    that pushes outward. The inbox needs none: the bearer row is what the inbox shows.
    """

    id = models.BigAutoField(primary_key=True)
    obligation_id = models.BigIntegerField(db_index=True)
    subject = models.UUIDField(db_index=True)
    step = models.SmallIntegerField()
    purpose = models.CharField(max_length=20)
    channels = models.JSONField(default=list)
    created_at = models.DateTimeField()
    total = models.IntegerField(default=0)

    class Meta:
        db_table = "obligation_notification"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation_id", "step", "purpose"], name="notification_once_per_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.pk})"
