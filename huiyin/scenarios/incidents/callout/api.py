"""The phone list of an incident over REST."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from huiyin.directory.access import Action, permission
from huiyin.scenarios.incidents.api_answers import read, refused
from huiyin.scenarios.incidents.callout import actions, queries
from huiyin.scenarios.incidents.callout import schemas as said
from huiyin.scenarios.incidents.models import Incident

router = Router(tags=["incidents"])


@router.get(
    "/incidents/{incident_id}/calls",
    response=said.CallListOut,
    operation_id="listIncidentCalls",
    summary="Whom to phone, with their numbers",
)
@permission(Action.READ)
def calls(request: HttpRequest, incident_id: UUID) -> said.CallListOut:
    """Who was called and gave no word, the first due first; then the contacts of the plan."""
    _actor, incident = read(request, incident_id)
    return _call_list(incident)


@router.post(
    "/incidents/{incident_id}/calls/{person_id}",
    response=said.CallListOut,
    operation_id="recordIncidentCall",
    summary="Write down what came of phoning somebody",
)
@permission(Action.READ)
def call(
    request: HttpRequest, incident_id: UUID, person_id: int, body: said.CallResult
) -> said.CallListOut:
    """Who answered has taken notice, or is ready."""
    actor, incident = read(request, incident_id)
    with refused():
        actions.record_call(incident_id, person_id, body.outcome, by=actor, note=body.note)
    return _call_list(incident)


def _call_list(incident: Incident) -> said.CallListOut:
    silent = queries.to_call(incident) if incident.is_open else []
    return said.CallListOut(
        silent=[said.CallRowOut.of(row) for row in silent],
        contacts=[said.CallRowOut.of(row) for row in queries.contacts(incident)],
    )
