"""A meeting while it runs over REST: begun, everybody's turn, items, its end."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from huiyin.cases.rest.values import Instant, Line, caller
from huiyin.directory.access import Action, permission
from huiyin.directory.models import Person
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.live import actions, resolving, room, speaking, timing
from huiyin.scenarios.meetings.models import ItemState, TurnState
from huiyin.scenarios.meetings.rest.agenda import AgendaItemOut
from huiyin.scenarios.meetings.rest.answers import done
from huiyin.scenarios.meetings.rest.decided import ActionItemOut, ResolutionOut

router = Router(tags=["meetings"])


class MeetingSeatOut(Schema):
    """One who is asked: whether they are there, their turn, and what they said."""

    attendee: int
    name: str
    here: bool
    turn: str = Field(description="`waiting`, `speaking`, `spoken`, `passed` or `absent`.")
    seconds: int
    done: str
    doing: str
    plan: str

    @classmethod
    def of(cls, row: room.SeatRow) -> "MeetingSeatOut":
        """From its row of the room."""
        said = {name: getattr(row.turn, name) for name in ("done", "doing", "plan")}
        return cls(
            attendee=row.seat.pk,
            name=row.seat.name,
            here=row.here,
            turn=row.turn.state,
            seconds=row.timer.seconds,
            **said,
        )


class RoomOut(Schema):
    """A meeting as it stands now."""

    state: str
    began_at: Instant | None
    ended_at: Instant | None
    ends_at: Instant = Field(description="When it is meant to end, as it was said last.")
    agenda: list[AgendaItemOut]
    seats: list[MeetingSeatOut]
    resolutions: list[ResolutionOut]
    action_items: list[ActionItemOut]


class BegunMeeting(Schema):
    """Who is there: ids of attendees."""

    present: Annotated[list[int], Field(max_length=550)] = []


class ClosedMeeting(Schema):
    """Whether it ends although somebody has not ticked or was not heard."""

    anyway: bool = False


class ExtendedMeeting(Schema):
    """By how many minutes it goes on."""

    minutes: Annotated[int, Field(ge=1, le=240)]


class RunItem(Schema):
    """What becomes of an item of the agenda."""

    act: Literal["run", "done", "waiting", "postponed"]


class TurnTaken(Schema):
    """What becomes of one who is asked: the floor, their turn, their coming and going."""

    act: Literal["call", "spoken", "passed", "arrive", "leave"]


class RoundIn(Schema):
    """What somebody says at a stand-up; `absent` when they cannot come."""

    done: Annotated[Line, Field(max_length=300)] = ""
    doing: Annotated[Line, Field(max_length=300)] = ""
    plan: Annotated[Line, Field(max_length=300)] = ""
    absent: bool = False


class ExplainedOverrun(Schema):
    """Why it took longer."""

    reason: Annotated[Line, Field(min_length=1, max_length=actions.LONGEST)]


@router.get(
    "/meetings/{meeting_id}/room",
    response=RoomOut,
    operation_id="getMeetingRoom",
    summary="A meeting as it stands now",
)
@permission(Action.READ)
def show(request: HttpRequest, meeting_id: UUID) -> RoomOut:
    """Turns, resolutions and action items as they fall."""
    return _whole(meeting_id, caller(request))


@router.post(
    "/meetings/{meeting_id}/begin",
    response=RoomOut,
    operation_id="beginMeeting",
    summary="Open the meeting with those who are there",
)
@permission(Action.READ)
def begin(request: HttpRequest, meeting_id: UUID, body: BegunMeeting) -> RoomOut:
    """Refused with the clause where it wants a recorder; begun twice is once."""
    by = done(request, meeting_id, lambda by: actions.begin(meeting_id, body.present, by=by))
    return _whole(meeting_id, by)


@router.post(
    "/meetings/{meeting_id}/close",
    response=RoomOut,
    operation_id="closeMeeting",
    summary="End the meeting",
)
@permission(Action.READ)
def close(request: HttpRequest, meeting_id: UUID, body: ClosedMeeting) -> RoomOut:
    """`not-finished` while somebody has not ticked, was not heard, or an item is not whole."""
    by = done(request, meeting_id, lambda by: actions.close(meeting_id, by=by, anyway=body.anyway))
    return _whole(meeting_id, by)


@router.post(
    "/meetings/{meeting_id}/extend",
    response=RoomOut,
    operation_id="extendMeeting",
    summary="Say that the meeting goes on",
)
@permission(Action.READ)
def extend(request: HttpRequest, meeting_id: UUID, body: ExtendedMeeting) -> RoomOut:
    """The announced end stays the one that counts as overrun."""
    by = done(request, meeting_id, lambda by: resolving.extend(meeting_id, body.minutes, by=by))
    return _whole(meeting_id, by)


@router.post(
    "/meetings/{meeting_id}/agenda/{item_id}/run",
    response=RoomOut,
    operation_id="runAgendaItem",
    summary="Go on to an item, or end it",
)
@permission(Action.READ)
def run(request: HttpRequest, meeting_id: UUID, item_id: int, body: RunItem) -> RoomOut:
    """Whatever ran before has been discussed."""

    def act(by: Person) -> None:
        if body.act == "run":
            timing.start_item(meeting_id, item_id, by=by)
        else:
            timing.end_item(meeting_id, item_id, ItemState(body.act), by=by)

    return _whole(meeting_id, done(request, meeting_id, act))


@router.post(
    "/meetings/{meeting_id}/turns/{attendee_id}",
    response=RoomOut,
    operation_id="takeTurn",
    summary="Give the floor, end a turn, or say who comes and goes",
)
@permission(Action.READ)
def turn(request: HttpRequest, meeting_id: UUID, attendee_id: int, body: TurnTaken) -> RoomOut:
    """`attendee_id` is the `id` of an attendee of `getMeeting`."""

    def act(by: Person) -> None:
        if body.act in ("spoken", "passed"):
            speaking.heard(meeting_id, attendee_id, TurnState(body.act), by=by)
        elif body.act == "call":
            speaking.call(meeting_id, attendee_id, by=by)
        elif body.act == "arrive":
            actions.arrive(meeting_id, by=by, attendee_id=attendee_id)
        else:
            actions.leave(meeting_id, by=by, attendee_id=attendee_id)

    return _whole(meeting_id, done(request, meeting_id, act))


@router.post(
    "/meetings/{meeting_id}/round",
    response=RoomOut,
    operation_id="giveRound",
    summary="Say at a stand-up what was done, is being done and comes next",
)
@permission(Action.READ)
def give(request: HttpRequest, meeting_id: UUID, body: RoundIn) -> RoomOut:
    """For oneself; with `absent` before it begins, by who cannot come."""
    words = speaking.Round(body.done, body.doing, body.plan)
    write = speaking.note_absence if body.absent else speaking.write_round
    by = done(request, meeting_id, lambda by: write(meeting_id, words, by=by))
    return _whole(meeting_id, by)


@router.post(
    "/meetings/{meeting_id}/overrun",
    response=RoomOut,
    operation_id="explainOverrun",
    summary="Say why the meeting took longer",
)
@permission(Action.READ)
def explain(request: HttpRequest, meeting_id: UUID, body: ExplainedOverrun) -> RoomOut:
    """By who leads it, once it has ended."""
    by = done(request, meeting_id, lambda by: actions.explain(meeting_id, body.reason, by=by))
    return _whole(meeting_id, by)


def _whole(meeting_id: UUID, by: Person) -> RoomOut:
    meeting = queries.find(meeting_id, by)
    known = room.context(meeting, by)
    return RoomOut(
        state=meeting.state,
        began_at=meeting.began_at,
        ended_at=meeting.ended_at,
        ends_at=known["ends"],
        agenda=[AgendaItemOut.of(row.item) for row in known["agenda"]],
        seats=[MeetingSeatOut.of(row) for row in known["seats"]],
        resolutions=[ResolutionOut.of(row) for row in known["resolutions"]],
        action_items=[ActionItemOut.of(row) for row in known["action_items"]],
    )
