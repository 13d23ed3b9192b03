"""The desk's page: what a reported problem is, who is in charge, until when."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases import attachments
from huiyin.directory.access import Action, actor_of
from huiyin.scenarios.problems import actions, authority, queries, refusals, showing
from huiyin.scenarios.problems.forms import RegisterForm
from huiyin.scenarios.problems.models import ProblemState
from huiyin.scenarios.problems.pages import go, page, shown


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def register(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """One form; what is registered already leads to its page."""
    actor = actor_of(request)
    problem = queries.find(problem_id, actor, Action.READ)
    authority.demand(actor, problem, allowed=authority.may_register(actor, problem))
    if problem.state != ProblemState.REPORTED:
        return go(reverse("problems:show", args=[problem.pk]))
    first = {
        "nature": problem.nature or "operational",
        "urgency": problem.urgency,
        "in_charge": problem.in_charge_id,
        "category": problem.category,
        "topic": problem.topic,
        "is_major": problem.is_major,
    }
    form = RegisterForm(request.POST if request.method == "POST" else None, initial=first)
    wrong: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.register(problem.pk, form.entry(), by=actor)
        except refusals.REFUSALS as error:
            wrong = refusals.words(error)
        else:
            messages.success(request, _("已登记，等责任部门定人"))
            return go(reverse("problems:show", args=[problem.pk]))
    context = {
        "problem": problem,
        "form": form,
        "problems": wrong,
        "topics": queries.topics(),
        "attachments": attachments.of_case(problem),
        "bounces": problem.bounces.select_related("department", "by").order_by("-at"),
        **showing.context(problem, actor),
    }
    status = 422 if wrong or form.errors else 200
    return shown(request, "problems/register.html", context, status=status)
