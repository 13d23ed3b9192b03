"""What comes before a meeting over REST: its agenda, opinions, needs."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from huiyin.cases.rest.values import Instant, Line, Named, PersonId, Words, caller
from huiyin.directory.access import Action, permission
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings import queries, standing
from huiyin.scenarios.meetings.agenda import actions, items, needs, opinions
from huiyin.scenarios.meetings.models import AgendaItem, Course, Need
from huiyin.scenarios.meetings.rest.answers import done, person

router = Router(tags=["meetings"])


class AgendaItemOut(Schema):
    """One item of an agenda; `minutes` 0 has no limit."""

    id: int
    position: int
    title: str
    owner: Named | None
    minutes: int
    expected: str
    origin: str = Field(description="`own`, `carried`, `duty`, `problem` or `need`.")
    about: UUID | None
    state: str
    spent_seconds: int

    @classmethod
    def of(cls, row: AgendaItem) -> "AgendaItemOut":
        """From its row."""
        plain = {name: getattr(row, name) for name in cls.model_fields if name != "owner"}
        return cls.model_validate(plain | {"owner": Named.of(row.owner) if row.owner else None})


class SaidBefore(Schema):
    """What somebody wrote before a meeting: on an `item`, or on the whole."""

    name: str
    item: int | None
    text: str
    at: Instant


class AgendaOut(Schema):
    """Everything that is prepared; opinions as far as the caller may read them."""

    items: list[AgendaItemOut]
    opinions: list[SaidBefore]
    needs: list[SaidBefore]
    agenda_shared_at: Instant | None
    topics_sent_at: Instant | None
    needs_asked_at: Instant | None
    needs_collected_at: Instant | None


class AgendaItemIn(Schema):
    """An item as somebody writes it."""

    title: Annotated[Line, Field(min_length=1, max_length=items.LONGEST)]
    owner: PersonId | None = None
    minutes: Annotated[int, Field(ge=0, le=items.MOST_MINUTES)] = 0
    expected: Annotated[Line, Field(max_length=items.LONGEST)] = ""

    def words(self) -> items.ItemWords:
        """The checked values."""
        return items.ItemWords(self.title, person(self.owner, "owner"), self.minutes, self.expected)


class AgendaItemChange(AgendaItemIn):
    """An item in other words; `move` takes it so many places down (negative: up)."""

    move: Annotated[int, Field(ge=-60, le=60)] = 0


class SentBefore(Schema):
    """What is sent to all who are asked."""

    what: Literal["agenda", "topics", "needs"] = Field(
        description="`needs` asks for them; `agenda` and `topics` go out as they stand."
    )


class OpinionIn(Schema):
    """An opinion on an item, or without one on the whole meeting."""

    item: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    text: Annotated[Words, Field(min_length=1, max_length=opinions.LONGEST)]


class OpinionsIn(Schema):
    """All that the caller thinks: what was written before is replaced."""

    opinions: Annotated[list[OpinionIn], Field(min_length=1, max_length=60)]


class NeedIn(Schema):
    """What the caller needs of a joint meeting."""

    text: Annotated[Words, Field(min_length=1, max_length=needs.LONGEST)]


@router.get(
    "/meetings/{meeting_id}/agenda",
    response=AgendaOut,
    operation_id="getAgenda",
    summary="A meeting's agenda, opinions and needs",
)
@permission(Action.READ)
def show(request: HttpRequest, meeting_id: UUID) -> AgendaOut:
    """Opinions of others are read once the caller wrote one, or the meeting began."""
    return _whole(meeting_id, caller(request))


@router.post(
    "/meetings/{meeting_id}/agenda",
    response={201: AgendaOut},
    operation_id="addAgendaItem",
    summary="Put an item at the end of the agenda",
)
@permission(Action.READ)
def add(request: HttpRequest, meeting_id: UUID, body: AgendaItemIn) -> Status[AgendaOut]:
    """By who leads or records the meeting."""
    by = done(request, meeting_id, lambda by: items.add(meeting_id, body.words(), by=by))
    return Status(201, _whole(meeting_id, by))


@router.post(
    "/meetings/{meeting_id}/agenda/send",
    response=AgendaOut,
    operation_id="sendAgenda",
    summary="Send the agenda, the topics, or the question what everybody needs",
)
@permission(Action.READ)
def send(request: HttpRequest, meeting_id: UUID, body: SentBefore) -> AgendaOut:
    """To all who are asked, guests included; sent again it is a new word."""
    acts = {"agenda": actions.share, "topics": actions.send_topics, "needs": needs.ask}
    return _whole(
        meeting_id, done(request, meeting_id, lambda by: acts[body.what](meeting_id, by=by))
    )


@router.put(
    "/meetings/{meeting_id}/agenda/{item_id}",
    response=AgendaOut,
    operation_id="changeAgendaItem",
    summary="Say an item in other words, or move it",
)
@permission(Action.READ)
def change(
    request: HttpRequest, meeting_id: UUID, item_id: int, body: AgendaItemChange
) -> AgendaOut:
    """Where it comes from stays."""

    def act(by: Person) -> None:
        items.rewrite(meeting_id, item_id, body.words(), by=by)
        if body.move:
            items.move(meeting_id, item_id, body.move, by=by)

    return _whole(meeting_id, done(request, meeting_id, act))


@router.delete(
    "/meetings/{meeting_id}/agenda/{item_id}",
    response=AgendaOut,
    operation_id="removeAgendaItem",
    summary="Take an item off the agenda",
)
@permission(Action.READ)
def remove(request: HttpRequest, meeting_id: UUID, item_id: int) -> AgendaOut:
    """Refused while it is being discussed."""
    return _whole(
        meeting_id, done(request, meeting_id, lambda by: items.take_off(meeting_id, item_id, by=by))
    )


@router.post(
    "/meetings/{meeting_id}/opinions",
    response=AgendaOut,
    operation_id="writeOpinion",
    summary="Write what the caller thinks before the meeting",
)
@permission(Action.READ)
def opinion(request: HttpRequest, meeting_id: UUID, body: OpinionsIn) -> AgendaOut:
    """By everybody who is asked; written again, the new words count."""
    words = {one.item or opinions.WHOLE: one.text for one in body.opinions}
    return _whole(
        meeting_id, done(request, meeting_id, lambda by: opinions.prepare(meeting_id, words, by=by))
    )


@router.post(
    "/meetings/{meeting_id}/needs",
    response=AgendaOut,
    operation_id="giveNeed",
    summary="Say what the caller needs of a joint meeting",
)
@permission(Action.READ)
def need(request: HttpRequest, meeting_id: UUID, body: NeedIn) -> AgendaOut:
    """By everybody who is asked, before it begins."""

    def act(by: Person) -> None:
        seat = standing.seat_of(queries.find(meeting_id, by), by)
        needs.give(seat.pk, body.text, at=clock.now())

    return _whole(meeting_id, done(request, meeting_id, act))


@router.post(
    "/meetings/{meeting_id}/needs/collected",
    response=AgendaOut,
    operation_id="collectNeeds",
    summary="Say that all needs are in",
)
@permission(Action.READ)
def collected(request: HttpRequest, meeting_id: UUID) -> AgendaOut:
    """Each becomes an item of the agenda."""
    return _whole(
        meeting_id, done(request, meeting_id, lambda by: needs.collected(meeting_id, by=by))
    )


def _whole(meeting_id: UUID, by: Person) -> AgendaOut:
    meeting = queries.find(meeting_id, by)
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("owner")
    asked = Need.objects.filter(meeting=meeting).select_related(
        "attendee__person", "attendee__guest"
    )
    course = Course.objects.filter(meeting=meeting).first() or Course()
    sent = ("agenda_shared_at", "topics_sent_at", "needs_asked_at", "needs_collected_at")
    return AgendaOut.model_validate(
        {
            "items": [AgendaItemOut.of(row) for row in rows],
            "opinions": [
                SaidBefore(name=one.person.name, item=one.item_id, text=one.text, at=one.at)
                for one in opinions.shown_to(meeting, by)
            ],
            "needs": [
                SaidBefore(name=one.attendee.name, item=one.item_id, text=one.text, at=one.at)
                for one in asked
            ],
            **{name: getattr(course, name) for name in sent},
        }
    )
