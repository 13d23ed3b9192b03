"""What a meeting decides over REST: resolutions with everybody's word, action items."""

from collections.abc import Iterable
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from huiyin.cases.rest.values import Instant, Line, Moment, Named, PersonId, Words
from huiyin.directory.access import Action, permission
from huiyin.directory.models import Person
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.items import actions as items
from huiyin.scenarios.meetings.items import lists
from huiyin.scenarios.meetings.live import resolving, room
from huiyin.scenarios.meetings.models import ActionItem, AgendaItem, Resolution
from huiyin.scenarios.meetings.rest.answers import done, person
from huiyin.scenarios.meetings.standing import WordsRefused

router = Router(tags=["meetings"])

ItemId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ObjectionOut(Schema):
    """Words against a resolution; they stay when they were talked about."""

    person: Named
    words: str
    settled: bool


class ResolutionOut(Schema):
    """What was decided, and whose word on it is in."""

    id: UUID
    number: int
    text: str
    item: int | None
    understood: int
    asked: int
    silent: list[Named]
    objections: list[ObjectionOut]

    @classmethod
    def of(cls, row: room.ResolutionRow) -> "ResolutionOut":
        """From its row of the room."""
        return cls(
            id=row.made.pk,
            number=row.made.number,
            text=row.made.text,
            item=row.made.item_id,
            understood=row.understood,
            asked=row.total,
            silent=[Named.of(one) for one in row.silent],
            objections=[
                ObjectionOut(
                    person=Named.of(one.person), words=one.words, settled=one.state != "objection"
                )
                for one in row.objections
            ],
        )


class ActionItemOut(Schema):
    """What somebody has to do; a duty since `assigned_at`."""

    id: UUID
    number: int
    text: str
    owner: Named | None
    due_at: Instant | None
    state: str
    item: int | None
    resolution: UUID | None
    assigned_at: Instant | None
    closed_at: Instant | None
    result: str
    carried: int = Field(description="To how many agendas it came back.")

    @classmethod
    def of(cls, row: ActionItem) -> "ActionItemOut":
        """From its row."""
        special = {
            "owner": Named.of(row.owner) if row.owner else None,
            "item": row.item_id,
            "resolution": row.resolution_id,
        }
        plain = {name: getattr(row, name) for name in cls.model_fields if name not in special}
        return cls.model_validate(plain | special)


class NewResolution(Schema):
    """What was decided, under an item of the agenda or none."""

    text: Annotated[Words, Field(min_length=1, max_length=resolving.LONGEST)]
    item: ItemId | None = None


class ResolutionWord(Schema):
    """A word on a resolution; `person` by who leads, for one whom they asked."""

    act: Literal["understand", "object", "withdraw"]
    words: Annotated[Line, Field(max_length=500)] = ""
    person: PersonId | None = None


class ActionItemIn(Schema):
    """What is to be done; owner and date may still be missing while people talk."""

    text: Annotated[Line, Field(min_length=1, max_length=300)]
    owner: PersonId | None = None
    due_at: Moment | None = None

    def given(self) -> items.Words:
        """The checked values."""
        return items.Words(self.text, person(self.owner, "owner"), self.due_at)


class NewActionItem(ActionItemIn):
    """The same, under an item of the agenda or a resolution."""

    item: ItemId | None = None
    resolution: UUID | None = None


class EndedActionItem(Schema):
    """What came of it; `drop` wants the reason in `words`."""

    words: Annotated[Line, Field(max_length=300)] = ""
    drop: bool = False


@router.post(
    "/meetings/{meeting_id}/resolutions",
    response={201: list[ResolutionOut]},
    operation_id="passResolution",
    summary="Write down what was decided",
)
@permission(Action.READ)
def resolve(
    request: HttpRequest, meeting_id: UUID, body: NewResolution
) -> Status[list[ResolutionOut]]:
    """Everybody who is there owes a word on it until the end."""

    def act(by: Person) -> None:
        resolving.resolve(meeting_id, body.text, by=by, item=_item(meeting_id, body.item))

    return Status(201, _resolutions(meeting_id, done(request, meeting_id, act)))


