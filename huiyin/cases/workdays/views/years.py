"""A year that the library does not know yet, supplied by whoever has the announcement."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases.workdays import actions, queries
from huiyin.cases.workdays.forms import YearForm
from huiyin.cases.workdays.pasted import PastedWrong, Problem, year_days
from huiyin.cases.workdays.views.door import page, said, sent, shown
from huiyin.directory.access import Action, actor_of, require
from huiyin.kit import clock
from huiyin.worktime.models import SuppliedYear
from huiyin.worktime.statutory import WORK


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.SET_CALENDAR)
def supply(request: HttpRequest) -> HttpResponse:
    """Paste a year's days off and make-up workdays; look first, then save."""
    actor = actor_of(request)
    require(actor, Action.SET_CALENDAR)
    form = YearForm(*sent(request), initial=_initial(request))
    look, problems = None, list[Problem]()
    if form.is_valid():
        year = form.cleaned_data["year"]
        try:
            days = year_days(form.cleaned_data["text"], year)
            change = partial(actions.supply_year, year, days, by=actor)
            if "look" not in request.POST:
                words = _("已录入 %(year)s 年放假安排") % {"year": year}
                messages.success(request, said(words, change()))
                return redirect(f"{reverse('workdays:year')}?year={year}")
            look = queries.look(actions.looked_at(change))
        except PastedWrong as wrong:
            problems = wrong.problems
        except actions.CalendarRefused as refused:
            form.add_error(refused.field, str(refused))
    context = {"form": form, "look": look, "problems": problems}
    wrong_ = bool(problems or form.errors)
    return shown(request, "workdays/supply.html", context, status=422 if wrong_ else 200)


def _initial(request: HttpRequest) -> dict[str, object]:
    text = request.GET.get("year", "")
    year = int(text[:4]) if text.isdecimal() else timezone.localdate(clock.now()).year + 1
    row = SuppliedYear.objects.filter(year=year).first()
    lines = (
        [f"{day} {'班' if kind == WORK else '休'} {title}" for day, kind, title in row.days]
        if row
        else []
    )
    return {"year": year, "text": "\n".join(lines)}
