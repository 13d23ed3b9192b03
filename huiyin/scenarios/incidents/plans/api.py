"""Plans over REST: what is prepared for each kind of incident."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from huiyin.cases.rest.values import caller
from huiyin.directory.access import Action, NotVisible, may, permission, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.scenarios.incidents import kinds
from huiyin.scenarios.incidents.api_answers import colleague, refused
from huiyin.scenarios.incidents.models import IncidentKind
from huiyin.scenarios.incidents.plans import actions
from huiyin.scenarios.incidents.plans import schemas as said
from huiyin.scenarios.incidents.plans.schemas import PlanOut
from huiyin.scenarios.incidents.schemas import IncidentKindOut

router = Router(tags=["incidents"])


@router.get(
    "/incident-kinds",
    response=list[IncidentKindOut],
    operation_id="listIncidentKinds",
    summary="What can be declared",
)
@permission(Action.WRITE_NOTICE)
def kinds_of_house(request: HttpRequest) -> list[IncidentKindOut]:
    """With the severities of each."""
    require(caller(request), Action.WRITE_NOTICE)
    return [IncidentKindOut.of(kind) for kind in kinds.active()]


@router.get(
    "/incident-kinds/{kind}/plan",
    response=PlanOut,
    operation_id="getIncidentPlan",
    summary="What is prepared for a kind of incident",
)
@permission(Action.SEE_DIRECTORY)
def show(request: HttpRequest, kind: str) -> PlanOut:
    """Who leads, whom to call, what to do."""
    actor = caller(request)
    require(actor, Action.SEE_DIRECTORY)
    return PlanOut.of(_kind(kind, actor))


@router.put(
    "/incident-kinds/{kind}/plan",
    response=PlanOut,
    operation_id="changeIncidentPlan",
    summary="Change what is prepared for a kind",
)
@permission(Action.MANAGE_PLANS)
def change(request: HttpRequest, kind: str, body: said.ChangedPlan) -> PlanOut:
    """What is left out stays; the change is in the ledger."""
    actor = caller(request)
    require(actor, Action.MANAGE_PLANS)
    row = _kind(kind, actor)
    plan = replace(actions.plan_of(row), **_given(body))
    with refused():
        return PlanOut.of(actions.save_plan(row.pk, plan, by=actor))


@router.post(
    "/incident-kinds",
    response={201: PlanOut},
    operation_id="addIncidentKind",
    summary="Begin a kind of the organisation's own",
)
@permission(Action.MANAGE_PLANS)
def add(request: HttpRequest, body: said.NewPlan) -> Status[PlanOut]:
    """It can be declared at once."""
    actor = caller(request)
    require(actor, Action.MANAGE_PLANS)
    plan = replace(actions.Plan(body.name), **_given(body))
    with refused():
        return Status(201, PlanOut.of(actions.save_plan(None, plan, by=actor)))


def _given(body: said.ChangedPlan) -> dict[str, Any]:
    """What the caller wrote, as the parts of a plan; people are looked up."""
    given = body.model_dump(exclude_unset=True)
    found = {name: value for name, value in given.items() if value is not None}
    for name in ("commander", "client_lead"):
        if name in given:
            found[name] = _person(given[name], name)
    if body.levels is not None:
        found["levels"] = [(one.name, one.text) for one in body.levels]
    if body.on_duty is not None:
        people, places = tuple(body.on_duty.people), tuple(body.on_duty.departments)
        found["on_duty"] = Audience(people=people, departments=places).to_json()
    if body.contacts is not None:
        found["contacts"] = [_contact(one, place) for place, one in enumerate(body.contacts)]
    return found


def _contact(one: said.PlanContact, place: int) -> actions.Named:
    person = colleague(one.person, f"contacts.{place}.person")
    return actions.Named(person, one.part, _person(one.deputy, f"contacts.{place}.deputy"))


def _person(key: int | None, field: str) -> Person | None:
    return colleague(key, field) if key is not None else None


def _kind(key: str, actor: Person) -> IncidentKind:
    kind = IncidentKind.objects.filter(key=key).first()
    if kind is None or not (kind.active or may(actor, Action.MANAGE_PLANS)):
        raise NotVisible
    return kind
