"""Problems over REST from the solution on: written, carried out, solved, answered, sorted."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from huiyin.cases.rest.values import caller
from huiyin.directory.access import Action, NotVisible, permission
from huiyin.scenarios.problems import actions, queries
from huiyin.scenarios.problems import schemas as said
from huiyin.scenarios.problems.api_answers import after, person, refused, whole
from huiyin.scenarios.problems.classes import actions as sorting
from huiyin.scenarios.problems.models import PlanStep
from huiyin.scenarios.problems.schemas import ProblemWhole
from huiyin.scenarios.problems.solution import actions as solving
from huiyin.scenarios.problems.solution.content import KEYS, Option, Planned, Words

router = Router(tags=["problems"])


@router.put(
    "/problems/{problem_id}/solution",
    response=ProblemWhole,
    operation_id="writeSolution",
    summary="Write the solution report, and put it forward with `submit`",
)
@permission(Action.READ)
def solution(request: HttpRequest, problem_id: UUID, body: said.WrittenSolution) -> ProblemWhole:
    """Refused with what is missing; what was written is kept."""
    actor = caller(request)
    queries.find(problem_id, actor, Action.READ)
    with refused():
        solving.write(problem_id, _words(body), by=actor)
        if body.submit:
            solving.submit(problem_id, by=actor)
    return whole(problem_id, actor)


@router.post(
    "/problems/{problem_id}/steps/{step_id}",
    response=ProblemWhole,
    operation_id="endPlanStep",
    summary="Say that a step of the plan is done, or dropped",
)
@permission(Action.READ)
def step(
    request: HttpRequest, problem_id: UUID, step_id: int, body: said.EndedStep
) -> ProblemWhole:
    """Dropping wants a reason in `note`."""
    actor = caller(request)
    if not PlanStep.objects.filter(pk=step_id, solution__problem_id=problem_id).exists():
        raise NotVisible
    with refused():
        if body.drop:
            solving.drop(step_id, body.note, by=actor)
        else:
            solving.done(step_id, body.note, by=actor)
    return whole(problem_id, actor)


@router.post(
    "/problems/{problem_id}/solve",
    response=ProblemWhole,
    operation_id="solveProblem",
    summary="Say that a problem is solved",
)
@permission(Action.READ)
def solve(request: HttpRequest, problem_id: UUID, body: said.SolvedProblem) -> ProblemWhole:
    """Refused with the clause while a step of the plan is open."""
    return after(request, problem_id, lambda by: actions.solve(problem_id, body.result, by=by))


@router.post(
    "/problems/{problem_id}/answer",
    response=ProblemWhole,
    operation_id="tellReporter",
    summary="Tell whoever raised it what came of it",
)
@permission(Action.READ)
def tell(request: HttpRequest, problem_id: UUID, body: said.ToldReporter) -> ProblemWhole:
    """A colleague is asked whether that answers it."""
    return after(
        request,
        problem_id,
        lambda by: actions.tell_reporter(problem_id, body.text, body.how, by=by),
    )


@router.post(
    "/problems/{problem_id}/response",
    response=ProblemWhole,
    operation_id="respondToAnswer",
    summary="Say whether the answer solves it",
)
@permission(Action.READ)
def respond(request: HttpRequest, problem_id: UUID, body: said.AnswerResponse) -> ProblemWhole:
    """By whoever raised it; for somebody outside by the owner."""
    actor = caller(request)
    with refused():
        if body.solved:
            actions.confirm_answer(problem_id, body.words, by=actor)
        else:
            actions.reopen(problem_id, body.words, by=actor)
    return whole(problem_id, actor)


@router.post(
    "/problems/{problem_id}/explain",
    response=ProblemWhole,
    operation_id="explainProblem",
    summary="Say where a major problem was explained in public",
)
@permission(Action.READ)
def explain(request: HttpRequest, problem_id: UUID, body: said.ExplainedProblem) -> ProblemWhole:
    """Once it is solved; twice is once."""
    return after(request, problem_id, lambda by: actions.explain(problem_id, body.where, by=by))


@router.post(
    "/problems/{problem_id}/sort",
    response=ProblemWhole,
    operation_id="sortProblem",
    summary="Say what a problem is about",
)
@permission(Action.READ)
def sort(request: HttpRequest, problem_id: UUID, body: said.SortedProblem) -> ProblemWhole:
    """For the numbers of its month."""
    return after(
        request, problem_id, lambda by: sorting.sort(problem_id, body.category, body.topic, by=by)
    )


def _words(body: said.WrittenSolution) -> Words:
    options = tuple(
        Option(key, one.kind, one.name, one.text, one.cost, one.risk)
        for key, one in zip(KEYS, body.options, strict=False)
    )
    steps = tuple(
        Planned(one.text, person(one.owner, f"steps.{place}.owner"), one.due_at)
        for place, one in enumerate(body.steps)
    )
    return Words(
        body.cause, body.impact, options, body.recommended, body.plan, body.resources, steps
    )
