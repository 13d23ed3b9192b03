"""The page of one problem."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.cases import attachments, following
from huiyin.cases.signoff import forecast
from huiyin.cases.signoff import queries as signing
from huiyin.cases.signoff.models import RoundState
from huiyin.directory.access import Action, actor_of, may
from huiyin.directory.models import Person
from huiyin.scenarios.problems import authority, life, nature, queries, showing
from huiyin.scenarios.problems.models import AnswerBy, Month, Problem, ProblemState, StepState
from huiyin.scenarios.problems.pages import page, shown
from huiyin.scenarios.problems.solution import content, path
from huiyin.ui import live


@require_safe
@page(Action.SEE)
def show(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Everything about it, and what the viewer can do. A month has a page of its own."""
    actor = actor_of(request)
    month = Month.objects.filter(pk=problem_id).first()
    if month is not None:
        return HttpResponseRedirect(f"{reverse('problems:classes')}?month={month.begins:%Y-%m}")
    return shown(request, "problems/show.html", context_of(problem_id, actor))


@require_safe
@page(Action.SEE)
def parts(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """The parts that stay fresh: how far it is and who owes what, or what happened (``part``)."""
    context = context_of(problem_id, actor_of(request))
    wants_course = request.GET.get("part") == "course" and context["may_read"]
    template = "problems/_course.html" if wants_course else "problems/_progress.html"
    return shown(request, template, context)


def context_of(problem_id: UUID, actor: Person, **more: Any) -> dict[str, Any]:
    """Everything that the page of a problem shows; ``more`` replaces."""
    problem = queries.find(problem_id, actor)
    if not may(actor, Action.READ, problem):
        return {"problem": problem, "may_read": False, "steps": life.steps(problem)}
    return {
        "problem": problem,
        "may_read": True,
        "steps": life.steps(problem),
        "owed": life.owed(problem, actor),
        "course": life.course(problem),
        "attachments": attachments.of_case(problem),
        "answers": list(problem.answers.select_related("by").order_by("-at")),
        "forum": nature.forum(problem),
        "approval": nature.approval(problem),
        "duplicates": list(problem.merged.all()),
        "origin": following.origin_of(problem, actor),
        "led_to": following.led_to(problem, actor),
        "may": _rights(problem, actor),
        "hows": AnswerBy.choices,
        "colleagues": queries.colleagues(problem),
        "explain_by_notice": following.compose_address(problem.pk, "whole"),
        "live_topics": live.topics(actor, f"case:{problem.pk}", f"person:{actor.pk}"),
        **_solution(problem, actor),
        **showing.context(problem, actor),
        **more,
    }


def _rights(problem: Problem, actor: Person) -> dict[str, bool]:
    """What the viewer may do now; the template shows these acts and no others."""
    state, owns = problem.state, authority.may_own(actor, problem)
    registers = authority.may_register(actor, problem)
    answers = problem.reporter_id == actor.pk if problem.reporter_id else owns
    told = state == ProblemState.TOLD
    return {
        "register": registers and state == ProblemState.REPORTED,
        "assign": state == ProblemState.REGISTERED and authority.may_assign(actor, problem),
        "write": owns and state == ProblemState.ASSIGNED,
        "solve": owns and state == ProblemState.DOING,
        "tell": owns and state == ProblemState.SOLVED,
        "confirm": told and answers,
        "explain": owns and problem.is_major and problem.solved_at is not None
        and problem.explained_at is None,
        "bounce": authority.may_bounce(actor, problem),
        "merge": registers and state in queries.OPEN[:3],
        "withdraw": authority.may_withdraw(actor, problem),
        "steps": owns and state == ProblemState.DOING,
    }  # fmt: skip


def _solution(problem: Problem, actor: Person) -> dict[str, Any]:
    last = problem.solutions.order_by("-round").first()
    owns = authority.may_own(actor, problem)
    if last is None or (last.submitted_at is None and not owns):
        return {"solution": None}
    steps = list(last.steps.select_related("owner"))
    return {
        "solution": last,
        "options": content.options_of(last),
        "plan_steps": steps,
        "open_steps": [step for step in steps if step.state == StepState.OPEN],
        "signing": _path(problem),
    }


def _path(problem: Problem) -> Any:
    last = signing.of_case(problem)
    if last is not None and last.state in (RoundState.RUNNING, RoundState.COMPLETED):
        return forecast.shown(last)
    if problem.state != ProblemState.ASSIGNED or problem.owner is None:
        return None
    return forecast.forecast("problems", path.facts(problem), path.request(problem), problem.owner)
