"""Blocked cooperation over REST: told, talked over by the heads, cleared."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from huiyin.cases.rest import paging
from huiyin.cases.rest.paging import Page, PageQuery
from huiyin.cases.rest.values import DepartmentId, Instant, Line, Named, Words, caller
from huiyin.directory.access import Action, permission
from huiyin.directory.models import Department
from huiyin.scenarios.meetings.cooperation import actions, queries
from huiyin.scenarios.meetings.cooperation.actions import LONGEST, Agreement
from huiyin.scenarios.meetings.models import Blocked
from huiyin.scenarios.meetings.rest.answers import refused

router = Router(tags=["meetings"])


class BlockedOut(Schema):
    """A matter on which departments do not get on; `origin` is the case that it follows from."""

    id: UUID
    number: str
    title: str
    text: str
    state: str
    initiator: Named
    departments: list[Named]
    origin: UUID | None
    agreement: str
    contact: str
    opened_at: Instant
    closed_at: Instant | None

    @classmethod
    def of(cls, row: Blocked) -> "BlockedOut":
        """From its row."""
        special = {
            "initiator": Named.of(row.initiator),
            "departments": [Named.of(one) for one in row.departments.order_by("path")],
        }
        plain = {name: getattr(row, name) for name in cls.model_fields if name not in special}
        return cls.model_validate(plain | special)


class BlockedIn(Schema):
    """What does not get on, and whose heads have to meet."""

    title: Annotated[Line, Field(min_length=1, max_length=200)]
    text: Annotated[Words, Field(min_length=1, max_length=LONGEST)]
    departments: Annotated[list[DepartmentId], Field(min_length=2, max_length=50)]


class HeldCoordination(Schema):
    """What the heads agreed on; who comes after the first need not say it again."""

    agreement: Annotated[Words, Field(max_length=LONGEST)] = ""
    contact: Annotated[Line, Field(max_length=120)] = ""


class ClearedCooperation(Schema):
    """How it works again."""

    words: Annotated[Words, Field(max_length=LONGEST)] = ""


@router.get(
    "/cooperation",
    response=Page[BlockedOut],
    operation_id="listBlockedCooperation",
    summary="Blocked cooperation, the newest first",
)
@permission(Action.SEE)
def index(request: HttpRequest, page: Query[PageQuery]) -> Page[BlockedOut]:
    """As far as the caller may see it."""
    name = "cooperation"
    key = paging.read(page, name, str)
    rows = queries.visible_to(caller(request)).order_by("-pk")
    rows = rows.filter(pk__lt=key[0]) if key else rows
    found = list(rows[: page.limit + 1])
    shown, following = paging.cut(found, page.limit, name, lambda row: (str(row.pk),))
    return Page[BlockedOut](items=[BlockedOut.of(row) for row in shown], next=following)


@router.post(
    "/cooperation",
    response={201: BlockedOut},
    operation_id="blockCooperation",
    summary="Tell that departments do not get on",
)
@permission(Action.WRITE_NOTICE)
def block(request: HttpRequest, body: BlockedIn) -> Status[BlockedOut]:
    """At least two of the departments need a head; the heads have to meet."""
    departments = list(Department.objects.filter(pk__in=body.departments, active=True))
    with refused():
        made = actions.block(body.title, body.text, departments, by=caller(request))
    return Status(201, BlockedOut.of(made))


@router.get(
    "/cooperation/{matter_id}",
    response=BlockedOut,
    operation_id="getBlockedCooperation",
    summary="One matter",
)
@permission(Action.READ)
def show(request: HttpRequest, matter_id: UUID) -> BlockedOut:
    """What does not get on, and what was agreed."""
    return BlockedOut.of(queries.find(matter_id, caller(request)))


@router.post(
    "/cooperation/{matter_id}/held",
    response=BlockedOut,
    operation_id="holdCoordination",
    summary="Say that the heads met, and what they agreed on",
)
@permission(Action.READ)
def hold(request: HttpRequest, matter_id: UUID, body: HeldCoordination) -> BlockedOut:
    """By each head who had to meet."""
    by = caller(request)
    with refused():
        actions.hold(matter_id, Agreement(body.agreement, body.contact), by=by)
    return BlockedOut.of(queries.find(matter_id, by))


@router.post(
    "/cooperation/{matter_id}/clear",
    response=BlockedOut,
    operation_id="clearCooperation",
    summary="Say that it works again",
)
@permission(Action.READ)
def clear(request: HttpRequest, matter_id: UUID, body: ClearedCooperation) -> BlockedOut:
    """By who told of it, a head, or management that had to settle it."""
    by = caller(request)
    with refused():
        actions.clear(matter_id, body.words, by=by)
    return BlockedOut.of(queries.find(matter_id, by))
