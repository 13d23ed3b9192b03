"""Meetings that come again over REST: the series, changed as a whole, a time added, ended."""

from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from huiyin.cases.rest.values import Instant, Line, Moment, PersonId, Words, caller
from huiyin.directory.access import Action, permission
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings import queries, rules, seats
from huiyin.scenarios.meetings.authority import require_lead
from huiyin.scenarios.meetings.models import Meeting, MeetingState, Series
from huiyin.scenarios.meetings.plan import Outsider, Plan
from huiyin.scenarios.meetings.rest.answers import done, refused
from huiyin.scenarios.meetings.schemas import LONGEST, GuestIn, MeetingOut
from huiyin.scenarios.meetings.series import actions, changing, previewing, reach
from huiyin.scenarios.meetings.series.reach import Scope

router = Router(tags=["meetings"])
MOST = 200


class SeriesOut(Schema):
    """A series and its meetings that are to come."""

    id: UUID
    rrule: str
    words: str
    first_start: Instant
    length_minutes: int
    until: Instant | None
    ended_at: Instant | None
    sequence: int
    follows: UUID | None = Field(description="The series that it was before it was changed.")
    meetings: list[MeetingOut]


class SeriesChange(Schema):
    """What is to be otherwise; what is left out stays as it is in each meeting."""

    scope: Literal["later", "all"]
    dry_run: bool = Field(default=False, description="Say what it would do, and do nothing.")
    same_agenda: bool = False
    reason: Annotated[Line, Field(max_length=200)] = ""
    title: Annotated[Line, Field(min_length=1, max_length=200)] | None = None
    starts_at: Moment | None = Field(default=None, description="Of this meeting.")
    ends_at: Moment | None = None
    place: Annotated[Line, Field(max_length=120)] | None = None
    link: Annotated[Line, Field(max_length=500)] | None = None
    purpose: Annotated[Words, Field(max_length=LONGEST)] | None = None
    expected: Annotated[Words, Field(max_length=LONGEST)] | None = None
    required: Annotated[list[PersonId], Field(max_length=500)] | None = None
    optional: Annotated[list[PersonId], Field(max_length=500)] | None = None
    guests: Annotated[list[GuestIn], Field(max_length=50)] | None = None

    def applied(self, plan: Plan) -> Plan:
        """``plan`` with what is given; a new start keeps the length unless an end is given too."""
        names = ("title", "place", "link", "purpose", "expected", "starts_at", "ends_at")
        given: dict[str, Any] = {
            name: getattr(self, name) for name in names if getattr(self, name) is not None
        }
        if self.starts_at is not None and self.ends_at is None:
            given["ends_at"] = self.starts_at + (plan.ends_at - plan.starts_at)
        for name in ("required", "optional"):
            if (people := getattr(self, name)) is not None:
                given[name] = tuple(people)
        if self.guests is not None:
            given["guests"] = tuple(
                Outsider(one.name, one.email, one.organisation) for one in self.guests
            )
        return replace(plan, **given)


class MovedMeeting(Schema):
    """A start before and after."""

    before: Instant
    after: Instant


class SeriesChanged(Schema):
    """What a change does, or did: of how many meetings, for how many people."""

    meetings: int
    people: int
    guests: int
    moved: list[MovedMeeting]
    fields: list[str]
    joining: list[str]
    leaving: list[str]
    dropped: int
    taken: list[Instant] = Field(description="When somebody else has the room: it is refused then.")
    series: SeriesOut


class EndedSeries(Schema):
    """From this meeting on, or all that are to come; and why."""

    scope: Literal["later", "all"] = "all"
    reason: Annotated[Line, Field(max_length=200)] = ""


class AddedTime(Schema):
    """One more time that the rule does not give."""

    starts_at: Moment


@router.get(
    "/meetings/{meeting_id}/series",
    response=SeriesOut,
    operation_id="getSeries",
    summary="The series of a meeting",
)
@permission(Action.READ)
def show(request: HttpRequest, meeting_id: UUID) -> SeriesOut:
    """404 for a meeting that stands alone."""
    by = caller(request)
    return _whole(_one(meeting_id, by), by)


@router.post(
    "/meetings/{meeting_id}/series/change",
    response=SeriesChanged,
    operation_id="changeSeries",
    summary="Change this and later meetings of a series, or all to come",
)
@permission(Action.READ)
def change(request: HttpRequest, meeting_id: UUID, body: SeriesChange) -> SeriesChanged:
    """Answers stay unless the time is another one; calendars are told in one word."""
    by = caller(request)
    meeting = _one(meeting_id, by)
    require_lead(meeting, by)
    scope = Scope(body.scope)
    with refused():
        plan = body.applied(seats.plan_of(meeting))
        plan.check()
        told = previewing.of(reach.of(meeting, plan, scope, clock.now()))
        if not body.dry_run:
            changing.change(
                meeting.pk, plan, scope, by=by, reason=body.reason, agenda=body.same_agenda
            )
    plain = {name: getattr(told, name) for name in _TOLD}
    moved = [MovedMeeting(before=old, after=new) for old, new in told.moved]
    return SeriesChanged(**plain, moved=moved, series=_whole(_one(meeting_id, by), by))


@router.post(
    "/meetings/{meeting_id}/series/end",
    response=SeriesOut,
    operation_id="endSeries",
    summary="No more meetings of a series",
)
@permission(Action.READ)
def end(request: HttpRequest, meeting_id: UUID, body: EndedSeries) -> SeriesOut:
    """What was held stays; everybody who was asked is told."""
    meeting = _one(meeting_id, caller(request))
    since = meeting.occurrence if body.scope == "later" else None
    key = _series(meeting).pk
    by = done(request, meeting_id, lambda by: actions.end(key, body.reason, by=by, since=since))
    return _whole(_one(meeting_id, by), by)


@router.post(
    "/meetings/{meeting_id}/series/times",
    response=SeriesOut,
    operation_id="addSeriesTime",
    summary="One more time of a series",
)
@permission(Action.READ)
def add(request: HttpRequest, meeting_id: UUID, body: AddedTime) -> SeriesOut:
    """Everybody is asked to it."""
    key = _series(_one(meeting_id, caller(request))).pk
    by = done(request, meeting_id, lambda by: actions.add_time(key, body.starts_at, by=by))
    return _whole(_one(meeting_id, by), by)


def _one(meeting_id: UUID, by: Person) -> Meeting:
    meeting = queries.find(meeting_id, by)
    _series(meeting)
    return meeting


def _series(meeting: Meeting) -> Series:
    if meeting.series is None or meeting.occurrence is None:
        raise Http404
    return meeting.series


def _whole(meeting: Meeting, by: Person) -> SeriesOut:
    series = _series(meeting)
    rows = queries.visible_to(by).filter(series=series, starts_at__gt=clock.now())
    coming = rows.exclude(state=MeetingState.CANCELLED).order_by("starts_at")[:MOST]
    return SeriesOut(
        id=series.pk,
        rrule=series.rrule,
        words=rules.said(series.rrule, series.first_start),
        first_start=series.first_start,
        length_minutes=series.length_minutes,
        until=series.until,
        ended_at=series.ended_at,
        sequence=series.sequence,
        follows=series.follows_id,
        meetings=[MeetingOut.of(row) for row in coming],
    )


_TOLD = ("meetings", "people", "guests", "fields", "joining", "leaving", "dropped", "taken")
