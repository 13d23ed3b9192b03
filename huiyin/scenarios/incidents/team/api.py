"""The team of an incident over REST: called, there, replaced, in command."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import Action, permission
from huiyin.scenarios.incidents.api_answers import read, refused
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.schemas import MemberOut
from huiyin.scenarios.incidents.team import actions
from huiyin.scenarios.incidents.team import command as handing
from huiyin.scenarios.incidents.team import schemas as said

router = Router(tags=["incidents"])
_BY_PHONE = (Proof.SPOKEN, Channel.PHONE)
_HERE = (Proof.BUTTON, Channel.INBOX)


@router.post(
    "/incidents/{incident_id}/team",
    response=list[MemberOut],
    operation_id="nameIncidentTeam",
    summary="Call people into the team, each with a task",
)
@permission(Action.READ)
def name(request: HttpRequest, incident_id: UUID, body: said.NamedTeam) -> list[MemberOut]:
    """Only who commands. Each called owes to report ready."""
    actor, incident = read(request, incident_id)
    calls = [actions.Call(one.person, one.task, one.role) for one in body.members]
    with refused():
        actions.name_team(incident_id, calls, by=actor)
    return _team(incident)


@router.post(
    "/incidents/{incident_id}/notice",
    response=list[MemberOut],
    operation_id="noticeIncident",
    summary="Say that one has heard of it",
)
@permission(Action.READ)
def notice(request: HttpRequest, incident_id: UUID, body: said.SaidPresence) -> list[MemberOut]:
    """For somebody else only by who declared it, commands or looks after them."""
    actor, incident = read(request, incident_id)
    proof, channel = _BY_PHONE if body.by_phone else _HERE
    with refused():
        actions.notice(incident_id, by=actor, person_id=body.person, proof=proof, channel=channel)
    return _team(incident)


@router.post(
    "/incidents/{incident_id}/ready",
    response=list[MemberOut],
    operation_id="reportReadyForIncident",
    summary="Say that one is there and can begin",
)
@permission(Action.READ)
def ready(request: HttpRequest, incident_id: UUID, body: said.SaidPresence) -> list[MemberOut]:
    """For somebody else only by who commands."""
    actor, incident = read(request, incident_id)
    proof, channel = _BY_PHONE if body.by_phone else _HERE
    with refused():
        actions.report_ready(
            incident_id, by=actor, person_id=body.person, proof=proof, channel=channel
        )
    return _team(incident)


@router.post(
    "/incidents/{incident_id}/team/{person_id}/replace",
    response=list[MemberOut],
    operation_id="replaceIncidentMember",
    summary="Somebody else takes a place and its task",
)
@permission(Action.READ)
def replace(
    request: HttpRequest, incident_id: UUID, person_id: int, body: said.ReplacedMember
) -> list[MemberOut]:
    """Only who commands; the replacement is called."""
    actor, incident = read(request, incident_id)
    with refused():
        actions.replace(incident_id, person_id, body.replacement, by=actor, reason=body.reason)
    return _team(incident)


@router.post(
    "/incidents/{incident_id}/command",
    response=list[MemberOut],
    operation_id="handOverIncident",
    summary="Hand the command over, or take it from below",
)
@permission(Action.READ)
def command(request: HttpRequest, incident_id: UUID, body: said.HandedCommand) -> list[MemberOut]:
    """What the former commander owed for the room goes along."""
    actor, incident = read(request, incident_id)
    with refused():
        handing.hand_over(incident_id, body.person, body.reason, by=actor)
    return _team(incident)


def _team(incident: Incident) -> list[MemberOut]:
    rows = actions.present(incident).select_related("person").order_by("pk")
    return [MemberOut.of(row) for row in rows]
