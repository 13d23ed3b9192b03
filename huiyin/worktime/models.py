"""Working time: calendars, own days, rosters, and statutory years that somebody supplied (Z07).

People and departments are plain ids here. Hours are lists of ``["09:00", "12:00"]``; an end of
``"24:00"`` is midnight.
"""

from django.db import models


class WorkCalendar(models.Model):
    """When some departments work; the one with ``main`` is everybody's who has no other.

    ``hours`` holds a list of intervals per weekday (``"0"`` is Monday); a gap is lunch. With
    ``follows`` the statutory days and the organisation's own days apply here too.
    """

    name = models.CharField(max_length=60)
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    hours = models.JSONField(default=dict)
    follows = models.BooleanField(default=True)
    main = models.BooleanField(default=False)

    class Meta:
        db_table = "worktime_calendar"
        constraints = [
            models.UniqueConstraint(
                fields=["main"], condition=models.Q(main=True), name="one_main_calendar"
            ),
            models.UniqueConstraint(fields=["name"], name="calendar_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A department (with all below it that have none of their own) that keeps a calendar."""

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="teams")
    department_id = models.IntegerField(unique=True)

    class Meta:
        db_table = "worktime_team"

    def __str__(self) -> str:
        return f"{self.department_id} keeps {self.calendar_id}"


class OwnDay(models.Model):
    """A day that differs in one calendar: off (no hours), worked as usual (null) or in ``hours``."""

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="own_days")
    day = models.DateField()
    hours = models.JSONField(null=True, blank=True)
    title = models.CharField(max_length=60)
    set_by = models.BigIntegerField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "worktime_own_day"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="own_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.title}"


class Shift(models.Model):
    """What one person works on one day, whatever the calendar says; no hours: off."""

    person_id = models.BigIntegerField()
    day = models.DateField()
    hours = models.JSONField(default=list)

    class Meta:
        db_table = "worktime_shift"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "day"], name="shift_once"),
        ]
        indexes = [models.Index(fields=["day"], name="shift_by_day")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.day}"


class SuppliedYear(models.Model):
    """The statutory days of a year as somebody gave them; they stand before the library's.

    ``days`` lists ``["2027-01-01", "off", "元旦"]`` and ``["2027-02-06", "work", "春节"]``.
    """

    year = models.IntegerField(primary_key=True)
    days = models.JSONField(default=list)
    set_by = models.BigIntegerField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "worktime_year"

    def __str__(self) -> str:
        return str(self.year)


class Edition(models.Model):
    """A change of working time: what a process has read is good as long as no newer one exists."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "worktime_edition"

    def __str__(self) -> str:
        return str(self.pk)
