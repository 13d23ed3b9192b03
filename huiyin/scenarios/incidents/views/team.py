"""Taking notice, calling the team, being there, replacing, handing over."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import Action, actor_of, require
from huiyin.scenarios.incidents import actions, queries
from huiyin.scenarios.incidents.authority import require_command
from huiyin.scenarios.incidents.models import Role
from huiyin.scenarios.incidents.team import page as team_page
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
        return shown(request, "incidents/team.html", team_page.context(incident, actor))
    calls = _calls(request.POST)
    try:
        actions.name_team(case_id, calls, by=actor)
    except WRONG as error:
        context = team_page.context(incident, actor, calls) | {"problem": why(error)}
        return shown(request, "incidents/team.html", context, status=422)
    return back(request, case_id, said=_("已叫人，各人的任务已送达"))


@require_POST
@page(Action.READ)
def replace(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Somebody else takes the place."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    person = number(request.POST.get("person")) or 0
    other = number(request.POST.get("replacement"))
    said = request.POST.get("reason", "")
    try:
        actions.replace(case_id, person, other, by=actor, reason=said)
    except WRONG as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("已换人"))


@require_POST
@page(Action.READ)
def command(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Hand the command over, or take it."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    person = actor.pk if "take" in request.POST else number(request.POST.get("person")) or 0
    try:
        actions.hand_over(case_id, person, request.POST.get("reason", ""), by=actor)
    except WRONG as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("指挥已移交"))


def number(text: str | None) -> int | None:
    """An id that was sent; ``None`` for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004 - fits a bigint


def _shown_by(posted: QueryDict) -> tuple[Proof, Channel]:
    if "by_phone" in posted:
        return Proof.SPOKEN, Channel.PHONE
    return Proof.BUTTON, Channel.INBOX


def _calls(posted: Any) -> list[actions.Call]:
    rows = zip(
        posted.getlist("person"), posted.getlist("task"), posted.getlist("role"), strict=False
    )
    return [
        actions.Call(number(person) or 0, task, role or Role.MEMBER.value)
        for person, task, role in rows
        if person
    ]
