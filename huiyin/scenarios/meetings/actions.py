"""Everything that can be done to a meeting before and around it: one function per verb."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cases import readers
from huiyin.cases.actions import action
from huiyin.cases.numbers import next_number
from huiyin.core.event import Event
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.record import record
from huiyin.obligations.roles import Sets
from huiyin.scenarios.meetings import events, invitations, preparing, seats, told
from huiyin.scenarios.meetings.authority import require_lead
from huiyin.scenarios.meetings.models import Answer, Attendee, Meeting, MeetingState
from huiyin.scenarios.meetings.plan import Plan, PlanRefused
from huiyin.scenarios.meetings.rooms import booking

BEFORE = (MeetingState.DRAFT, MeetingState.ANNOUNCED)
"""From where a meeting may still be changed or cancelled."""


class NotBefore(Exception):
    """The meeting has begun, ended or was cancelled: it cannot be planned any more."""


@transaction.atomic
def draft(plan: Plan, *, by: Person, meeting_id: UUID | None = None) -> Meeting:
    """Keep a meeting that is not announced yet; the same id asked twice is one draft.

    ``PlanRefused`` names what is wrong. No event: nobody has heard of it.
    """
    require(by, Action.WRITE_NOTICE)
    known = Meeting.objects.filter(pk=meeting_id).first() if meeting_id else None
    if known is not None:
        require_lead(known, by)
        return _rewritten(known, plan)
    plan.check()
    meeting = Meeting(
        id=meeting_id or new_id(),
        scenario="meetings",
        initiator=by,
        department=by.department,
        origin=plan.origin,
        created_at=clock.now(),
    )
    _write(meeting, plan)
    meeting.save(force_insert=True)
    seats.seat(meeting, plan)
    return meeting


@action(events.ANNOUNCED)
def announce(meeting_id: UUID, reason: str = "", *, by: Person) -> Meeting:
    """Ask everybody to a meeting: it gets its number and its room, invitations go out.

    ``guards.Refused`` when it comes too late and no ``reason`` is given, or has no place;
    ``PlanRefused`` when the room is taken. Announced twice, it goes out once.
    """
    meeting = locked(meeting_id)
    require_lead(meeting, by)
    if meeting.state != MeetingState.DRAFT:
        return meeting
    at = clock.now()
    if meeting.starts_at <= at:
        raise PlanRefused({"starts_at": _past()})
    meeting.number = next_number("meetings", at)
    meeting.state, meeting.late_reason = MeetingState.ANNOUNCED, reason.strip()[:200]
    meeting.announced_at = meeting.opened_at = at
    meeting.save()
    booking.book(meeting)
    _comes(meeting, by)
    everybody = seats.everybody_sql(meeting)
    readers.tell(meeting.pk, everybody)
    facts = told.facts(meeting) | {"override": bool(meeting.late_reason)}
    event = Event(events.ANNOUNCED, str(meeting.pk), at, by.pk, facts)
    record(event, sets=_asked(meeting), private=_private(meeting.late_reason))
    invitations.request(meeting, at, invitations.SERIES if meeting.series else invitations.REQUEST)
    return meeting


def change(meeting_id: UUID, plan: Plan, *, by: Person, reason: str = "") -> Meeting:
    """Plan a meeting anew; who is asked hears of it, answers to another time are asked again.

    A draft is only written anew. ``NotBefore`` once it has begun, ``PlanRefused``. No event of its
    own: ``move`` records one when the time is another one, else ``amend``.
    """
    with transaction.atomic():
        meeting = locked(meeting_id)
        require_lead(meeting, by)
        if meeting.state not in BEFORE:
            raise NotBefore
        if meeting.state == MeetingState.DRAFT:
            return _rewritten(meeting, plan)
        moved = (meeting.starts_at, meeting.ends_at) != (plan.starts_at, plan.ends_at)
        return (move if moved else amend)(meeting, plan, reason, by=by)


@action(events.CHANGED)
def amend(meeting: Meeting, plan: Plan, reason: str = "", *, by: Person) -> Meeting:
    """Another place, other people or words; the time stays. Only of a locked meeting (``change``)."""
    gone = _planned_anew(meeting, plan)
    event = _event(events.CHANGED, meeting, by)
    record(event, sets=_asked(meeting), private=_private(reason))
    _tell(meeting, event.at, gone)
    return meeting


@action(events.MOVED)
def move(meeting: Meeting, plan: Plan, reason: str = "", *, by: Person) -> Meeting:
    """Another time: everybody is asked again. Only of a locked meeting (``change``)."""
    if plan.starts_at <= clock.now():
        raise PlanRefused({"starts_at": _past()})
    _ask_again(meeting)
    meeting.moved_sequence = meeting.sequence + 1
    gone = _planned_anew(meeting, plan)
    _comes(meeting, by)
    event = _event(events.MOVED, meeting, by)
    record(event, sets=_sets(meeting, event), private=_private(reason))
    _tell(meeting, event.at, gone)
    return meeting


@action(events.CANCELLED)
def cancel(meeting_id: UUID, reason: str = "", *, by: Person) -> Meeting:
    """It does not take place: the room is free again, nobody owes anything for it any more.

    ``NotBefore`` once it has begun; cancelled twice is once. A draft just disappears from lists.
    """
    meeting = locked(meeting_id)
    require_lead(meeting, by)
    if meeting.state == MeetingState.CANCELLED:
        return meeting
    if meeting.state not in BEFORE:
        raise NotBefore
    announced = meeting.state == MeetingState.ANNOUNCED
    event, private = called_off(meeting, reason, by)
    record(event, private=private)
    if announced:
        invitations.cancel(meeting, event.at)
    return meeting


def replanned(
    meeting: Meeting, plan: Plan, by: Person, reason: str = "", *, moves: bool
) -> list[Attendee]:
    """Plan a locked meeting anew without a word to anybody, and record it; who is asked no more.

    For a series, whose calendars are told in one word. Answers to another time are asked again.
    """
    if moves:
        meeting.moved_sequence = meeting.sequence + 1
        _ask_again(meeting)
    gone = _planned_anew(meeting, plan)
    if moves:
        _comes(meeting, by)
    event = _event(events.MOVED if moves else events.CHANGED, meeting, by)
    record(event, sets=_sets(meeting, event), private=_private(reason))
    return gone


def called_off(meeting: Meeting, reason: str, by: Person) -> tuple[Event, Mapping[str, str] | None]:
    """Cancel a locked meeting; the event to record, and its private words."""
    at = clock.now()
    meeting.state, meeting.cancel_reason = MeetingState.CANCELLED, reason.strip()[:200]
    meeting.closed_at, meeting.sequence = at, meeting.sequence + 1
    meeting.save()
    booking.give_back(meeting)
    _except(meeting)
    facts = told.facts(meeting) | {"person": meeting.initiator_id}
    event = Event(events.CANCELLED, str(meeting.pk), at, by.pk, facts)
    return event, _private(meeting.cancel_reason)


def _except(meeting: Meeting) -> None:
    """A series does not make a time again that was called off (EXDATE)."""
    series = meeting.series
    if series is None or meeting.occurrence is None:
        return
    series.exdates = sorted({*series.exdates, meeting.occurrence.isoformat()})
    series.save(update_fields=["exdates"])


def locked(meeting_id: UUID) -> Meeting:
    """The meeting, locked until the transaction ends; ``NotVisible`` when there is none."""
    rows = Meeting.objects.select_for_update(of=("self",))
    found = rows.select_related("kind", "series", "room", "department").filter(pk=meeting_id)
    meeting = found.first()
    if meeting is None:
        raise NotVisible
    return meeting


def _planned_anew(meeting: Meeting, plan: Plan) -> list[Attendee]:
    """Rows, room and readers follow the plan; who is no longer asked."""
    plan.check()
    _write(meeting, plan)
    meeting.sequence += 1
    meeting.save()
    gone = seats.seat(meeting, plan)
    booking.book(meeting)
    readers.tell(meeting.pk, seats.everybody_sql(meeting))
    return gone


def _event(kind: str, meeting: Meeting, by: Person) -> Event:
    facts = told.facts(meeting) | told.prepared(meeting) | {"sequence": meeting.sequence}
    return Event(kind, str(meeting.pk), clock.now(), by.pk, facts)


def _asked(meeting: Meeting) -> Sets:
    return {"attendees": seats.attendees_sql(meeting, required=True)}


def _ask_again(meeting: Meeting) -> None:
    again = {"answer": Answer.NONE, "proposed_start": None, "proposed_end": None}
    Attendee.objects.filter(meeting=meeting).update(**again)


def _sets(meeting: Meeting, event: Event) -> Sets:
    """Who is asked; of a meeting that was moved also who has still to write an opinion."""
    if event.kind != events.MOVED:
        return _asked(meeting)
    preparing.postpone(meeting, event.at)
    return {**_asked(meeting), "unprepared": preparing.unprepared(meeting)}


def _private(reason: str) -> Mapping[str, str] | None:
    return {"reason": reason.strip()} if reason.strip() else None


def _tell(meeting: Meeting, at: datetime, gone: list[Attendee]) -> None:
    invitations.request(meeting, at)
    if gone:
        invitations.cancel(meeting, at, gone)


def _rewritten(meeting: Meeting, plan: Plan) -> Meeting:
    if meeting.state != MeetingState.DRAFT:
        return meeting
    plan.check()
    _write(meeting, plan)
    meeting.save()
    seats.seat(meeting, plan)
    return meeting


def _write(meeting: Meeting, plan: Plan) -> None:
    for name in seats.WRITTEN:
        setattr(meeting, name, getattr(plan, name))
    meeting.title = " ".join(plan.title.split())[:200]


def _comes(meeting: Meeting, by: Person) -> None:
    """Whoever sets the time comes to it."""
    mine = Attendee.objects.filter(meeting=meeting, person=by)
    mine.update(answer=Answer.ACCEPTED, answered_at=clock.now())


def _past() -> str:
    return _("开始的时间已经过了")
