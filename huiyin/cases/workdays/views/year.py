"""The year as everybody may see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.cases.workdays import queries
from huiyin.cases.workdays.views.days import UNDO
from huiyin.cases.workdays.views.door import page, shown
from huiyin.directory.access import Action, actor_of, may, require
from huiyin.kit import clock
from huiyin.worktime import calendars
from huiyin.worktime.models import WorkCalendar

EARLIEST, LATEST = 2000, 2100


@require_safe
@page(Action.SEE_DIRECTORY)
def show(request: HttpRequest) -> HttpResponse:
    """A calendar's year: days off, make-up workdays, own days; what is not known yet, loudly."""
    actor = actor_of(request)
    require(actor, Action.SEE_DIRECTORY)
    this_year = timezone.localdate(clock.now()).year
    number = _number(request.GET.get("year", ""), this_year)
    row = _row(request.GET.get("calendar", ""))
    following = this_year + 1
    published = calendars.current().published
    manages = may(actor, Action.SET_CALENDAR)
    context = {
        "year": queries.year_of(row, number),
        "row": row,
        "weekdays": (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")),
        "before": number - 1 if number > EARLIEST else None,
        "after": number + 1 if number < LATEST else None,
        "teams": queries.teams(),
        "may_manage": manages,
        "missing": None if following in published else following,
        "provisional": queries.provisional(following) if following not in published else 0,
        "undo": request.session.get(UNDO) if manages else None,
    }
    return shown(request, "workdays/year.html", context)


def _number(text: str, otherwise: int) -> int:
    number = int(text) if text.isdecimal() and len(text) <= 4 else otherwise  # noqa: PLR2004 - a year
    return min(max(number, EARLIEST), LATEST)


def _row(text: str) -> WorkCalendar | None:
    if text.isdecimal():
        return get_object_or_404(WorkCalendar, pk=int(text[:9]))
    return WorkCalendar.objects.filter(main=True).first()
