"""Rooms are made and changed by the administrator. No events: nothing happened to any case."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Department, Person
from huiyin.scenarios.meetings.models import Room
from huiyin.scenarios.meetings.plan import PlanRefused


@dataclass(frozen=True, slots=True)
class RoomWords:
    """What is known of a room; ``department`` ``None``: for all."""

    name: str
    place: str = ""
    capacity: int = 0
    equipment: str = ""
    department: Department | None = None
    active: bool = True


@transaction.atomic
def keep(words: RoomWords, *, by: Person, room_id: int | None = None) -> Room:
    """Make a room, or change one; ``PlanRefused`` for a name that is missing or taken. No event."""
    require(by, Action.ADMINISTER)
    name = " ".join(words.name.split())[:60]
    if not name:
        raise PlanRefused({"name": _("写明会议室的名称")})
    room = Room.objects.select_for_update().filter(pk=room_id).first() if room_id else Room()
    if room is None:
        raise NotVisible
    if Room.objects.filter(name=name).exclude(pk=room.pk).exists():
        raise PlanRefused({"name": _("已有同名的会议室")})
    room.name, room.place = name, words.place.strip()[:80]
    room.capacity, room.equipment = words.capacity, words.equipment.strip()[:200]
    room.department, room.active = words.department, words.active
    room.save()
    return room
