"""常见问题: what came again in a month as a Pareto chart, and the desk's sorting of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.problems import life, queries, refusals
from huiyin.scenarios.problems.classes import actions, counting, pareto
from huiyin.scenarios.problems.classes.counting import Figure
from huiyin.scenarios.problems.models import Category, Month
from huiyin.scenarios.problems.pages import go, page, shown

MOST = 100


@require_safe
@page(Action.SEE)
def classes(request: HttpRequest) -> HttpResponse:
    """One month: its numbers as published, else as they are now."""
    return shown(request, "problems/classes.html", _context(request, actor_of(request)))


@require_POST
@page(Action.SEE)
def sort(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """What one problem is about."""
    actor = actor_of(request)
    problem = queries.find(problem_id, actor, Action.READ)
    category, topic = request.POST.get("category", ""), request.POST.get("topic", "")
    try:
        actions.sort(problem.pk, category, topic, by=actor)
    except refusals.REFUSALS as error:
        context = _context(request, actor) | {"problems": refusals.words(error)}
        return shown(request, "problems/classes.html", context, status=422)
    return go(_address(timezone.localtime(problem.created_at).date()))


@require_POST
@page(Action.SEE)
def publish(request: HttpRequest, month_id: UUID) -> HttpResponse:
    """The month as it stands, for everybody."""
    actor = actor_of(request)
    try:
        month = actions.publish(month_id, request.POST.get("remark", ""), by=actor)
    except actions.NotSorted as error:
        words = _("还有 %(count)d 个问题没有分类") % {"count": error.left}
        context = _context(request, actor) | {"problems": [words]}
        return shown(request, "problems/classes.html", context, status=422)
    messages.success(request, _("已公布上月的常见问题"))
    return go(_address(month.begins))


def _context(request: HttpRequest, actor: Person) -> dict[str, Any]:
    today = timezone.localtime(clock.now()).date()
    first = _asked(request.GET.get("month", ""), today)
    month = Month.objects.filter(begins=first).first()
    published = month is not None and month.closed_at is not None
    rows = counting.raised_in(first)
    keeps = actions.keeps_months(actor)
    figures = _published(month) if month is not None and published else counting.figures(rows)
    mine = rows.filter(pk__in=queries.visible_to(actor).values("pk"))
    return {
        "here": "classes",
        "first": first,
        "before": counting.before(first),
        "after": counting.after(first) if counting.after(first) <= today else None,
        "month": month,
        "published": published,
        "figures": figures,
        "whole": sum(one.number for one in figures),
        "chart": pareto.draw(figures, _("没有归名")),
        "shares": _shares(figures),
        "labels": dict(Category.choices),
        "keeps": keeps and not published,
        "unsorted": list(counting.unsorted(mine).order_by("created_at")[:MOST]) if keeps else [],
        "duties": life.owed_on(month.pk, actor) if month is not None else [],
        "categories": Category.choices,
        "topics": queries.topics(),
    }


def _asked(text: str, today: date) -> date:
    """The month that is asked for (2026-11), else the one that waits for its classes, else this."""
    try:
        return min(date.fromisoformat(f"{text}-01"), counting.first_of(today))
    except ValueError:
        waits = Month.objects.filter(closed_at=None).order_by("begins").first()
        return waits.begins if waits is not None else counting.first_of(today)


def _published(month: Month) -> list[Figure]:
    return counting.running(Figure(**row) for row in month.figures)


def _shares(figures: list[Figure]) -> list[tuple[str, str, int, int]]:
    """Each category: its key, its name, how many, and the percentage rounded down."""
    counted = counting.by_category(figures)
    whole = sum(counted.values()) or 1
    names = {**dict(Category.choices), "": _("未分类")}
    return [
        (key, str(names[key]), counted[key], counted[key] * 100 // whole)
        for key in names
        if counted.get(key)
    ]


def _address(day: date) -> str:
    return f"{reverse('problems:classes')}?month={day:%Y-%m}"
