"""The hours of a week: the organisation's, and teams' that differ."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.workdays import actions, queries
from huiyin.cases.workdays.forms import WeekForm
from huiyin.cases.workdays.views.door import page, said, shown
from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.models import Person
from huiyin.obligations.moving import Moves
from huiyin.worktime.calendars import OFFICE_HOURS
from huiyin.worktime.models import WorkCalendar

MAIN = 0
"""The organisation's calendar, whether or not anybody has changed it yet."""


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.SET_CALENDAR)
def edit(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Change the hours of a calendar; 0 is the organisation's."""
    actor = actor_of(request)
    require(actor, Action.SET_CALENDAR)
    if calendar_id == MAIN:
        row = WorkCalendar.objects.filter(main=True).first() or _default()
    else:
        row = get_object_or_404(WorkCalendar, pk=calendar_id)
    return _edit(request, actor, row)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.SET_CALENDAR)
def new(request: HttpRequest) -> HttpResponse:
    """Make a calendar for a team."""
    actor = actor_of(request)
    require(actor, Action.SET_CALENDAR)
    return _edit(request, actor, _default(name="", main=False))


@require_POST
@page(Action.SET_CALENDAR)
def remove(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Let a team keep the organisation's calendar again."""
    actor = actor_of(request)
    require(actor, Action.SET_CALENDAR)
    row = get_object_or_404(WorkCalendar, pk=calendar_id, main=False)
    moves = actions.remove_calendar(row.pk, by=actor)
    messages.success(request, said(_("已停用“%(name)s”") % {"name": row.name}, moves))
    return redirect("workdays:year")


def _default(*, name: str = actions.MAIN_NAME, main: bool = True) -> WorkCalendar:
    spans = [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in OFFICE_HOURS]
    return WorkCalendar(name=name, main=main, hours={str(day): spans for day in range(5)})


def _edit(request: HttpRequest, actor: Person, row: WorkCalendar) -> HttpResponse:
    form = WeekForm(request.POST if request.method == "POST" else None, row=row)
    look = None
    if form.is_valid():
        change = partial(_set, form, row, actor)
        try:
            if "look" not in request.POST:
                messages.success(request, said(_("已保存工作时间"), change()))
                return redirect(reverse("workdays:year"))
            look = queries.look(actions.looked_at(change))
        except actions.CalendarRefused as refused:
            field = refused.field if refused.field in form.fields else None
            form.add_error(field, str(refused))
    context = {"form": form, "row": row, "look": look}
    return shown(request, "workdays/week.html", context, status=422 if form.errors else 200)


def _set(form: WeekForm, row: WorkCalendar, actor: Person) -> Moves:
    said_ = form.cleaned_data
    calendar_id = row.pk
    if row.main and calendar_id is None:
        calendar_id = actions.main_calendar().pk
    return actions.set_calendar(
        calendar_id,
        name=said_["name"],
        hours=form.hours(),
        follows=said_.get("follows", True),
        departments=[each.pk for each in said_.get("departments") or ()],
        by=actor,
    )
