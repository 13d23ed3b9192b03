"""A meeting takes a room: refused by the database when another one has it then."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.scenarios.meetings.models import Booking, Meeting, Room
from huiyin.scenarios.meetings.plan import PlanRefused

MINUTE = 60


def book(meeting: Meeting) -> Booking | None:
    """Take the meeting's room for its time; what it had before is given back.

    ``PlanRefused`` for ``room`` when it is taken: two who ask at once cannot both have it.
    """
    Booking.objects.filter(meeting=meeting).delete()
    if meeting.room is None:
        return None
    starts, ends = span(meeting.starts_at, meeting.ends_at)
    try:
        with transaction.atomic():
            return Booking.objects.create(
                room=meeting.room, meeting=meeting, starts_minute=starts, ends_minute=ends
            )
    except IntegrityError as fault:
        taken = taken_by(meeting.room, meeting.starts_at, meeting.ends_at)
        if taken is None:
            raise
        words = _("%(room)s 这段时间已有会议，换一间或换个时间") % {"room": meeting.room.name}
        raise PlanRefused({"room": words}) from fault


def give_back(meeting: Meeting) -> None:
    """The meeting needs its room no longer."""
    Booking.objects.filter(meeting=meeting).delete()


def taken_by(room: Room, starts_at: datetime, ends_at: datetime) -> Booking | None:
    """The first booking of ``room`` in that time; ``None`` when it is free."""
    starts, ends = span(starts_at, ends_at)
    rows = Booking.objects.filter(room=room, starts_minute__lt=ends, ends_minute__gt=starts)
    return rows.order_by("starts_minute").first()


def span(starts_at: datetime, ends_at: datetime) -> tuple[int, int]:
    """The minutes since 1970 that a time touches: seconds at its end count as a whole minute."""
    return int(starts_at.timestamp()) // MINUTE, -(-int(ends_at.timestamp()) // MINUTE)
