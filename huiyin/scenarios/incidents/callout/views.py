"""The phone list of an incident: numbers to dial, and what came of it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.models import Person
from huiyin.scenarios.incidents import queries
from huiyin.scenarios.incidents.callout import actions
from huiyin.scenarios.incidents.callout import queries as callout
from huiyin.scenarios.incidents.callout.models import Reached
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.views.answers import WRONG, back, why
from huiyin.scenarios.incidents.views.pages import is_partial, page, shown


@require_safe
@page(Action.READ)
def index(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Whom to call now, then whom the plan names besides."""
    actor = actor_of(request)
    incident = queries.find(case_id, actor)
    require(actor, Action.READ, incident)
    return _list(request, incident, actor)


@require_POST
@page(Action.READ)
def call(request: HttpRequest, case_id: UUID, person_id: int) -> HttpResponse:
    """What came of one call."""
    actor = actor_of(request)
    incident = queries.find(case_id, actor)
    require(actor, Action.READ, incident)
    outcome, note = request.POST.get("outcome", ""), request.POST.get("note", "")
    try:
        actions.record_call(case_id, person_id, outcome, by=actor, note=note)
    except WRONG as error:
        return _list(request, incident, actor, problem=why(error), status=422)
    if is_partial(request):
        return _list(request, incident, actor)
    return back(request, case_id, said=_("已记录通话结果"), part="/calls")


def context_of(incident: Incident, actor: Person) -> dict[str, Any]:
    """What the list shows to who asks."""
    return {
        "incident": incident,
        "rows": callout.to_call(incident) if incident.is_open else [],
        "contacts": callout.contacts(incident),
        "outcomes": Reached.choices,
        "may_call": incident.is_open and actions.may_call(actor, incident),
    }


def _list(
    request: HttpRequest, incident: Incident, actor: Person, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = context_of(incident, actor) | {"problem": problem}
    template = "incidents/calls/_list.html" if is_partial(request) else "incidents/calls/list.html"
    return shown(request, template, context, status=status)
