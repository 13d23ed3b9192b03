"""Writing the solution report, putting it forward, and taking it away as a file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.papers.handing import WRITERS, hand_out
from huiyin.cases.signoff import queries as signing
from huiyin.cases.signoff.rounds import AlreadyRunning, NothingToSign
from huiyin.cases.signoff.seating import NobodyLeft
from huiyin.directory.access import Action, NotVisible, actor_of
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.problems import authority, queries, refusals
from huiyin.scenarios.problems.models import Problem, Solution
from huiyin.scenarios.problems.pages import go, page, shown
from huiyin.scenarios.problems.solution import actions, content, report_paper, typed
from huiyin.scenarios.problems.solution.typed import Typed


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def write(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """The report of who solves it; kept as it is typed, put forward when it is whole."""
    actor = actor_of(request)
    problem = queries.find(problem_id, actor, Action.READ)
    authority.demand(actor, problem, allowed=authority.may_own(actor, problem))
    if not actions.is_written(problem):
        return go(reverse("problems:show", args=[problem.pk]))
    if request.method == "POST":
        return _save(request, problem, actor)
    return _shown(request, problem, typed.of(actions.current(problem)))


@require_safe
@page(Action.READ)
def download(request: HttpRequest, problem_id: UUID, ending: str) -> HttpResponse:
    """The newest report as DOCX or PDF."""
    actor = actor_of(request)
    problem = queries.find(problem_id, actor, Action.READ)
    solution = Solution.objects.filter(problem=problem).order_by("-round").first()
    hidden = solution is None or (
        solution.submitted_at is None and not authority.may_own(actor, problem)
    )
    if solution is None or hidden or ending not in WRITERS:
        raise NotVisible
    return hand_out(report_paper.paper(problem, solution), ending)


def _save(request: HttpRequest, problem: Problem, actor: Person) -> HttpResponse:
    said = typed.read(request.POST)
    try:
        actions.write(problem.pk, said.words, by=actor)
    except refusals.REFUSALS as error:
        return _shown(request, problem, said, refusals.words(error), status=422)
    if said.problems:
        return _shown(request, problem, said, said.problems, status=422)
    then = request.POST.get("then", "")
    if then != "submit":
        if then != "more":
            messages.success(request, _("已保存，还没有提交"))
        return go(reverse("problems:solution", args=[problem.pk]))
    try:
        actions.submit(problem.pk, by=actor)
    except refusals.REFUSALS as error:
        return _shown(request, problem, said, refusals.words(error), status=422)
    except (NobodyLeft, NothingToSign, AlreadyRunning):
        words = [_("没有人可以批复，请管理员先指定部门主管或管理层")]
        return _shown(request, problem, said, words, status=422)
    messages.success(request, _("方案已提交，等批复"))
    return go(reverse("problems:show", args=[problem.pk]))


def _shown(
    request: HttpRequest,
    problem: Problem,
    said: Typed,
    wrong: list[str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    solution = actions.current(problem)
    context: dict[str, Any] = {
        "problem": problem,
        "said": said.words,
        "options": said.options(),
        "rows": typed.with_blank(said.rows),
        "problems": wrong or [],
        "lacks": content.missing(solution or Solution(), clock.now()),
        "solution": solution,
        "colleagues": queries.colleagues(problem),
        "returned": _returned(problem),
    }
    return shown(request, "problems/solution.html", context, status=status)


def _returned(problem: Problem) -> str:
    last = signing.of_case(problem)
    return last.reason if last is not None and last.state in ("returned", "rejected") else ""
