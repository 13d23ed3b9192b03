"""Meetings over REST: the same verbs, reads and permissions as the pages."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from huiyin.cases.models import Classification
from huiyin.cases.rest.problem import invalid
from huiyin.cases.rest.values import Moment, caller
from huiyin.directory.access import Action, permission
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings import actions, queries
from huiyin.scenarios.meetings.answering import actions as answering
from huiyin.scenarios.meetings.models import Answer, MeetingKind, Room
from huiyin.scenarios.meetings.plan import Outsider, Plan
from huiyin.scenarios.meetings.rest import (
    agenda,
    cooperation,
    decided,
    live,
    minutes,
    series,
    talks,
)
from huiyin.scenarios.meetings.rest.answers import person, refused
from huiyin.scenarios.meetings.rooms import queries as rooms
from huiyin.scenarios.meetings.schemas import (
    AnsweredMeeting,
    CancelledMeeting,
    MeetingOut,
    MeetingWhole,
    NewMeeting,
)
from huiyin.scenarios.meetings.series import beginning

router = Router(tags=["meetings"])
for _topic in (agenda, live, decided, minutes, series, talks, cooperation):
    router.add_router("", _topic.router)
PAGE = 200
MONTH = timedelta(days=31)


@router.get(
    "/meetings",
    response=list[MeetingOut],
    operation_id="listMeetings",
    summary="The caller's meetings between two instants",
)
@permission(Action.SEE)
def index(
    request: HttpRequest,
    since: Query[Moment | None] = None,
    until: Query[Moment | None] = None,
) -> list[MeetingOut]:
    """At most 200, in order; without instants the next 31 days."""
    start = since or clock.now()
    end: datetime = until or start + MONTH
    rows = queries.mine(caller(request), start, end)[:PAGE]
    return [MeetingOut.of(row) for row in rows]


@router.get(
    "/meetings/{meeting_id}",
    response=MeetingWhole,
    operation_id="getMeeting",
    summary="A meeting with its attendees",
)
@permission(Action.READ)
def show(request: HttpRequest, meeting_id: UUID) -> MeetingWhole:
    """Everything that its page shows of it."""
    return _whole(meeting_id, caller(request))


@router.post(
    "/meetings",
    response={201: MeetingWhole},
    operation_id="announceMeeting",
    summary="Announce a meeting, or a series of them",
)
@permission(Action.WRITE_NOTICE)
def announce(request: HttpRequest, body: NewMeeting) -> Status[MeetingWhole]:
    """Refused with `refused` when it comes too late and no reason is given, or has no place."""
    by = caller(request)
    with refused():
        meeting = beginning.begun(
            _plan(body, by), body.rrule, body.until, body.reason, by=by, key=None, send=True
        )
    return Status(201, _whole(meeting.pk, by))


@router.post(
    "/meetings/{meeting_id}/answer",
    response=MeetingWhole,
    operation_id="answerMeeting",
    summary="Say whether the caller comes, or propose another time",
)
@permission(Action.READ)
def answer(request: HttpRequest, meeting_id: UUID, body: AnsweredMeeting) -> MeetingWhole:
    """Refused with `not-asked` once it has ended or was cancelled."""
    by = caller(request)
    meeting = queries.find(meeting_id, by)
    seat = answering.seat_of(meeting.pk, by)
    with refused():
        if body.proposed_start is None:
            answering.answer(seat.pk, Answer(body.answer), body.comment, by=by)
        else:
            end = body.proposed_start + (meeting.ends_at - meeting.starts_at)
            answering.propose_time(seat.pk, body.proposed_start, end, body.comment, by=by)
    return _whole(meeting_id, by)


@router.post(
    "/meetings/{meeting_id}/cancel",
    response=MeetingWhole,
    operation_id="cancelMeeting",
    summary="Call a meeting off",
)
@permission(Action.READ)
def cancel(request: HttpRequest, meeting_id: UUID, body: CancelledMeeting) -> MeetingWhole:
    """Everybody who was asked is told; refused with `not-before` once it has begun."""
    by = caller(request)
    queries.find(meeting_id, by)
    with refused():
        actions.cancel(meeting_id, body.reason, by=by)
    return _whole(meeting_id, by)


def _whole(meeting_id: UUID, by: Person) -> MeetingWhole:
    return MeetingWhole.whole(queries.find(meeting_id, by))


def _plan(body: NewMeeting, by: Person) -> Plan:
    kind = MeetingKind.objects.filter(key=body.kind, active=True).first()
    if kind is None:
        raise invalid(_("没有这种会议"), {"kind": _("没有这种会议")})
    secret = body.confidential or kind.confidential
    return Plan(
        title=body.title,
        kind=kind,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        chair=person(body.chair, "chair") or by,
        recorder=person(body.recorder, "recorder"),
        room=_room(body.room, by),
        place=body.place,
        link=body.link,
        purpose=body.purpose,
        expected=body.expected,
        required=tuple(body.required),
        optional=tuple(body.optional),
        guests=tuple(Outsider(one.name, one.email, one.organisation) for one in body.guests),
        is_recorded=body.is_recorded,
        classification=Classification.CONFIDENTIAL if secret else Classification.INTERNAL,
    )


def _room(key: int | None, by: Person) -> Room | None:
    if key is None:
        return None
    found = rooms.open_to(by).filter(pk=key).first()
    if found is None:
        words = _("没有这间会议室")
        raise invalid(words, {"room": words})
    return found
