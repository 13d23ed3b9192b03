"""The roll-up of compliance: by day, week, month, quarter and year, clause, version and leaf department (G02).

Fed by the fold of the obligations (``feeding``); never written by acts. ``undated`` counts what is
open without a due time: it can never be overdue. What is open becomes a breach by the passing of
time alone, so neither is a column.
"""

from django.db import models


class Cell(models.Model):
    """Counts of the duties of one cell."""

    clause = models.CharField(max_length=32)
    policy_version = models.IntegerField()
    department_id = models.IntegerField()
    owed = models.IntegerField()
    met = models.IntegerField()
    late = models.IntegerField()
    waived = models.IntegerField()
    deemed = models.IntegerField()
    undated = models.IntegerField()

    class Meta:
        abstract = True


class DayCell(Cell):
    """What counts for one day, in the organisation's time zone."""

    pk = models.CompositePrimaryKey("day", "clause", "policy_version", "department_id")
    day = models.DateField()

    class Meta:
        db_table = "compliance_day"

    def __str__(self) -> str:
        return f"{self.clause} on {self.day}: {self.owed}"


class WeekCell(Cell):
    """The sum of a week's days; ``week`` is its Monday."""

    pk = models.CompositePrimaryKey("week", "clause", "policy_version", "department_id")
    week = models.DateField()

    class Meta:
        db_table = "compliance_week"

    def __str__(self) -> str:
        return f"{self.clause} from {self.week}: {self.owed}"


class MonthCell(Cell):
    """The sum of a month's days; ``month`` is its first day."""

    pk = models.CompositePrimaryKey("month", "clause", "policy_version", "department_id")
    month = models.DateField()

    class Meta:
        db_table = "compliance_month"

    def __str__(self) -> str:
        return f"{self.clause} in {self.month:%Y-%m}: {self.owed}"


class QuarterCell(Cell):
    """The sum of a quarter's days; ``quarter`` is its first day."""

    pk = models.CompositePrimaryKey("quarter", "clause", "policy_version", "department_id")
    quarter = models.DateField()

    class Meta:
        db_table = "compliance_quarter"

    def __str__(self) -> str:
        return f"{self.clause} from {self.quarter:%Y-%m}: {self.owed}"


class YearCell(Cell):
    """The sum of a year's days; ``year`` is its first day."""

    pk = models.CompositePrimaryKey("year", "clause", "policy_version", "department_id")
    year = models.DateField()

    class Meta:
        db_table = "compliance_year"

    def __str__(self) -> str:
        return f"{self.clause} from {self.year}: {self.owed}"


class Breach(models.Model):
    """An act that passed a guard of the policy without meeting it; one ledger entry each.

    ``overridden``: the guard refuses, and somebody took it upon themselves. ``department_id`` is
    the actor's then, else the case's.
    """

    entry_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    day = models.DateField()
    clause = models.CharField(max_length=32)
    guard = models.CharField(max_length=48)
    act = models.CharField(max_length=64)
    subject = models.UUIDField(null=True)
    actor_id = models.BigIntegerField(null=True)
    department_id = models.IntegerField(null=True)
    overridden = models.BooleanField()

    class Meta:
        db_table = "compliance_breach"
        indexes = [models.Index(fields=["day", "clause"], name="compliance_breach_day")]

    def __str__(self) -> str:
        return f"{self.guard} by {self.actor_id}"
