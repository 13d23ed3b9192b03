"""What people do on the page of a problem: each act answers with the page, 422 when refused."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
View = Callable[..., HttpResponse]


def _typed(act: Callable[..., object], place: str, said: Promise, *fields: str) -> View:
    """The view of an act that takes what was typed into ``fields``; ``said`` when it is done.

    ``place`` is the part of the page that says why it was refused.
    """

    @require_POST
    @page(Action.SEE)
    def view(request: HttpRequest, problem_id: UUID) -> HttpResponse:
        words = [request.POST.get(name, "") for name in fields]
        done = str(said)
        return _do(request, problem_id, lambda key, by: act(key, *words, by=by), done, place)

    return view


bounce = _typed(actions.bounce, "bounce", gettext_lazy("已退回登记人重新登记"), "reason")
"""Not ours: back to the desk."""

withdraw = _typed(actions.withdraw, "withdraw", gettext_lazy("已撤回，不再有待办"), "reason")
"""No problem any more."""

solve = _typed(actions.solve, "solve", gettext_lazy("已解决，下一步答复提出人"), "result")
"""Solved, and how."""

tell = _typed(actions.tell_reporter, "tell", gettext_lazy("已答复，等提出人确认"), "text", "how")
"""Tell whoever raised it."""

confirm = _typed(actions.confirm_answer, "confirm", gettext_lazy("已确认，问题了结"), "words")
"""That answers it."""

reopen = _typed(actions.reopen, "confirm", gettext_lazy("已退回负责人重新处理"), "words")
"""That does not answer it."""

explain = _typed(actions.explain, "explain", gettext_lazy("已记下公开说明"), "where")
"""Explained in public, and where."""


@require_POST
@page(Action.SEE)
def assign(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Name who solves it."""
    form = ColleagueForm(request.POST)

    def act(key: UUID, actor: Person) -> object:
        if not form.is_valid():
            raise ProblemRefused("owner", "unknown")
        return actions.assign(key, form.cleaned_data["person"], by=actor)

    return _do(request, problem_id, act, _("已定人，方案期限随之起算"), "assign")


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

    return _do(request, problem_id, act, _("已并入，提出人会看到那一个的进展"), "merge")


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


def _do(
    request: HttpRequest, problem_id: UUID, act: Act, said: str, place: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    queries.find(problem_id, actor)
    try:
        act(problem_id, actor)
    except refusals.REFUSALS as error:
        return again(request, problem_id, error, place=place)
    messages.success(request, said)
    return go(reverse("problems:show", args=[problem_id]))


def again(
    request: HttpRequest, problem_id: UUID, error: Exception, *, place: str = "", **more: Any
) -> HttpResponse:
    """The page once more with what was typed, and what stands against the act where it was typed.

    At the top where the page does not offer the act any more.
    """
    context = context_of(
        problem_id,
        actor_of(request),
        problems=refusals.words(error),
        posted=request.POST,
        **more,
    )
    context["place"] = place if context["may"].get(place) else ""
    return shown(request, "problems/show.html", context, status=422)
