"""Incidents over REST: declared, looked at, told about, ended; the same permissions as the pages."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from huiyin.cases.rest.problem import invalid
from huiyin.cases.rest.values import caller
from huiyin.directory.access import Action, permission
from huiyin.kit import clock
from huiyin.scenarios.incidents import actions, queries
from huiyin.scenarios.incidents.afterwards import api as afterwards_api
from huiyin.scenarios.incidents.api_answers import read, refused
from huiyin.scenarios.incidents.callout import api as callout_api
from huiyin.scenarios.incidents.clients import api as clients_api
from huiyin.scenarios.incidents.models import Incident, IncidentKind, MemberState, Update
from huiyin.scenarios.incidents.plans import api as plans_api
from huiyin.scenarios.incidents.review import api as review_api
from huiyin.scenarios.incidents.room import clocks, timeline
from huiyin.scenarios.incidents.schemas import (
    DeclaredIncident,
    GivenUpdate,
    IncidentOut,
    IncidentUpdateOut,
    IncidentWhole,
    MemberOut,
    NextUpdateOut,
    ResolvedIncident,
    StoodDownIncident,
    TimelineLineOut,
    WrittenNote,
)
from huiyin.scenarios.incidents.team import api as team_api

router = Router(tags=["incidents"])
for _topic in (team_api, callout_api, afterwards_api, review_api, clients_api, plans_api):
    router.add_router("", _topic.router)
PAGE = 200


@router.get(
    "/incidents",
    response=list[IncidentOut],
    operation_id="listIncidents",
    summary="The incidents that the caller sees, the running ones first",
)
@permission(Action.SEE)
def index(request: HttpRequest) -> list[IncidentOut]:
    """At most 200."""
    return [IncidentOut.of(row) for row in queries.visible_to(caller(request))[:PAGE]]


@router.post(
    "/incidents",
    response={201: IncidentWhole},
    operation_id="declareIncident",
    summary="Declare an incident",
)
@permission(Action.WRITE_NOTICE)
def declare(request: HttpRequest, body: DeclaredIncident) -> Status[IncidentWhole]:
    """Whoever is on duty for the kind hears of it at once."""
    actor = caller(request)
    given = body.model_dump(exclude={"kind"})
    kind = IncidentKind.objects.filter(key=body.kind).first()
    if kind is None:
        words = _("没有这一种")
        raise invalid(words, {"kind": words})
    with refused():
        made = actions.raise_incident(by=actor, kind=kind, **given)
    return Status(201, whole(made))


@router.get(
    "/incidents/{incident_id}",
    response=IncidentWhole,
    operation_id="getIncident",
    summary="An incident with its team, updates and timeline",
)
@permission(Action.READ)
def show(request: HttpRequest, incident_id: UUID) -> IncidentWhole:
    """The newest line first."""
    _actor, incident = read(request, incident_id)
    return whole(incident)


@router.post(
    "/incidents/{incident_id}/updates",
    response={201: IncidentUpdateOut},
    operation_id="updateIncident",
    summary="Say how it stands",
)
@permission(Action.READ)
def update(request: HttpRequest, incident_id: UUID, body: GivenUpdate) -> Status[IncidentUpdateOut]:
    """Counts as the commander's word to the management."""
    actor, _incident = read(request, incident_id)
    words = actions.Words(body.known, body.done, body.next)
    audience = ["management", *body.audience]
    with refused():
        made = actions.give_update(incident_id, words, by=actor, audience=audience)
    return Status(201, IncidentUpdateOut.of(made))


@router.post(
    "/incidents/{incident_id}/notes",
    response=IncidentWhole,
    operation_id="noteIncident",
    summary="Write a line into the timeline",
)
@permission(Action.READ)
def note(request: HttpRequest, incident_id: UUID, body: WrittenNote) -> IncidentWhole:
    """Whoever takes part may."""
    actor, incident = read(request, incident_id)
    with refused():
        actions.note(incident_id, body.text, by=actor, kind=body.kind)
    return whole(incident)


@router.post(
    "/incidents/{incident_id}/resolve",
    response=IncidentOut,
    operation_id="resolveIncident",
    summary="Declare it solved",
)
@permission(Action.READ)
def resolve(request: HttpRequest, incident_id: UUID, body: ResolvedIncident) -> IncidentOut:
    """Only who commands; done twice it is once."""
    actor, _incident = read(request, incident_id)
    with refused():
        return IncidentOut.of(actions.resolve(incident_id, by=actor, **body.model_dump()))


@router.post(
    "/incidents/{incident_id}/stand-down",
    response=IncidentOut,
    operation_id="standDownIncident",
    summary="It was a false alarm",
)
@permission(Action.READ)
def stand_down(request: HttpRequest, incident_id: UUID, body: StoodDownIncident) -> IncidentOut:
    """Only who commands; nobody owes anything any more."""
    actor, _incident = read(request, incident_id)
    with refused():
        return IncidentOut.of(actions.stand_down(incident_id, body.reason, by=actor))


def whole(incident: Incident) -> IncidentWhole:
    """Everything of one incident."""
    now = clock.now()
    team = incident.members.exclude(state=MemberState.REPLACED).select_related("person")
    updates = Update.objects.filter(incident=incident).select_related("by").order_by("number")
    head = IncidentOut.of(incident)
    return IncidentWhole(
        **head.model_dump(exclude={"initiator", "commander"}),
        initiator=head.initiator,
        commander=head.commander,
        team=[MemberOut.of(row) for row in team.order_by("pk")],
        updates=[IncidentUpdateOut.of(row) for row in updates],
        next_update=NextUpdateOut.of(clocks.next_update(incident)),
        timeline=[TimelineLineOut.of(line) for line in timeline.read(incident, now)],
    )
