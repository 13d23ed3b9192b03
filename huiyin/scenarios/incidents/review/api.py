"""The review of an incident over REST: written together, completed, and what comes of it."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from huiyin.directory.access import Action, NotVisible, permission
from huiyin.directory.models import Person
from huiyin.scenarios.incidents import api_answers
from huiyin.scenarios.incidents.api_answers import colleague, read
from huiyin.scenarios.incidents.review import actions, outcome, queries, words
from huiyin.scenarios.incidents.review import schemas as said
from huiyin.scenarios.incidents.review.models import Improvement
from huiyin.scenarios.incidents.review.schemas import ReviewOut

router = Router(tags=["incidents"])
refused = partial(api_answers.refused, words.said)


@router.get(
    "/incidents/{incident_id}/review",
    response=ReviewOut,
    operation_id="getIncidentReview",
    summary="The review of an incident",
)
@permission(Action.READ)
def show(request: HttpRequest, incident_id: UUID) -> ReviewOut:
    """404 until somebody begins it."""
    _actor, incident = read(request, incident_id)
    row = queries.of_incident(incident)
    if row is None:
        raise NotVisible
    return ReviewOut.of(row)


@router.put(
    "/incidents/{incident_id}/review",
    response=ReviewOut,
    operation_id="writeIncidentReview",
    summary="Write what was learned",
)
@permission(Action.READ)
def write(request: HttpRequest, incident_id: UUID, body: said.WrittenReview) -> ReviewOut:
    """By everybody who took part, until it is completed."""
    _actor, incident = read(request, incident_id)
    given = body.model_dump(exclude={"people", "process_owner"}, exclude_none=True)
    now = queries.of_incident(incident)
    kept = {name: str(getattr(now, name, "")) for name in actions.Words.__slots__}
    for key in body.people or ():
        colleague(key, "people")
    return _after(
        request,
        incident_id,
        lambda by: actions.write(
            incident_id,
            actions.Words(**kept | given),
            by=by,
            people=body.people,
            process_owner=body.process_owner,
        ),
    )


@router.post(
    "/incidents/{incident_id}/review/causes",
    response={201: ReviewOut},
    operation_id="addIncidentCause",
    summary="Ask why once more",
)
@permission(Action.READ)
def add_cause(request: HttpRequest, incident_id: UUID, body: said.AddedCause) -> Status[ReviewOut]:
    """The same cause twice is one."""
    values = body.model_dump()
    return Status(
        201,
        _after(request, incident_id, lambda by: actions.add_cause(incident_id, by=by, **values)),
    )


@router.delete(
    "/incidents/{incident_id}/review/causes/{cause_id}",
    response=ReviewOut,
    operation_id="dropIncidentCause",
    summary="Take a cause back, with those under it",
)
@permission(Action.READ)
def drop_cause(request: HttpRequest, incident_id: UUID, cause_id: int) -> ReviewOut:
    """One that is gone is gone."""
    return _after(request, incident_id, lambda by: actions.drop_cause(incident_id, cause_id, by=by))


@router.post(
    "/incidents/{incident_id}/review/improvements",
    response={201: ReviewOut},
    operation_id="addIncidentImprovement",
    summary="Plan what somebody will do about it",
)
@permission(Action.READ)
def add_improvement(
    request: HttpRequest, incident_id: UUID, body: said.AddedImprovement
) -> Status[ReviewOut]:
    """Owed from the completion of the review on."""
    values = body.model_dump()
    return Status(
        201,
        _after(
            request, incident_id, lambda by: actions.add_improvement(incident_id, by=by, **values)
        ),
    )


@router.delete(
    "/incidents/{incident_id}/review/improvements/{order}",
    response=ReviewOut,
    operation_id="dropIncidentImprovement",
    summary="Take a planned improvement back",
)
@permission(Action.READ)
def drop_improvement(request: HttpRequest, incident_id: UUID, order: int) -> ReviewOut:
    """Until the review is completed."""
    return _after(
        request, incident_id, lambda by: actions.drop_improvement(incident_id, order, by=by)
    )


@router.post(
    "/incidents/{incident_id}/review/improvements/{order}/done",
    response=ReviewOut,
    operation_id="finishIncidentImprovement",
    summary="Say that an improvement is done",
)
@permission(Action.READ)
def finish(
    request: HttpRequest, incident_id: UUID, order: int, body: said.FinishedImprovement
) -> ReviewOut:
    """By its owner, or who answers for them; twice is once."""
    _actor, incident = read(request, incident_id)
    if not Improvement.objects.filter(review__incident=incident, order=order).exists():
        raise NotVisible
    return _after(
        request,
        incident_id,
        lambda by: actions.finish(incident_id, order, by=by, result=body.result),
    )


@router.post(
    "/incidents/{incident_id}/review/complete",
    response=ReviewOut,
    operation_id="completeIncidentReview",
    summary="The review is done: its improvements are owed",
)
@permission(Action.READ)
def complete(request: HttpRequest, incident_id: UUID) -> ReviewOut:
    """Wants a cause, and who owns the process."""
    return _after(request, incident_id, lambda by: actions.complete(incident_id, by=by))


@router.post(
    "/incidents/{incident_id}/review/outcome",
    response=ReviewOut,
    operation_id="decideIncidentProcess",
    summary="Say whether the process changes",
)
@permission(Action.READ)
def decide(request: HttpRequest, incident_id: UUID, body: said.DecidedProcess) -> ReviewOut:
    """Only its owner; decided once."""
    act = outcome.change if body.changed else outcome.decline
    return _after(request, incident_id, lambda by: act(incident_id, body.words, by=by))


@router.post(
    "/incidents/{incident_id}/review/proposals",
    response={201: ReviewOut},
    operation_id="proposeClauseChange",
    summary="Propose that a clause be changed",
)
@permission(Action.READ)
def propose(
    request: HttpRequest, incident_id: UUID, body: said.ProposedClause
) -> Status[ReviewOut]:
    """A draft amendment begins that names this incident."""
    made = _after(
        request,
        incident_id,
        lambda by: outcome.propose(incident_id, body.clause, body.reason, by=by),
    )
    return Status(201, made)


def _after(request: HttpRequest, incident_id: UUID, act: Callable[[Person], object]) -> ReviewOut:
    """The review after ``act`` of the caller; what is refused changes nothing."""
    actor, incident = read(request, incident_id)
    with refused():
        act(actor)
    row = queries.of_incident(incident)
    if row is None:
        raise NotVisible
    return ReviewOut.of(row)
