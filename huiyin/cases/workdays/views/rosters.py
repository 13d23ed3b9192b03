"""Rosters: who works when, pasted or as a file, all of it or nothing."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases.workdays import actions, queries
from huiyin.cases.workdays.forms import PastedForm
from huiyin.cases.workdays.pasted import PastedWrong, Problem, roster
from huiyin.cases.workdays.views.door import page, said, sent, shown
from huiyin.directory.access import Action, actor_of, require
from huiyin.kit import clock

AHEAD = 14
"""Days of rosters that the page lists."""


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.SET_CALENDAR)
def edit(request: HttpRequest) -> HttpResponse:
    """List the rosters of the next days; take in new ones, after a look at what they move."""
    actor = actor_of(request)
    require(actor, Action.SET_CALENDAR)
    form = PastedForm(*sent(request))
    look, problems = None, list[Problem]()
    if form.is_valid():
        try:
            change = partial(actions.set_roster, roster(form.cleaned_data["text"]), by=actor)
            if "look" not in request.POST:
                messages.success(request, said(_("已导入排班"), change()))
                return redirect("workdays:rosters")
            look = queries.look(actions.looked_at(change))
        except PastedWrong as wrong:
            problems = wrong.problems
    today = timezone.localdate(clock.now())
    context = {
        "form": form,
        "look": look,
        "problems": problems,
        "rosters": queries.shifts(today, today + timedelta(days=AHEAD)),
    }
    wrong_ = bool(problems or form.errors)
    return shown(request, "workdays/rosters.html", context, status=422 if wrong_ else 200)
