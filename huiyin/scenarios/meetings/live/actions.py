"""A meeting begins, people come and go, it ends: one function per verb."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.models import Person
from huiyin.kit import clock, live
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events, preparing, seats, told
from huiyin.scenarios.meetings.agenda import carrying
from huiyin.scenarios.meetings.authority import leads, writes
from huiyin.scenarios.meetings.items import lists
from huiyin.scenarios.meetings.live import closing, speaking, timing
from huiyin.scenarios.meetings.models import (
    Attendee,
    Meeting,
    MeetingState,
    Resolution,
)
from huiyin.scenarios.meetings.standing import (
    WordsRefused,
    locked,
    written,
)

LONGEST = 500


@action(events.BEGAN)
def begin(meeting_id: UUID, present: Collection[int], *, by: Person) -> Meeting:
    """Open the meeting with those who are there (``present``: ids of attendees).

    What earlier meetings left is put on its agenda. ``guards.Refused`` without a recorder where
    the regulation wants one; begun twice is once.
    """
    meeting = written(meeting_id, by, MeetingState.ANNOUNCED, MeetingState.RUNNING)
    if meeting.state == MeetingState.RUNNING:
        return meeting
    at = clock.now()
    carrying.carry(meeting)
    meeting.state, meeting.began_at = MeetingState.RUNNING, at
    meeting.save(update_fields=["state", "began_at"])
    here = Attendee.objects.filter(meeting=meeting, pk__in=list(present))
    came = here.update(present_at=at, left_at=None)
    facts = told.facts(meeting) | preparing.facts(meeting)
    facts |= {"person": meeting.chair_id, "present": came}
    sets = {"attendees": seats.attendees_sql(meeting)}
    record(Event(events.BEGAN, str(meeting.pk), at, by.pk, facts), sets=sets)
    preparing.end(meeting, at)
    return meeting


@action(events.CLOSED)
def close(meeting_id: UUID, *, by: Person, anyway: bool = False) -> Meeting:
    """End the meeting: the clock of the minutes runs from now on.

    ``NotFinished`` when somebody has not ticked a resolution or was not heard, or an action item
    lacks its owner or date; ``anyway`` ends it all the same, and that is written down.
    """
    meeting = written(meeting_id, by, MeetingState.RUNNING, MeetingState.CLOSED)
    if meeting.state == MeetingState.CLOSED:
        return meeting
    at = clock.now()
    left = closing.left_open(meeting)
    if left.anything and not anyway:
        raise closing.NotFinished(left)
    timing.stop_items(meeting, at)
    speaking.hush(meeting, by=by)
    meeting.state, meeting.ended_at = MeetingState.CLOSED, at
    meeting.save(update_fields=["state", "ended_at"])
    facts = told.facts(meeting) | _outcome(meeting, left) | {"person": meeting.chair_id}
    sets = {"attendees": seats.attendees_sql(meeting)}
    record(Event(events.CLOSED, str(meeting.pk), at, by.pk, facts), sets=sets)
    _follow_up(meeting, by)
    return meeting


@transaction.atomic
def arrive(meeting_id: UUID, *, by: Person, attendee_id: int | None = None) -> Attendee:
    """Somebody comes, or comes back, while it runs; who leads may say so for others. No event."""
    meeting = locked(meeting_id, by, MeetingState.RUNNING)
    seat = _seat(meeting, by, attendee_id)
    seat.present_at, seat.left_at = seat.present_at or clock.now(), None
    seat.save(update_fields=["present_at", "left_at"])
    live.announce(f"case:{meeting.pk}")
    return seat


@action(events.LEFT_EARLY)
def leave(meeting_id: UUID, *, by: Person, attendee_id: int | None = None) -> Attendee:
    """Somebody goes before the end: they owe no word on the resolutions any more; once."""
    meeting = locked(meeting_id, by, MeetingState.RUNNING)
    seat = _seat(meeting, by, attendee_id)
    if seat.left_at is not None:
        return seat
    at = clock.now()
    seat.left_at = at
    seat.save(update_fields=["left_at"])
    facts: dict[str, Fact] = {"person": seat.person_id} if seat.person_id else {"guest": seat.name}
    record(Event(events.LEFT_EARLY, str(meeting.pk), at, by.pk, facts))
    return seat


@action(events.OVERRUN_EXPLAINED)
def explain(meeting_id: UUID, reason: str, *, by: Person) -> Meeting:
    """Say why it took longer than announced. ``WordsRefused`` without a reason."""
    meeting = locked(meeting_id, by, MeetingState.CLOSED)
    if not leads(meeting, by):
        raise PermissionDenied
    said = reason.strip()[:LONGEST]
    if not said:
        raise WordsRefused("reason", "empty")
    at = clock.now()
    meeting.overrun_reason = said
    meeting.save(update_fields=["overrun_reason"])
    facts: dict[str, Fact] = {"person": meeting.chair_id}
    event = Event(events.OVERRUN_EXPLAINED, str(meeting.pk), at, by.pk, facts)
    record(event, private={"reason": said})
    return meeting


def _follow_up(meeting: Meeting, by: Person) -> None:
    at = meeting.ended_at or clock.now()
    if at > meeting.ends_at:
        closing.overrun(meeting, at, by=by)
    if not meeting.kind.needs_minutes and lists.is_complete(meeting):
        lists.assign_all(meeting, by=by)
        carrying.carry_on(meeting)
    closing.tell(meeting, at, by)


def _outcome(meeting: Meeting, left: closing.Unfinished) -> dict[str, Fact]:
    decided = Resolution.objects.filter(meeting=meeting, withdrawn_at=None).count()
    return {
        "all_heard": not left.unheard,
        "all_understood": not left.unticked,
        "plan_owner": meeting.initiator_id,
        "resolutions": decided,
        "present": Attendee.objects.filter(meeting=meeting, present_at__isnull=False).count(),
        "began_at": meeting.began_at,
    }


def _seat(meeting: Meeting, by: Person, attendee_id: int | None) -> Attendee:
    rows = Attendee.objects.select_related("person", "guest").filter(meeting=meeting)
    found = rows.filter(person=by) if attendee_id is None else rows.filter(pk=attendee_id)
    seat = found.first()
    if seat is None or (seat.person_id != by.pk and not writes(meeting, by)):
        raise PermissionDenied
    return seat
