"""Own days: set one after a look at what it moves, take one away, undo."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.workdays import actions, queries
from huiyin.cases.workdays.forms import OFF, PART, WORK, DayForm
from huiyin.cases.workdays.views.door import page, said, shown
from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.moving import Moves
from huiyin.worktime.hours import say
from huiyin.worktime.models import OwnDay, WorkCalendar

UNDO = "workdays_undo"
"""Where the session keeps what the last change of a day replaced."""


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.SET_CALENDAR)
def edit(request: HttpRequest) -> HttpResponse:
    """Set a day; with ``look`` only say what that would move."""
    actor = actor_of(request)
    require(actor, Action.SET_CALENDAR)
    if request.method != "POST":
        return shown(request, "workdays/day.html", {"form": DayForm(initial=_initial(request))})
    form = DayForm(request.POST)
    look = None
    if form.is_valid():
        change = _change(form.cleaned_data, actor)
        try:
            if "look" not in request.POST:
                return _saved(request, form.cleaned_data, change)
            look = queries.look(actions.looked_at(change))
        except actions.CalendarRefused as refused:
            form.add_error(refused.field, str(refused))
    status = 422 if form.errors else 200
    return shown(request, "workdays/day.html", {"form": form, "look": look}, status=status)


@require_POST
@page(Action.SET_CALENDAR)
def remove(request: HttpRequest) -> HttpResponse:
    """Let a day be what it was."""
    actor = actor_of(request)
    require(actor, Action.SET_CALENDAR)
    row = get_object_or_404(
        OwnDay, calendar_id=_int(request.POST.get("calendar")), day=_day(request.POST.get("day"))
    )
    was = _kept(row)
    moves = actions.remove_day(row.calendar_id, row.day, by=actor)
    request.session[UNDO] = was
    messages.success(request, said(_("已取消“%(title)s”") % {"title": row.title}, moves))
    return redirect(_address(row.day, row.calendar))


@require_POST
@page(Action.SET_CALENDAR)
def undo(request: HttpRequest) -> HttpResponse:
    """Put back what the last change of a day replaced."""
    actor = actor_of(request)
    require(actor, Action.SET_CALENDAR)
    kept = request.session.pop(UNDO, None)
    if kept is None:
        return redirect("workdays:year")
    day = date.fromisoformat(kept["day"])
    calendar = get_object_or_404(WorkCalendar, pk=kept["calendar"])
    try:
        if kept["title"]:
            moves = actions.set_day(calendar.pk, day, kept["hours"], kept["title"], by=actor)
        else:
            moves = actions.remove_day(calendar.pk, day, by=actor)
    except actions.CalendarRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said(_("已恢复原样"), moves))
    return redirect(_address(day, calendar))


def _change(form: dict[str, Any], actor: Person) -> partial[Moves]:
    calendar, day, spans = form.get("calendar"), form["day"], form["spans"]
    return partial(actions.set_day, calendar, day, spans, form["title"], by=actor)


def _saved(request: HttpRequest, form: dict[str, Any], change: partial[Moves]) -> HttpResponse:
    day = form["day"]
    before = _existing(form.get("calendar"), day)
    was = _kept(before) if before else None
    moves = change()
    row = OwnDay.objects.select_related("calendar").get(
        day=day, calendar_id=form.get("calendar") or actions.main_calendar().pk
    )
    request.session[UNDO] = was or {
        "calendar": row.calendar_id,
        "day": day.isoformat(),
        "title": "",
    }
    messages.success(request, said(_("已设定 %(day)s") % {"day": day.isoformat()}, moves))
    return redirect(_address(day, row.calendar))


def _existing(calendar: int | None, day: date) -> OwnDay | None:
    rows = OwnDay.objects.filter(day=day)
    rows = rows.filter(calendar_id=calendar) if calendar else rows.filter(calendar__main=True)
    return rows.select_related("calendar").first()


def _kept(row: OwnDay) -> dict[str, Any]:
    return {
        "calendar": row.calendar_id,
        "day": row.day.isoformat(),
        "hours": row.hours,
        "title": row.title,
    }


def _initial(request: HttpRequest) -> dict[str, Any]:
    calendar = _int(request.GET.get("calendar")) or None
    day = _day(request.GET.get("day")) or timezone.localdate(clock.now())
    row = _existing(calendar, day)
    found: dict[str, Any] = {"calendar": calendar, "day": day, "kind": OFF}
    if row is not None:
        kind = WORK if row.hours is None else PART if row.hours else OFF
        found |= {"kind": kind, "hours": say(row.hours or []), "title": row.title}
    return found


def _address(day: date, calendar: WorkCalendar) -> str:
    own = "" if calendar.main else f"&calendar={calendar.pk}"
    return f"{reverse('workdays:year')}?year={day.year}{own}"


def _int(text: str | None) -> int:
    return int(text[:9]) if text and text.isdecimal() else 0


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
