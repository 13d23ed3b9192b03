"""Rooms, and who has which when: the database lets no two meetings have one at once."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from huiyin.directory.models import Department

ROOM_SPAN = 2**32
"""Minutes since 1970 stay below this until the year 10136, so a room has a span of its own."""


def _minute(name: str) -> models.expressions.CombinedExpression:
    return F("room") * Value(ROOM_SPAN, models.BigIntegerField()) + F(name)


class Room(models.Model):
    """A room that can be taken. One of a ``department`` is for its people; ``None``: for all."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    place = models.CharField(max_length=80, blank=True)
    capacity = models.PositiveSmallIntegerField(default=0)
    equipment = models.CharField(max_length=200, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "meetings_room"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Booking(models.Model):
    """A meeting has a room from ``starts_minute`` until before ``ends_minute`` (minutes since 1970).

    Whole minutes as numbers, because an exclusion over moments would need an extension of
    PostgreSQL: a room and its minutes are one range of large numbers instead.
    """

    id = models.BigAutoField(primary_key=True)
    room = models.ForeignKey(Room, models.PROTECT, related_name="bookings")
    meeting = models.OneToOneField("meetings.Meeting", models.CASCADE, related_name="booking")
    starts_minute = models.BigIntegerField()
    ends_minute = models.BigIntegerField()

    class Meta:
        db_table = "meetings_booking"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_minute__gt=F("starts_minute")), name="booking_ends_later"
            ),
            ExclusionConstraint(
                name="room_taken_once",
                expressions=[
                    (
                        Func(
                            _minute("starts_minute"),
                            _minute("ends_minute"),
                            function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.starts_minute}-{self.ends_minute}"
