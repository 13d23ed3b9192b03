"""Talks in person over REST: planned, held, noted, confirmed; seen by the two alone."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from huiyin.cases.rest import paging
from huiyin.cases.rest.paging import Page, PageQuery
from huiyin.cases.rest.values import Instant, Line, Moment, Named, PersonId, Words, caller
from huiyin.directory.access import Action, permission
from huiyin.scenarios.meetings.models import Talk, TalkForm
from huiyin.scenarios.meetings.rest.answers import person, refused
from huiyin.scenarios.meetings.talks import actions, queries
from huiyin.scenarios.meetings.talks.actions import LONGEST, Course, Plan

router = Router(tags=["meetings"])


class TalkOut(Schema):
    """A talk of two; `outsider` names who has no account."""

    id: UUID
    number: str
    form: str
    title: str
    goal: str
    initiator: Named
    partner: Named | None
    outsider: str
    planned_at: Instant
    held_at: Instant | None
    asked: bool
    friction: str
    notes: str
    doubt: str
    state: str

    @classmethod
    def of(cls, row: Talk) -> "TalkOut":
        """From its row."""
        special = {
            "initiator": Named.of(row.initiator),
            "partner": Named.of(row.partner) if row.partner else None,
        }
        plain = {name: getattr(row, name) for name in cls.model_fields if name not in special}
        return cls.model_validate(plain | special)


class TalkIn(Schema):
    """Who is talked to, about what, to which end."""

    form: Literal["one_on_one", "performance", "technical", "client"]
    planned_at: Moment
    partner: PersonId | None = None
    outsider: Annotated[Line, Field(max_length=80)] = ""
    topic: Annotated[Line, Field(max_length=200)] = ""
    goal: Annotated[Line, Field(max_length=300)] = ""

    def plan(self) -> Plan:
        """The checked values."""
        partner = person(self.partner, "partner")
        return Plan(
            TalkForm(self.form), self.planned_at, partner, self.outsider, self.topic, self.goal
        )


class HeldTalk(Schema):
    """When it was held, and what the answer to the standing question was."""

    held_at: Moment
    asked: bool = False
    friction: Annotated[Words, Field(max_length=LONGEST)] = ""


class TalkNotes(Schema):
    """What was said."""

    notes: Annotated[Words, Field(min_length=1, max_length=LONGEST)]


class TalkResponse(Schema):
    """Whether the notes are right; `words` say what is wrong."""

    right: bool
    words: Annotated[Line, Field(max_length=300)] = ""


@router.get(
    "/talks",
    response=Page[TalkOut],
    operation_id="listTalks",
    summary="The caller's talks, the newest first",
)
@permission(Action.SEE)
def index(request: HttpRequest, page: Query[PageQuery]) -> Page[TalkOut]:
    """Those that they lead and those that they are asked to."""
    name = "talks"
    key = paging.read(page, name, str)
    rows = queries.mine(caller(request)).order_by("-pk")
    rows = rows.filter(pk__lt=key[0]) if key else rows
    found = list(rows[: page.limit + 1])
    shown, following = paging.cut(found, page.limit, name, lambda row: (str(row.pk),))
    return Page[TalkOut](items=[TalkOut.of(row) for row in shown], next=following)


@router.post(
    "/talks",
    response={201: TalkOut},
    operation_id="planTalk",
    summary="Plan a talk in person",
)
@permission(Action.WRITE_NOTICE)
def plan(request: HttpRequest, body: TalkIn) -> Status[TalkOut]:
    """With a colleague, or with somebody from outside."""
    by = caller(request)
    with refused():
        made = actions.plan(body.plan(), by=by)
    return Status(201, TalkOut.of(made))


@router.get(
    "/talks/{talk_id}",
    response=TalkOut,
    operation_id="getTalk",
    summary="A talk",
)
@permission(Action.READ)
def show(request: HttpRequest, talk_id: UUID) -> TalkOut:
    """For the two alone."""
    return TalkOut.of(queries.find(talk_id, caller(request)))


@router.put(
    "/talks/{talk_id}",
    response=TalkOut,
    operation_id="changeTalk",
    summary="Plan a talk anew",
)
@permission(Action.READ)
def change(request: HttpRequest, talk_id: UUID, body: TalkIn) -> TalkOut:
    """Before it is held, by who leads it."""
    by = caller(request)
    queries.find(talk_id, by)
    with refused():
        return TalkOut.of(actions.plan(body.plan(), by=by, talk_id=talk_id))


@router.post(
    "/talks/{talk_id}/held",
    response=TalkOut,
    operation_id="holdTalk",
    summary="Say that a talk was held",
)
@permission(Action.READ)
def hold(request: HttpRequest, talk_id: UUID, body: HeldTalk) -> TalkOut:
    """Notes are owed from now on."""
    by = caller(request)
    with refused():
        actions.hold(talk_id, Course(body.held_at, body.asked, body.friction), by=by)
    return TalkOut.of(queries.find(talk_id, by))


@router.post(
    "/talks/{talk_id}/notes",
    response=TalkOut,
    operation_id="noteTalk",
    summary="Write down what was said",
)
@permission(Action.READ)
def note(request: HttpRequest, talk_id: UUID, body: TalkNotes) -> TalkOut:
    """A colleague confirms it."""
    by = caller(request)
    with refused():
        actions.keep_notes(talk_id, body.notes, by=by)
    return TalkOut.of(queries.find(talk_id, by))


@router.post(
    "/talks/{talk_id}/response",
    response=TalkOut,
    operation_id="respondToNotes",
    summary="Say whether the notes of a talk are right",
)
@permission(Action.READ)
def respond(request: HttpRequest, talk_id: UUID, body: TalkResponse) -> TalkOut:
    """By the other one; what is wrong is written again."""
    by = caller(request)
    with refused():
        if body.right:
            actions.confirm(talk_id, by=by)
        else:
            actions.doubt(talk_id, body.words, by=by)
    return TalkOut.of(queries.find(talk_id, by))
