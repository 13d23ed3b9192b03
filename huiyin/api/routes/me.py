"""What concerns the token's own person: who they are, what they owe, what they are owed."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from huiyin.cases.models import Case, Classification, Urgency
from huiyin.cases.rest import paging
from huiyin.cases.rest.paging import Page, PageQuery
from huiyin.cases.rest.values import Instant, Named, caller
from huiyin.directory.access import Action, permission
from huiyin.directory.models import Person
from huiyin.directory.roles import roles_of
from huiyin.obligations import queries
from huiyin.obligations.models import Bearer

MOST = 10_000
"""Nobody owes more than this; a list beyond it is cut."""

router = Router(tags=["me"])


class Me(Schema):
    """The person a token acts as."""

    id: int
    employee_no: str
    name: str
    department: Named
    position: str
    email: str
    roles: list[str]


class CaseRef(Schema):
    """The matter an obligation is about."""

    id: UUID
    scenario: str
    number: str
    title: str
    urgency: Urgency
    classification: Classification
    initiator: Named


class Owes(Schema):
    """One thing one person owes; `person` differs from the caller for a deputy."""

    id: int
    verb: str
    case: CaseRef | None
    person: Named
    clause: str
    policy_version: int
    born_at: Instant
    due_at: Instant | None
    provisional: bool
    derivation: list[str]
    evidence: str


class Owed(Schema):
    """What a group of people owes to the caller, and how many have not answered."""

    id: int
    verb: str
    case: CaseRef | None
    clause: str
    born_at: Instant
    due_at: Instant | None
    total: int
    open: int
    unread: int


@router.get("/me", response=Me, operation_id="getMe", summary="Whom the token acts as")
@permission(Action.SEE)
def show(request: HttpRequest) -> Me:
    """Also the cheapest way to find out whether a token works."""
    person = caller(request)
    return Me(
        id=person.pk,
        employee_no=person.employee_no,
        name=person.name,
        department=Named.of(person.department),
        position=person.position,
        email=person.email,
        roles=sorted(roles_of(person)),
    )


@router.get(
    "/me/obligations",
    response=Page[Owes],
    operation_id="listMyObligations",
    summary="What I owe",
)
@permission(Action.SEE)
def obligations(request: HttpRequest, page: Query[PageQuery]) -> Page[Owes]:
    """Everything open, own and as a deputy, over all cases, the first due first."""
    duties = queries.owed_by(caller(request).pk, limit=MOST)
    shown, following = paging.within(duties, page, "obligations", _of_duty, str, int, int)
    cases = _cases({duty.subject for duty in shown})
    people = Person.objects.in_bulk({duty.person_id for duty in shown})
    items = [_owes(duty, cases, people[duty.person_id]) for duty in shown]
    return Page[Owes](items=items, next=following)


@router.get(
    "/me/owed", response=Page[Owed], operation_id="listOwedToMe", summary="What others owe me"
)
@permission(Action.SEE)
def owed(request: HttpRequest, page: Query[PageQuery]) -> Page[Owed]:
    """Everything open that others owe the caller, over all cases, the first due first."""
    person = caller(request)
    found = [one for one in queries.owed_to(person.pk, limit=MOST) if one.open > 0]
    own = _own(found, person)
    others = [one for one in found if one.obligation_id not in own]
    shown, following = paging.within(others, page, "owed", _of_owing, str, int)
    cases = _cases({one.subject for one in shown})
    return Page[Owed](items=[_owed(one, cases) for one in shown], next=following)


def _own(found: list[queries.Owing], person: Person) -> set[int]:
    """What ``person`` owes to themselves: it stands among their obligations only."""
    alone = [one.obligation_id for one in found if one.total == 1]
    rows = Bearer.objects.filter(person_id=person.pk, obligation_id__in=alone)
    return set(rows.values_list("obligation_id", flat=True))


def _of_duty(duty: queries.Duty) -> list[str | int]:
    return _key(duty.due_at, duty.obligation_id, duty.person_id)


def _of_owing(one: queries.Owing) -> list[str | int]:
    return _key(one.due_at, one.obligation_id)


def _key(due_at: datetime | None, *ids: int) -> list[str | int]:
    """Sorts the first due first; what has no deadline comes last."""
    return [due_at.isoformat() if due_at else "~", *ids]


def _cases(subjects: set[UUID]) -> dict[UUID, CaseRef]:
    rows = Case.objects.filter(pk__in=subjects).select_related("initiator")
    return {
        row.pk: CaseRef(
            id=row.pk,
            scenario=row.scenario,
            number=row.number,
            title=row.title,
            urgency=Urgency(row.urgency),
            classification=Classification(row.classification),
            initiator=Named.of(row.initiator),
        )
        for row in rows
    }


def _owes(duty: queries.Duty, cases: dict[UUID, CaseRef], person: Person) -> Owes:
    return Owes(
        id=duty.obligation_id,
        verb=duty.verb,
        case=cases.get(duty.subject),
        person=Named.of(person),
        clause=duty.clause,
        policy_version=duty.policy_version,
        born_at=duty.born_at,
        due_at=duty.due_at,
        provisional=duty.provisional,
        derivation=duty.derivation,
        evidence=duty.evidence.name.lower(),
    )


def _owed(one: queries.Owing, cases: dict[UUID, CaseRef]) -> Owed:
    return Owed(
        id=one.obligation_id,
        verb=one.verb,
        case=cases.get(one.subject),
        clause=one.clause,
        born_at=one.born_at,
        due_at=one.due_at,
        total=one.total,
        open=one.open,
        unread=one.unread,
    )
