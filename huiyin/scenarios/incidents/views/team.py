"""Taking notice, calling the team, being there, replacing, handing over."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import Action, actor_of, require
from huiyin.scenarios.incidents import actions, queries
from huiyin.scenarios.incidents.authority import require_command
from huiyin.scenarios.incidents.team import page as team_page
from huiyin.scenarios.incidents.team.naming import offered, person_named, written
from huiyin.scenarios.incidents.views.answers import WRONG, back, why
from huiyin.scenarios.incidents.views.pages import page, shown
from huiyin.scenarios.incidents.views.room import again


@require_POST
@page(Action.READ)
def notice(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """I have heard of it, or somebody said so on the phone (``by_phone``)."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    proof, channel = _shown_by(request.POST)
    person = number(request.POST.get("person"))
    actions.notice(case_id, by=actor, person_id=person, proof=proof, channel=channel)
    return back(request, case_id, said=_("已确认知悉"))


@require_POST
@page(Action.READ)
def ready(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """I am there, in one tap; or somebody said so on the phone."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    proof, channel = _shown_by(request.POST)
    person = number(request.POST.get("person"))
    try:
        actions.report_ready(case_id, by=actor, person_id=person, proof=proof, channel=channel)
    except WRONG as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("已回报就位"))


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def name(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who is called, as what, for what."""
    actor = actor_of(request)
    incident = queries.find(case_id, actor)
    require(actor, Action.READ, incident)
    require_command(actor, incident)
    if request.method != "POST":
        return shown(request, "incidents/team.html", team_page.context(incident))
    try:
        actions.name_team(case_id, _calls(request.POST), by=actor)
    except WRONG as error:
        rows = team_page.typed(request.POST)
        context = team_page.context(incident, rows) | {"problem": why(error)}
        return shown(request, "incidents/team.html", context, status=422)
    return back(request, case_id, said=_("已叫人，各人的任务已送达"))


@require_POST
@page(Action.READ)
def replace(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Somebody else takes the place."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    person = number(request.POST.get("person")) or 0
    said = request.POST.get("reason", "")
    try:
        other = person_named(request.POST.get("replacement", ""))
        instead = other.pk if other is not None else None
        actions.replace(case_id, person, instead, by=actor, reason=said)
    except WRONG as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("已换人"))


@require_POST
@page(Action.READ)
def command(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Hand the command over, or take it."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    try:
        new = actor if "take" in request.POST else person_named(request.POST.get("who", ""))
        reason = request.POST.get("reason", "")
        actions.hand_over(case_id, new.pk if new is not None else 0, reason, by=actor)
    except WRONG as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("指挥已移交"))


@require_safe
@page(Action.SEE_DIRECTORY)
def people(request: HttpRequest) -> HttpResponse:
    """Who may be meant by what was typed so far, as options."""
    actor = actor_of(request)
    require(actor, Action.SEE_DIRECTORY)
    typed = request.GET.get("who", "") or request.GET.get("replacement", "")
    found = [(written(person), person.department.name) for person in offered(typed)]
    return shown(request, "incidents/_people.html", {"found": found})


def number(text: str | None) -> int | None:
    """An id that was sent; ``None`` for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004 - fits a bigint


def _shown_by(posted: QueryDict) -> tuple[Proof, Channel]:
    if "by_phone" in posted:
        return Proof.SPOKEN, Channel.PHONE
    return Proof.BUTTON, Channel.INBOX


def _calls(posted: QueryDict) -> list[actions.Call]:
    found = []
    for row in team_page.typed(posted):
        person = person_named(row.who)
        if person is not None:
            found.append(actions.Call(person.pk, row.task, row.role))
    return found
