"""协作受阻: told, talked over by the heads, cleared."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases import following, picking
from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.models import Department, Person
from huiyin.scenarios.meetings import owed
from huiyin.scenarios.meetings.cooperation import actions, queries
from huiyin.scenarios.meetings.cooperation.actions import Agreement
from huiyin.scenarios.meetings.models import Blocked, BlockedState
from huiyin.scenarios.meetings.standing import WordsRefused
from huiyin.scenarios.meetings.views.pages import go, page, shown
from huiyin.ui import live


@require_safe
@page(Action.WRITE_NOTICE)
def index(request: HttpRequest) -> HttpResponse:
    """The matters that I may see, those that are open first."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    ordered = (
        queries.visible_to(actor)
        .prefetch_related("departments")
        .order_by("closed_at", "-opened_at")[:100]
    )
    context = {"matters": sorted(ordered, key=lambda row: row.state == BlockedState.CLEARED)}
    return shown(request, "meetings/cooperation/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """Tell that departments do not get on."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    given = request.POST if request.method == "POST" else request.GET
    chosen = picking.named(given, "departments")
    context: dict[str, Any] = {
        "chips": picking.chips(chosen, actor)[0],
        "title": given.get("title", ""),
        "text": given.get("text", ""),
    }
    if request.method != "POST":
        return shown(request, "meetings/cooperation/new.html", context)
    departments = list(Department.objects.filter(pk__in=chosen.departments, active=True))
    try:
        made = actions.block(context["title"], context["text"], departments, by=actor)
    except WordsRefused as refused:
        context |= {"problems": {refused.field: WRONG[refused.field]()}}
        return shown(request, "meetings/cooperation/new.html", context, status=422)
    messages.success(request, _("已请有关部门主管开会"))
    return go(reverse("meetings:blocked", args=[made.pk]))


@require_safe
@page(Action.READ)
def show(request: HttpRequest, blocked_id: UUID) -> HttpResponse:
    """One matter and what is to be done about it."""
    actor = actor_of(request)
    return shown(
        request, "meetings/cooperation/show.html", _context(queries.find(blocked_id, actor), actor)
    )


@require_POST
@page(Action.READ)
def hold(request: HttpRequest, blocked_id: UUID) -> HttpResponse:
    """The heads met."""
    actor = actor_of(request)
    blocked = queries.find(blocked_id, actor)
    agreement = Agreement(request.POST.get("agreement", ""), request.POST.get("contact", ""))
    try:
        actions.hold(blocked_id, agreement, by=actor)
    except WordsRefused:
        return _again(request, blocked, actor, _("写明定下的做法"))
    messages.success(request, _("已记下"))
    return go(reverse("meetings:blocked", args=[blocked_id]))


@require_POST
@page(Action.READ)
def clear(request: HttpRequest, blocked_id: UUID) -> HttpResponse:
    """It works again."""
    actor = actor_of(request)
    blocked = queries.find(blocked_id, actor)
    try:
        actions.clear(blocked_id, request.POST.get("words", ""), by=actor)
    except WordsRefused:
        return _again(request, blocked, actor, _("写明怎样恢复的"))
    messages.success(request, _("已记为恢复"))
    return go(reverse("meetings:blocked", args=[blocked_id]))


def _again(request: HttpRequest, blocked: Blocked, actor: Person, why: str) -> HttpResponse:
    context = _context(blocked, actor) | {"problem": why}
    return shown(request, "meetings/cooperation/show.html", context, status=422)


def _context(blocked: Blocked, actor: Person) -> dict[str, Any]:
    shares = owed.whole(blocked.pk, actions.HOLD)
    names = Person.objects.in_bulk([row.person_id for row in shares])
    mine = owed.by(blocked.pk, actor, actions.HOLD)
    settles = actions.bears(blocked, actions.SETTLE, actor)
    return {
        "matter": blocked,
        "origin": following.origin_of(blocked, actor),
        "led_to": following.led_to(blocked, actor),
        "departments": list(blocked.departments.order_by("path")),
        "heads": [(names[row.person_id], row) for row in shares],
        "duty": next((row for row in mine if row.open), None),
        "may_clear": settles or bool(mine) or blocked.initiator_id == actor.pk,
        "settles": settles,
        "live_topics": live.topics(actor, f"case:{blocked.pk}", f"person:{actor.pk}"),
    }


WRONG = {
    "title": lambda: _("写明是什么事"),
    "text": lambda: _("写明卡在哪里"),
    "departments": lambda: _("至少选两个有主管的部门"),
}
