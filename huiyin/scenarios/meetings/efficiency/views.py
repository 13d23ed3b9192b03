"""会议效率: what meetings cost and yield, twins to merge, the quarter against the goal."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, actor_of, may, require
from huiyin.directory.models import Department, Person
from huiyin.directory.roles import MANAGEMENT, roles_of
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.scenarios.meetings import owed
from huiyin.scenarios.meetings.actions import NotBefore
from huiyin.scenarios.meetings.efficiency import figures, merging, reviewing, twins
from huiyin.scenarios.meetings.models import Evaluation, Period, PeriodKind
from huiyin.scenarios.meetings.plan import PlanRefused
from huiyin.scenarios.meetings.rhythm.calendar import Span, before, span
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState
from huiyin.scenarios.meetings.views.pages import go, page, shown

LOOKS_AHEAD = timedelta(days=60)
"""How far ahead twins are looked for."""


@require_safe
@page(Action.SEE_COMPLIANCE)
def index(request: HttpRequest) -> HttpResponse:
    """A quarter's meetings; ``?quarter=`` a day in another one."""
    actor = actor_of(request)
    require(actor, Action.SEE_COMPLIANCE)
    return shown(request, "meetings/efficiency/index.html", _context(request, actor))


@require_POST
@page(Action.READ)
def merge(request: HttpRequest) -> HttpResponse:
    """Make one of two meetings, or say that they are two."""
    actor = actor_of(request)
    first, second = _id(request, "first"), _id(request, "second")
    if "apart" in request.POST:
        merging.keep_apart(first, second, request.POST.get("reason", ""), by=actor)
        messages.success(request, _("不再提示这两个会"))
        return go(reverse("meetings:efficiency"))
    try:
        kept = merging.merge(first, second, by=actor)
        messages.success(request, _("已并入%(title)s") % {"title": kept.title})
    except (PlanRefused, Refused) as refused:
        messages.error(request, str(refused))
    except (WrongState, NotBefore):
        messages.error(request, _("会议已经开始，不能合并"))
    return go(reverse("meetings:efficiency"))


@require_POST
@page(Action.READ)
def review(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """What the figures of meetings mean, and which may go."""
    actor = actor_of(request)
    try:
        reviewing.review_meetings(period_id, request.POST.get("words", ""), by=actor)
        messages.success(request, _("会议效率已回顾"))
    except WordsRefused:
        messages.error(request, _("写明哪些会可以合并或取消"))
    return go(reverse("meetings:efficiency"))


def _context(request: HttpRequest, actor: Person) -> dict[str, Any]:
    shown_span = _quarter(request)
    earlier = before(PeriodKind.QUARTER, shown_span.begins)
    departments = _scope(actor)
    rows = figures.by_kind(shown_span.begins, shown_span.ends, departments)
    now = figures.together(rows)
    old = figures.together(figures.by_kind(earlier.begins, earlier.ends, departments))
    change = figures.change(now, old)
    period = Period.objects.filter(kind=PeriodKind.QUARTER).order_by("-begins").first()
    duty = (
        next((row for row in owed.by(period.pk, actor, reviewing.REVIEW)), None) if period else None
    )
    begins = datetime.combine(shown_span.begins, time.min, timezone.get_default_timezone())
    return {
        "quarter": shown_span,
        "name": _("%(year)d 年第 %(quarter)d 季度")
        % {
            "year": shown_span.begins.year,
            "quarter": (shown_span.begins.month + 2) // 3,
        },
        "earlier": earlier,
        "later": shown_span.ends if shown_span.ends <= timezone.localdate(clock.now()) else None,
        "rows": rows,
        "now": now,
        "old": old,
        "change": reviewing.words(change),
        "goal": reviewing.words(figures.GOAL),
        "reached": figures.reached(change),
        "pairs": twins.pairs(begins, clock.now() + LOOKS_AHEAD, actor),
        "period": period,
        "evaluation": Evaluation.objects.filter(period=period).first() if period else None,
        "duty": duty,
        "whole": departments is None,
    }


def _scope(actor: Person) -> list[int] | None:
    """All departments for who looks after the regulation, else those below a head."""
    if may(actor, Action.AMEND_POLICY) or may(actor, Action.VERIFY_LEDGER) or _leads_all(actor):
        return None
    paths = Department.objects.filter(head=actor, active=True).values_list("path", flat=True)
    rows = Department.objects.none()
    for path in paths:
        rows |= Department.objects.filter(path__startswith=path)
    return sorted(rows.values_list("pk", flat=True))


def _leads_all(actor: Person) -> bool:
    return MANAGEMENT in roles_of(actor)


def _quarter(request: HttpRequest) -> Span:
    try:
        asked = parse_date(request.GET.get("quarter", ""))
    except ValueError:
        asked = None
    return span(PeriodKind.QUARTER, asked or timezone.localdate(clock.now()))


def _id(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise PermissionDenied from error
