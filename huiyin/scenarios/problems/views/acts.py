"""What people do on the page of a problem: each act answers with the page, 422 when refused."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Person
from huiyin.scenarios.problems import actions, queries, refusals
from huiyin.scenarios.problems.actions import ProblemRefused
from huiyin.scenarios.problems.forms import ColleagueForm
from huiyin.scenarios.problems.models import PlanStep
from huiyin.scenarios.problems.pages import go, page, shown
from huiyin.scenarios.problems.solution import actions as solving
from huiyin.scenarios.problems.views.show import context_of

Act = Callable[[UUID, Person], object]


@require_POST
@page(Action.SEE)
def assign(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Name who solves it."""
    form = ColleagueForm(request.POST)

    def act(key: UUID, actor: Person) -> object:
        if not form.is_valid():
            raise ProblemRefused("owner", "unknown")
        return actions.assign(key, form.cleaned_data["person"], by=actor)

    return _do(request, problem_id, act, _("已定人，方案期限随之起算"))


@require_POST
@page(Action.SEE)
def bounce(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Not ours: back to the desk."""
    reason = request.POST.get("reason", "")
    return _do(
        request,
        problem_id,
        lambda key, actor: actions.bounce(key, reason, by=actor),
        _("已退回登记人重新登记"),
    )


@require_POST
@page(Action.SEE)
def merge(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """The same as another problem, named by its number or its id."""
    wanted = request.POST.get("into", "").strip()

    def act(key: UUID, actor: Person) -> object:
        into = queries.by_number(wanted, actor)
        if into is None:
            raise ProblemRefused("into", "unknown")
        return actions.merge(key, into.pk, by=actor)

    return _do(request, problem_id, act, _("已并入，提出人会看到那一个的进展"))


@require_POST
@page(Action.SEE)
def withdraw(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """No problem any more."""
    reason = request.POST.get("reason", "")
    return _do(
        request,
        problem_id,
        lambda key, actor: actions.withdraw(key, reason, by=actor),
        _("已撤回，不再有待办"),
    )


@require_POST
@page(Action.SEE)
def solve(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Solved, and how."""
    result = request.POST.get("result", "")
    return _do(
        request,
        problem_id,
        lambda key, actor: actions.solve(key, result, by=actor),
        _("已解决，下一步答复提出人"),
    )


@require_POST
@page(Action.SEE)
def tell(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Tell whoever raised it."""
    text, how = request.POST.get("text", ""), request.POST.get("how", "")
    return _do(
        request,
        problem_id,
        lambda key, actor: actions.tell_reporter(key, text, how, by=actor),
        _("已答复，等提出人确认"),
    )


@require_POST
@page(Action.SEE)
def confirm(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """That answers it."""
    words = request.POST.get("words", "")
    return _do(
        request,
        problem_id,
        lambda key, actor: actions.confirm_answer(key, words, by=actor),
        _("已确认，问题了结"),
    )


@require_POST
@page(Action.SEE)
def reopen(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """That does not answer it."""
    words = request.POST.get("words", "")
    return _do(
        request,
        problem_id,
        lambda key, actor: actions.reopen(key, words, by=actor),
        _("已退回负责人重新处理"),
    )


@require_POST
@page(Action.SEE)
def explain(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Explained in public, and where."""
    where = request.POST.get("where", "")
    return _do(
        request,
        problem_id,
        lambda key, actor: actions.explain(key, where, by=actor),
        _("已记下公开说明"),
    )


@require_POST
@page(Action.SEE)
def step(request: HttpRequest, problem_id: UUID, step_id: int) -> HttpResponse:
    """A step of the plan is done, or not needed (``drop``)."""
    note = request.POST.get("note", "")

    def act(key: UUID, actor: Person) -> object:
        if not PlanStep.objects.filter(pk=step_id, solution__problem_id=key).exists():
            raise ProblemRefused("step", "unknown")
        if "drop" in request.POST:
            return solving.drop(step_id, note, by=actor)
        return solving.done(step_id, note, by=actor)

    return _do(request, problem_id, act, _("已记下这一步"))


def _do(request: HttpRequest, problem_id: UUID, act: Act, said: str) -> HttpResponse:
    actor = actor_of(request)
    queries.find(problem_id, actor)
    try:
        act(problem_id, actor)
    except refusals.REFUSALS as error:
        return again(request, problem_id, error)
    messages.success(request, said)
    return go(reverse("problems:show", args=[problem_id]))


def again(request: HttpRequest, problem_id: UUID, error: Exception, **more: Any) -> HttpResponse:
    """The page once more with what stands against the act, and what was typed."""
    context = context_of(
        problem_id,
        actor_of(request),
        problems=refusals.words(error),
        posted=request.POST,
        **more,
    )
    return shown(request, "problems/show.html", context, status=422)
