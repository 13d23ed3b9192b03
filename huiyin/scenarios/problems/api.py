"""Problems over REST: the same verbs, reads and permissions as the pages."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from huiyin.cases.models import Classification
from huiyin.cases.rest import paging
from huiyin.cases.rest.paging import Page, PageQuery
from huiyin.cases.rest.values import caller
from huiyin.directory.access import Action, permission
from huiyin.directory.models import Department
from huiyin.scenarios.problems import actions, api_solving, queries
from huiyin.scenarios.problems import schemas as said
from huiyin.scenarios.problems.actions import Entry
from huiyin.scenarios.problems.api_answers import after, person, refused, whole
from huiyin.scenarios.problems.classes import counting
from huiyin.scenarios.problems.schemas import ProblemOut, ProblemWhole

router = Router(tags=["problems"])
router.add_router("", api_solving.router)


@router.get(
    "/problems",
    response=Page[ProblemOut],
    operation_id="listProblems",
    summary="The register, the newest first",
)
@permission(Action.SEE)
def index(
    request: HttpRequest,
    page: Query[PageQuery],
    state: str = "",
    q: str = "",
    *,
    over: bool = False,
) -> Page[ProblemOut]:
    """Those that are not over, unless `state` or `over` asks for others."""
    wanted = queries.Wanted(text=q[:60], state=state, over=over)
    name = f"problems:{state}:{over}:{q[:60]}"
    key = paging.read(page, name, str)
    rows = queries.register(caller(request), wanted).order_by("-pk")
    rows = rows.filter(pk__lt=key[0]) if key else rows
    found = list(rows[: page.limit + 1])
    shown, following = paging.cut(found, page.limit, name, lambda row: (str(row.pk),))
    return Page[ProblemOut](items=[ProblemOut.of(row) for row in shown], next=following)


@router.post(
    "/problems",
    response={201: ProblemWhole},
    operation_id="reportProblem",
    summary="Report a problem",
)
@permission(Action.WRITE_NOTICE)
def report(request: HttpRequest, body: said.NewProblem) -> Status[ProblemWhole]:
    """With `reporter_name` on behalf of somebody outside."""
    actor, values = caller(request), body.dict()
    secret = values.pop("confidential")
    kind = Classification.CONFIDENTIAL if secret else Classification.INTERNAL
    with refused():
        made = actions.report(by=actor, classification=kind, **values)
    return Status(201, whole(made.pk, actor))


@router.get(
    "/problems/frequent",
    response=list[said.FrequentOut],
    operation_id="frequentProblems",
    summary="What came again and again in a month, the most frequent first",
)
@permission(Action.SEE)
def frequent(request: HttpRequest, month: date) -> list[said.FrequentOut]:
    """`month` is any day of it."""
    caller(request)
    found = counting.figures(counting.raised_in(counting.first_of(month)))
    return [
        said.FrequentOut(topic=f.topic, category=f.category, number=f.number, share=f.share)
        for f in found
    ]


@router.get(
    "/problems/{problem_id}",
    response=ProblemWhole,
    operation_id="getProblem",
    summary="A problem with its text and its newest report",
)
@permission(Action.READ)
def show(request: HttpRequest, problem_id: UUID) -> ProblemWhole:
    """Everything that its page shows of it."""
    return whole(problem_id, caller(request))


@router.post(
    "/problems/{problem_id}/register",
    response=ProblemWhole,
    operation_id="registerProblem",
    summary="Write a reported problem into the register",
)
@permission(Action.READ)
def register(request: HttpRequest, problem_id: UUID, body: said.RegisteredProblem) -> ProblemWhole:
    """Refused with the clause when department or deadline is missing."""
    actor, values = caller(request), body.dict()
    wanted = values.pop("in_charge")
    place = Department.objects.filter(pk=wanted, active=True).first() if wanted else None
    with refused():
        actions.register(problem_id, Entry(in_charge=place, **values), by=actor)
    return whole(problem_id, actor)


@router.post(
    "/problems/{problem_id}/assign",
    response=ProblemWhole,
    operation_id="assignProblem",
    summary="Name who solves a problem",
)
@permission(Action.READ)
def assign(request: HttpRequest, problem_id: UUID, body: said.AssignedProblem) -> ProblemWhole:
    """The head of the department in charge does this."""
    actor = caller(request)
    queries.find(problem_id, actor, Action.READ)
    with refused():
        actions.assign(problem_id, person(body.owner, "owner"), by=actor)
    return whole(problem_id, actor)


@router.post(
    "/problems/{problem_id}/bounce",
    response=ProblemWhole,
    operation_id="bounceProblem",
    summary="Give a problem back to the desk: it is not ours",
)
@permission(Action.READ)
def bounce(request: HttpRequest, problem_id: UUID, body: said.ReasonedAct) -> ProblemWhole:
    """Twice, and a meeting across departments is owed."""
    return after(request, problem_id, lambda by: actions.bounce(problem_id, body.reason, by=by))


@router.post(
    "/problems/{problem_id}/merge",
    response=ProblemWhole,
    operation_id="mergeProblem",
    summary="Say that a problem is the same as another one",
)
@permission(Action.READ)
def merge(request: HttpRequest, problem_id: UUID, body: said.MergedProblem) -> ProblemWhole:
    """The other one goes on."""
    return after(request, problem_id, lambda by: actions.merge(problem_id, body.into, by=by))


@router.post(
    "/problems/{problem_id}/withdraw",
    response=ProblemWhole,
    operation_id="withdrawProblem",
    summary="Say that it is no problem any more",
)
@permission(Action.READ)
def withdraw(request: HttpRequest, problem_id: UUID, body: said.ReasonedAct) -> ProblemWhole:
    """Nobody owes anything about it then; twice is once."""
    return after(request, problem_id, lambda by: actions.withdraw(problem_id, body.reason, by=by))
