"""本周传达清单: what a head passes on this week, ticked by evidence."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.core.obligation import State
from huiyin.directory.access import Action, NotVisible, actor_of
from huiyin.directory.heads import heads_anything
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.journal import passing, queries, week
from huiyin.scenarios.journal.models import Week
from huiyin.scenarios.journal.views.pages import go, is_partial, page, shown
from huiyin.ui.clocks import face


@require_safe
@page(Action.SEE_COVERAGE)
def show(request: HttpRequest) -> HttpResponse:
    """The list of the newest week for a head."""
    actor = _head(request)
    return shown(request, "journal/week.html", _context(actor))


@require_POST
@page(Action.SEE_COVERAGE)
def explain(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One line for what stays open."""
    actor = _head(request)
    of_week = _week()
    more: dict[str, Any] = {}
    try:
        passing.explain(of_week, case_id, request.POST.get("text", ""), by=actor)
    except passing.NoWords:
        more = {"problem": _("用一行写明"), "at": case_id}
    status = 422 if more else 200
    if is_partial(request) or more:
        template = "journal/_week.html" if is_partial(request) else "journal/week.html"
        return shown(request, template, _context(actor) | more, status=status)
    return go(reverse("journal:week"))


@require_POST
@page(Action.SEE_COVERAGE)
def done(request: HttpRequest) -> HttpResponse:
    """Everything is passed on or explained."""
    actor = _head(request)
    try:
        passing.pass_list(_week(), by=actor)
        messages.success(request, _("本周清单已完成"))
    except passing.StillOpen as error:
        text = ngettext(
            "还有 %(count)d 项没有传达到位，也没有说明",
            "还有 %(count)d 项没有传达到位，也没有说明",
            error.left,
        )
        messages.error(request, text % {"count": error.left})
    return go(reverse("journal:week"))


def _head(request: HttpRequest) -> Person:
    actor = actor_of(request)
    if not heads_anything(actor):
        raise PermissionDenied
    return actor


def _week() -> Week:
    found = queries.week_of("")
    if found is None:
        raise NotVisible
    return found


def _context(actor: Person) -> dict[str, Any]:
    of_week = queries.week_of("")
    if of_week is None:
        return {"week": None}
    items = week.items(of_week, actor)
    share, duty = week.share(of_week, actor.pk), week.duty(of_week)
    start, end = week.span(of_week)
    return {
        "week": of_week,
        "start": start,
        "end_day": end - timedelta(hours=1),
        "items": items,
        "left": sum(not item.settled for item in items),
        "share": share,
        "open": share is not None and share.state == State.OPEN,
        "duty": duty,
        "face": face(duty.due_at, duty.born_at, clock.now(), done_at=share.closed_at)
        if share and duty
        else None,
        "standings": week.standings(of_week) if of_week.initiator_id == actor.pk else [],
    }
