"""The room of an incident."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.cases import seeing
from huiyin.directory.access import Action, NotVisible, actor_of, require
from huiyin.scenarios.incidents import queries
from huiyin.scenarios.incidents.forms import ReportForm
from huiyin.scenarios.incidents.room import page as room_page
from huiyin.scenarios.incidents.room import sharing
from huiyin.scenarios.incidents.views.pages import page, shown


@require_safe
@page(Action.READ)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything of one incident on one page."""
    return shown(request, "incidents/room.html", context_of(request, case_id))


@require_safe
@page(Action.READ)
def live(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The part of the room that stays fresh: steps, clocks, timeline, team."""
    actor = actor_of(request)
    seen = seeing.by_person(actor, case_id)
    if seen is None:
        raise NotVisible
    require(actor, Action.READ, seen)
    return sharing.answer(request, seen)


def again(
    request: HttpRequest,
    case_id: UUID,
    problem: str,
    *,
    report: ReportForm | None = None,
    posted: Any = None,
    status: int = 422,
) -> HttpResponse:
    """The room once more, saying what was wrong with what was sent."""
    context = context_of(request, case_id) | {"problem": problem, "posted": posted or request.POST}
    if report is not None:
        context["report_form"] = report
    return shown(request, "incidents/room.html", context, status=status)


def context_of(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """What the room shows to who asks; ``NotVisible`` for strangers."""
    actor = actor_of(request)
    incident = queries.find(case_id, actor)
    require(actor, Action.READ, incident)
    wanted = request.GET.get("show", "")
    return room_page.context(incident, actor, show=wanted)
