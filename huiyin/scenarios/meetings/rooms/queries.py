"""Rooms that somebody may take, and which of them are free."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import Booking, Room
from huiyin.scenarios.meetings.rooms.booking import span


@dataclass(frozen=True, slots=True)
class Choice:
    """A room in the form; ``fits`` is false when it has too few chairs."""

    room: Room
    free: bool
    fits: bool


def open_to(actor: Person) -> QuerySet[Room]:
    """Rooms for all, and those of the departments above and of one's own."""
    path = actor.department.path
    above = [int(part) for part in path.strip("/").split("/") if part]
    mine = Q(department=None) | Q(department_id__in=above)
    return Room.objects.filter(mine, active=True).order_by("name")


def choices(
    actor: Person, starts_at: datetime, ends_at: datetime, people: int, without: UUID | None
) -> list[Choice]:
    """Every room that ``actor`` may take, the free ones that fit first, the smallest of them first."""
    starts, ends = span(starts_at, ends_at)
    taken = set(
        Booking.objects.filter(starts_minute__lt=ends, ends_minute__gt=starts)
        .exclude(meeting=without)
        .values_list("room_id", flat=True)
    )
    found = [
        Choice(room, room.pk not in taken, not room.capacity or room.capacity >= people)
        for room in open_to(actor)
    ]
    return sorted(
        found, key=lambda one: (not one.free, not one.fits, one.room.capacity, one.room.name)
    )
