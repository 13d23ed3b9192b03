"""Plans: the list of kinds, one plan as it is read in need, and its form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases import picking
from huiyin.directory.access import Action, NotVisible, actor_of, may, require
from huiyin.directory.models import Person
from huiyin.scenarios.incidents import kinds
from huiyin.scenarios.incidents.models import IncidentKind
from huiyin.scenarios.incidents.naming import offered
from huiyin.scenarios.incidents.plans import actions, queries
from huiyin.scenarios.incidents.plans.forms import PlanForm, contact_rows, posted_rows
from huiyin.scenarios.incidents.refusal import IncidentRefused
from huiyin.scenarios.incidents.views.answers import why
from huiyin.scenarios.incidents.views.pages import go, page, shown


@require_safe
@page(Action.SEE_DIRECTORY)
def index(request: HttpRequest) -> HttpResponse:
    """Every kind with who leads and who is on duty."""
    actor = actor_of(request)
    require(actor, Action.SEE_DIRECTORY)
    managing = may(actor, Action.MANAGE_PLANS)
    rows = queries.plans(retired=managing)
    return shown(request, "incidents/plans/list.html", {"rows": rows, "may_manage": managing})


@require_safe
@page(Action.SEE_DIRECTORY)
def show(request: HttpRequest, kind_id: int) -> HttpResponse:
    """One plan: who leads, whom to call, the severities, what to do, and the clocks that run."""
    actor = actor_of(request)
    require(actor, Action.SEE_DIRECTORY)
    context = queries.page(_kind(kind_id, actor))
    context["may_manage"] = may(actor, Action.MANAGE_PLANS)
    return shown(request, "incidents/plans/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.MANAGE_PLANS)
def edit(request: HttpRequest, kind_id: int | None = None) -> HttpResponse:
    """Change a plan, or begin a kind of one's own."""
    actor = actor_of(request)
    require(actor, Action.MANAGE_PLANS)
    kind = _kind(kind_id, actor) if kind_id is not None else None
    if request.method == "POST":
        return _saved(request, kind, actor)
    plan = actions.plan_of(kind) if kind is not None else actions.Plan("")
    context = {"form": PlanForm.of(plan), "contacts": contact_rows(plan), "plan": plan}
    return _form(request, kind, actor, context)


@require_safe
@page(Action.MANAGE_PLANS)
def found(request: HttpRequest) -> HttpResponse:
    """What the picker of people on duty offers for the words typed so far."""
    actor = actor_of(request)
    require(actor, Action.MANAGE_PLANS)
    text = request.GET.get("to_q", "")
    hits = picking.found(text, actor, exceptions=False)
    context = {"found": hits, "name": "to", "text": text.strip()}
    return shown(request, "ui/picker/_found.html", context)


def _saved(request: HttpRequest, kind: IncidentKind | None, actor: Person) -> HttpResponse:
    form = PlanForm(request.POST)
    problem = ""
    if form.is_valid():
        try:
            plan = form.plan(request.POST)
            made = actions.save_plan(kind.pk if kind else None, plan, by=actor)
        except IncidentRefused as error:
            problem = why(error)
        else:
            messages.success(request, _("预案已保存"))
            return go(reverse("incidents:plan", args=[made.pk]))
    context = {
        "form": form,
        "contacts": [*posted_rows(request.POST), ("", "", "")],
        "problem": problem,
        "plan": actions.Plan("", on_duty=picking.chosen(request.POST).to_json()),
    }
    return _form(request, kind, actor, context, status=422)


def _form(
    request: HttpRequest,
    kind: IncidentKind | None,
    actor: Person,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    rule = queries.audience(context["plan"].on_duty)
    to, _left_out = picking.chips(rule, actor)
    more = {
        "kind": kind,
        "name": kinds.name_of(kind) if kind else "",
        "to": to,
        "rule": rule,
        "colleagues": offered(),
    }
    return shown(request, "incidents/plans/form.html", context | more, status=status)


def _kind(kind_id: int, actor: Person) -> IncidentKind:
    kind = IncidentKind.objects.filter(pk=kind_id).first()
    if kind is None or not (kind.active or may(actor, Action.MANAGE_PLANS)):
        raise NotVisible
    return kind
