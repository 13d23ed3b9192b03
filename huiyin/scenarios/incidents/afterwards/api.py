"""The end of an incident over REST: announced, reported, open again."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from huiyin.cases.rest.problem import conflict
from huiyin.directory.access import Action, permission
from huiyin.scenarios.incidents.afterwards import actions, drafting
from huiyin.scenarios.incidents.afterwards import schemas as said
from huiyin.scenarios.incidents.afterwards.models import Report
from huiyin.scenarios.incidents.api_answers import read, refused
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.refusal import NotSolved
from huiyin.scenarios.incidents.saying import why
from huiyin.scenarios.incidents.schemas import IncidentOut

router = Router(tags=["incidents"])


@router.post(
    "/incidents/{incident_id}/announcement",
    response={201: said.AnnouncementOut},
    operation_id="announceIncidentEnd",
    summary="Say that it is over, to all who were told",
)
@permission(Action.READ)
def announce(
    request: HttpRequest, incident_id: UUID, body: said.AnnouncedEnd
) -> Status[said.AnnouncementOut]:
    """The same text again is one announcement."""
    actor, _incident = read(request, incident_id)
    with refused():
        made = actions.announce(incident_id, body.text, by=actor)
    return Status(201, said.AnnouncementOut.of(made))


@router.post(
    "/incidents/{incident_id}/reopen",
    response=IncidentOut,
    operation_id="reopenIncident",
    summary="It came back",
)
@permission(Action.READ)
def reopen(request: HttpRequest, incident_id: UUID, body: said.ReopenedIncident) -> IncidentOut:
    """The updates begin again; what follows counts from the next time it is solved."""
    actor, _incident = read(request, incident_id)
    with refused():
        return IncidentOut.of(actions.reopen(incident_id, body.reason, by=actor))


@router.get(
    "/incidents/{incident_id}/report",
    response=said.IncidentReportOut,
    operation_id="getIncidentReport",
    summary="The report on an incident",
)
@permission(Action.READ)
def report(request: HttpRequest, incident_id: UUID) -> said.IncidentReportOut:
    """Drafted from the timeline until somebody writes it."""
    _actor, incident = read(request, incident_id)
    return said.IncidentReportOut.of(_report(incident))


@router.put(
    "/incidents/{incident_id}/report",
    response=said.IncidentReportOut,
    operation_id="writeIncidentReport",
    summary="Write the report, and hand it over with `submit`",
)
@permission(Action.READ)
def write(
    request: HttpRequest, incident_id: UUID, body: said.WrittenReport
) -> said.IncidentReportOut:
    """By whoever took part. Handed over it says cause, measures and how long it took."""
    actor, incident = read(request, incident_id)
    given = body.model_dump(exclude={"submit"}, exclude_none=True)
    now = _report(incident)
    words = {name: str(getattr(now, name)) for name in actions.Words.__slots__}
    with refused():
        row = actions.write_report(incident_id, actions.Words(**words | given), by=actor)
        if body.submit:
            row = actions.submit_report(incident_id, by=actor)
    return said.IncidentReportOut.of(row)


def _report(incident: Incident) -> Report:
    if incident.state not in actions.OVER:
        raise conflict("not-solved", why(NotSolved()))
    rows = Report.objects.select_related("submitted_by").filter(incident=incident)
    return rows.first() or drafting.proposed(incident)
