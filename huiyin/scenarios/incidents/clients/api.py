"""Statements to clients over REST: drafted, put forward, sent."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from huiyin.cases.rest.values import caller
from huiyin.directory.access import Action, permission
from huiyin.scenarios.incidents.api_answers import read, refused
from huiyin.scenarios.incidents.clients import actions, queries
from huiyin.scenarios.incidents.clients import schemas as said
from huiyin.scenarios.incidents.clients.schemas import StatementOut

router = Router(tags=["incidents"])


@router.get(
    "/incidents/{incident_id}/statements",
    response=list[StatementOut],
    operation_id="listClientStatements",
    summary="What clients were told about an incident, the newest first",
)
@permission(Action.READ)
def index(request: HttpRequest, incident_id: UUID) -> list[StatementOut]:
    """Drafts are for who writes to the clients."""
    actor, incident = read(request, incident_id)
    return [StatementOut.of(row) for row in queries.of_incident(incident, actor)]


@router.post(
    "/incidents/{incident_id}/statements",
    response={201: StatementOut},
    operation_id="beginClientStatement",
    summary="Begin a statement, drafted from what the room knows",
)
@permission(Action.READ)
def begin(request: HttpRequest, incident_id: UUID) -> Status[StatementOut]:
    """The open one when there is one."""
    actor, _incident = read(request, incident_id)
    with refused():
        made = actions.begin(incident_id, by=actor)
    return Status(201, StatementOut.of(made))


@router.get(
    "/client-statements/{statement_id}",
    response=StatementOut,
    operation_id="getClientStatement",
    summary="A statement with whom it goes to",
)
@permission(Action.READ)
def show(request: HttpRequest, statement_id: UUID) -> StatementOut:
    """For who writes it, who signs it, and client service once it is agreed."""
    return StatementOut.of(queries.find(statement_id, caller(request)))


@router.put(
    "/client-statements/{statement_id}",
    response=StatementOut,
    operation_id="writeClientStatement",
    summary="Write a statement that is a draft",
)
@permission(Action.READ)
def write(request: HttpRequest, statement_id: UUID, body: said.WrittenStatement) -> StatementOut:
    """What is left out stays."""
    actor = caller(request)
    row = queries.find(statement_id, actor)
    given = body.model_dump(exclude={"clients", "parties"}, exclude_none=True)
    kept = {name: str(getattr(row, name)) for name in actions.Words.__slots__}
    clients = None
    if body.clients is not None:
        clients = [(one.name, one.address) for one in body.clients]
    with refused():
        words = actions.Words(**kept | given)
        made = actions.write(statement_id, words, by=actor, clients=clients, parties=body.parties)
    return StatementOut.of(made)


@router.post(
    "/client-statements/{statement_id}/forward",
    response=StatementOut,
    operation_id="forwardClientStatement",
    summary="Ask the marketing department to agree to the wording",
)
@permission(Action.READ)
def forward(request: HttpRequest, statement_id: UUID) -> StatementOut:
    """Wants what happened, an apology and the wording."""
    actor = caller(request)
    queries.find(statement_id, actor)
    with refused():
        actions.put_forward(statement_id, by=actor)
    return StatementOut.of(queries.find(statement_id, actor))


@router.post(
    "/client-statements/{statement_id}/send",
    response=StatementOut,
    operation_id="sendClientStatement",
    summary="It goes out: by mail, and where `places` say",
)
@permission(Action.READ)
def send(request: HttpRequest, statement_id: UUID, body: said.SentStatement) -> StatementOut:
    """Refused with the clause until the wording is agreed; twice is once."""
    actor = caller(request)
    queries.find(statement_id, actor)
    places = [actions.Place(one.kind, one.where) for one in body.places]
    with refused():
        return StatementOut.of(actions.notify(statement_id, places, by=actor))