@router.post(
    "/meetings/{meeting_id}/resolutions/{resolution_id}",
    response=list[ResolutionOut],
    operation_id="answerResolution",
    summary="Tick a resolution as understood, object to it, or take it back",
)
@permission(Action.READ)
def word(
    request: HttpRequest, meeting_id: UUID, resolution_id: UUID, body: ResolutionWord
) -> list[ResolutionOut]:
    """An objection wants words; only who leads takes a resolution back."""

    def act(by: Person) -> None:
        made = get_object_or_404(Resolution, pk=resolution_id, meeting=meeting_id)
        if body.act == "withdraw":
            resolving.withdraw(made.pk, by=by)
        elif body.act == "object":
            resolving.object_to(made.pk, body.words, by=by)
        else:
            resolving.understand(made.pk, by=by, person=person(body.person, "person"))

    return _resolutions(meeting_id, done(request, meeting_id, act))


@router.post(
    "/meetings/{meeting_id}/actions",
    response={201: list[ActionItemOut]},
    operation_id="noteActionItem",
    summary="Write down what somebody has to do",
)
@permission(Action.READ)
def note(
    request: HttpRequest, meeting_id: UUID, body: NewActionItem
) -> Status[list[ActionItemOut]]:
    """It becomes its owner's duty when the minutes go out."""

    def act(by: Person) -> None:
        under = _item(meeting_id, body.item)
        rows = Resolution.objects.filter(meeting=meeting_id)
        found = get_object_or_404(rows, pk=body.resolution) if body.resolution else None
        items.note(meeting_id, body.given(), by=by, item=under, resolution=found)

    return Status(201, _actions(meeting_id, done(request, meeting_id, act)))


@router.put(
    "/meetings/{meeting_id}/actions/{action_id}",
    response=list[ActionItemOut],
    operation_id="changeActionItem",
    summary="Say an action item in other words",
)
@permission(Action.READ)
def change(
    request: HttpRequest, meeting_id: UUID, action_id: UUID, body: ActionItemIn
) -> list[ActionItemOut]:
    """As long as it is nobody's duty yet."""

    def act(by: Person) -> None:
        made = get_object_or_404(ActionItem, pk=action_id, meeting=meeting_id)
        items.rewrite(made.pk, body.given(), by=by)

    return _actions(meeting_id, done(request, meeting_id, act))


@router.delete(
    "/meetings/{meeting_id}/actions/{action_id}",
    response=list[ActionItemOut],
    operation_id="strikeActionItem",
    summary="Take back an action item",
)
@permission(Action.READ)
def strike(request: HttpRequest, meeting_id: UUID, action_id: UUID) -> list[ActionItemOut]:
    """As long as it is nobody's duty yet; later it is ended."""

    def act(by: Person) -> None:
        items.strike(get_object_or_404(ActionItem, pk=action_id, meeting=meeting_id).pk, by=by)

    return _actions(meeting_id, done(request, meeting_id, act))


@router.post(
    "/meetings/{meeting_id}/actions/{action_id}/end",
    response=list[ActionItemOut],
    operation_id="endActionItem",
    summary="Say that it is done, or not needed any more",
)
@permission(Action.READ)
def end(
    request: HttpRequest, meeting_id: UUID, action_id: UUID, body: EndedActionItem
) -> list[ActionItemOut]:
    """By its owner, who stands in for them, or who leads the meeting."""

    def act(by: Person) -> None:
        made = get_object_or_404(ActionItem, pk=action_id, meeting=meeting_id)
        (items.drop if body.drop else items.done)(made.pk, body.words, by=by)

    return _actions(meeting_id, done(request, meeting_id, act))


def _item(meeting_id: UUID, item_id: int | None) -> AgendaItem | None:
    if item_id is None:
        return None
    found = AgendaItem.objects.filter(meeting=meeting_id, pk=item_id).first()
    if found is None:
        raise WordsRefused("item", "gone")
    return found


def _resolutions(meeting_id: UUID, by: Person) -> list[ResolutionOut]:
    rows = room.part("resolutions", queries.find(meeting_id, by), by)["resolutions"]
    return [ResolutionOut.of(row) for row in rows]


def _actions(meeting_id: UUID, by: Person) -> list[ActionItemOut]:
    rows: Iterable[ActionItem] = lists.of_meeting(queries.find(meeting_id, by))
    return [ActionItemOut.of(row) for row in rows]
