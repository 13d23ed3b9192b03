"""例行: a week, a month, a quarter, and what everybody held in it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import Matter, Period, PeriodKind
from huiyin.scenarios.meetings.rhythm import figures, holding, places, prefilling, queries
from huiyin.scenarios.meetings.rhythm.holding import Findings
from huiyin.scenarios.meetings.standing import WordsRefused
from huiyin.scenarios.meetings.views.pages import go, page, shown
from huiyin.ui import live


@require_safe
@page(Action.WRITE_NOTICE)
def index(request: HttpRequest) -> HttpResponse:
    """The newest week, month and quarter."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    context = {"periods": queries.newest(actor)}
    return shown(request, "meetings/rhythm/list.html", context)


@require_safe
@page(Action.READ)
def show(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """One period: what is asked of me, and how far everybody is."""
    actor = actor_of(request)
    period = queries.find(period_id, actor)
    return shown(request, f"meetings/rhythm/{period.kind}.html", context_of(period, actor))


@require_POST
@page(Action.READ)
def weekly(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """My weekly meeting was held elsewhere: when and where."""
    actor = actor_of(request)
    note = request.POST.get("note", "")
    return _held(request, period_id, lambda: holding.weekly(period_id, note, by=actor))


@require_POST
@page(Action.READ)
def monthly(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """The monthly meeting was held, and which problems were named."""
    actor = actor_of(request)
    problems, none = request.POST.get("problems", ""), "none" in request.POST
    return _held(
        request, period_id, lambda: holding.monthly(period_id, problems, none=none, by=actor)
    )


@require_POST
@page(Action.READ)
def review(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """My department looked at its omissions and misunderstandings."""
    actor = actor_of(request)
    given = Findings(
        omissions=request.POST.get("omissions", ""),
        misunderstandings=request.POST.get("misunderstandings", ""),
        changes=request.POST.get("changes", ""),
    )
    return _held(request, period_id, lambda: holding.review(period_id, given, by=actor))


@require_POST
@page(Action.READ)
def talks(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """I talked to everybody whom I could; why somebody is left."""
    actor = actor_of(request)
    left = request.POST.get("left", "")
    return _held(request, period_id, lambda: holding.talks(period_id, left, by=actor))


def context_of(period: Period, actor: Person) -> dict[str, Any]:
    """What the page of a period shows."""
    found: dict[str, Any] = {
        "period": period,
        "live_topics": live.topics(actor, f"case:{period.pk}", f"person:{actor.pk}"),
        **places.context(period, actor),
    }
    if period.kind == PeriodKind.WEEK:
        rows = queries.standings(period, Matter.WEEKLY)
        return found | {"weekly": rows, "mine": queries.of(rows, actor)}
    if period.kind == PeriodKind.MONTH:
        return found | _month(period, actor)
    return found


def _month(period: Period, actor: Person) -> dict[str, Any]:
    reviews = queries.standings(period, Matter.REVIEW)
    monthlies = queries.standings(period, Matter.MONTHLY)
    mine = queries.of(reviews, actor)
    ended = prefilling.looked_back(period)
    departments = figures.below(actor) if mine else []
    return {
        "reviews": reviews,
        "mine": mine,
        "monthlies": monthlies,
        "chairs": queries.of(monthlies, actor),
        "ended": ended,
        "figures": figures.of(ended.begins, ended.ends, departments) if mine else None,
        "omissions": prefilling.omissions(ended, departments, actor) if mine else [],
        "misunderstandings": prefilling.misunderstandings(ended, departments, actor)
        if mine
        else [],
    }


def _held(request: HttpRequest, period_id: UUID, act: Callable[[], Any]) -> HttpResponse:
    actor = actor_of(request)
    period = queries.find(period_id, actor)
    try:
        act()
    except WordsRefused as refused:
        context = context_of(period, actor) | {
            "problem": _SAID[refused.field](),
            "at": refused.field,
            "given": request.POST,
        }
        return shown(request, f"meetings/rhythm/{period.kind}.html", context, status=422)
    messages.success(request, _("已记下"))
    return go(reverse("meetings:period", args=[period_id]))


_SAID: dict[str, Callable[[], str]] = {
    "note": lambda: _("写明什么时候、在哪里开的"),
    "omissions": lambda: _("写明遗漏的原因；没有遗漏也写一句"),
    "misunderstandings": lambda: _("写明误解的原因；没有误解也写一句"),
    "changes": lambda: _("写明怎样改"),
}
