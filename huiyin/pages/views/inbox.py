"""我的待办: home. What I owe, what I am owed, what I began, what is done."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as duties
from huiyin.pages import inbox, kinds, queries, spark
from huiyin.pages.views.door import page, page_or_part
from huiyin.ui import zh
from huiyin.worktime.calendars import OFFICE_HOURS

TABS = ("owed", "owing", "handled", "done")
MOST = 500
"""Duties shown at once; the rest waits until these are answered."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the inbox with how much is in it (``None``: not counted)."""

    name: str
    title: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Chip:
    """A scenario to filter by, with its share of the rows."""

    scenario: str
    label: str
    count: int


@page(Action.SEE)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The inbox with one of its four tabs; ``scenario`` filters, the part is the list alone."""
    actor, now = actor_of(request), clock.now()
    tab = request.GET.get("tab", "owed")
    if tab not in TABS:
        raise Http404
    context = _context(actor, tab, request.GET.get("scenario", ""), now)
    return page_or_part(request, "pages/inbox.html", "pages/_inbox.html", context)


@page(Action.SEE)
@require_safe
def duty(request: HttpRequest, obligation_id: int, person_id: int) -> HttpResponse:
    """One row as it stands now: what htmx swaps in after an answer; without htmx, the inbox."""
    actor, now = actor_of(request), clock.now()
    one = queries.duty(obligation_id, person_id, actor.pk)
    if one is None:
        raise Http404
    row = inbox.rows([one], queries.cases([one.subject]), queries.extras([one]), actor.pk, now)[0]
    said = _said(request) or _("已回音：%(title)s") % {"title": row.title}
    if request.headers.get("HX-Request") != "true":
        if row.done:
            messages.success(request, said)
        return redirect("pages:inbox")
    context = {"row": row, "first": "", "count": duties.count_owed(actor.pk)}
    response = render(request, "pages/_row_answer.html", context)
    if row.done:
        told = {"toast": {"text": said}, f"live:person:{actor.pk}": {}}
        response["HX-Trigger"] = json.dumps(told)
    return response


@page(Action.SEE)
@require_safe
def fresh(request: HttpRequest) -> HttpResponse:
    """How many duties came since the page was drawn; the reader decides when to show them."""
    seen = request.GET.get("seen", "")
    if not seen.isdecimal() or len(seen) > 18:  # noqa: PLR2004 - fits a bigint
        raise Http404
    count = queries.newer(actor_of(request).pk, int(seen))
    return render(request, "pages/_fresh.html", {"count": count})


def _said(request: HttpRequest) -> str:
    """What the scenario said about the answer; taken, so that no later page says it again."""
    return next((str(message) for message in messages.get_messages(request)), "")


def _context(actor: Person, tab: str, scenario: str, now: datetime) -> dict[str, Any]:
    owed = duties.owed_by(actor.pk, limit=MOST)
    mirror = queries.owed_to(actor.pk)
    done = duties.done_by(actor.pk) if tab == "done" else []
    begun = queries.handled(actor.pk) if tab == "handled" else []
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    answered = queries.answered(actor.pk, midnight)
    subjects = [one.subject for one in (*owed, *done)] + [one.subject for one in mirror]
    cases = queries.cases([*subjects, *(one.id for one in begun), *(one[1] for one in answered)])
    shown = done if tab == "done" else owed
    extras = queries.extras(shown)
    rows = inbox.rows(shown, cases, extras, actor.pk, now)
    waiting = inbox.mirror(mirror, cases, now)
    kept = [row for row in rows if not scenario or row.scenario == scenario]
    weeks = queries.weeks(actor.pk, now)
    this_week = weeks[-1] if weeks and _is_this_week(weeks[-1], now) else None
    return {
        "viewer": actor,
        "tab": tab,
        "tabs": _tabs(actor, len(owed), len(waiting)),
        "chips": _chips(rows),
        "scenario": scenario,
        "groups": _groups(kept, tab, now),
        "first": next((row.key for row in kept if not row.done), ""),
        "newest": max((one.obligation_id for one in owed), default=0),
        "waiting": [one for one in waiting if not scenario or one.scenario == scenario],
        "waiting_total": len(waiting),
        "begun": inbox.begun(begun, cases, now),
        "beats": inbox.rhythm([] if tab == "done" else rows, waiting, answered, cases, now),
        "spark": spark.of(weeks, spark.share_of(this_week)),
        "cut": MOST if len(owed) == MOST else None,
        "today": zh.full_moment(now),
        "office_hours": _office_hours(),
    }


def _groups(rows: list[inbox.Row], tab: str, now: datetime) -> list[inbox.Group]:
    if tab == "done":
        return [inbox.Group("done", _("最近回音"), tuple(rows))] if rows else []
    return inbox.groups(rows, now)


def _tabs(actor: Person, owed: int, waiting: int) -> list[Tab]:
    if owed == MOST:
        owed = duties.count_owed(actor.pk)
    return [
        Tab("owed", _("待我回音"), owed),
        Tab("owing", _("等对方回音"), waiting),
        Tab("handled", _("我经手的"), queries.count_handled(actor.pk)),
        Tab("done", _("已闭环"), None),
    ]


def _chips(rows: list[inbox.Row]) -> list[Chip]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.scenario] = counts.get(row.scenario, 0) + 1
    return [Chip(name, kinds.of(name).label, count) for name, count in counts.items() if name]


def _is_this_week(week: queries.Week, now: datetime) -> bool:
    begins, today = timezone.localtime(week.starts_on), timezone.localtime(now)
    return begins.isocalendar()[:2] == today.isocalendar()[:2]


def _office_hours() -> str:
    begins, ends = OFFICE_HOURS[0][0], OFFICE_HOURS[-1][1]
    return _("工作日 %(begins)s–%(ends)s") % {
        "begins": begins.strftime("%H:%M"),
        "ends": ends.strftime("%H:%M"),
    }
