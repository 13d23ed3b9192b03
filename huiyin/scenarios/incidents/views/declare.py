"""Declaring an incident in ten seconds, and completing the first report after."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.directory.access import Action, actor_of, require
from huiyin.kit.ids import new_id
from huiyin.scenarios.incidents import actions, queries
from huiyin.scenarios.incidents.forms import DeclareForm, ReportForm, choices
from huiyin.scenarios.incidents.views.answers import WRONG, back, why
from huiyin.scenarios.incidents.views.pages import go, page, shown
from huiyin.scenarios.incidents.views.room import again


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """Kind and one line; sent twice, it is declared once."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    if request.method != "POST":
        context = {"kinds": choices(), "incident_id": new_id(), "line": request.GET.get("line", "")}
        return shown(request, "incidents/new.html", context)
    form = DeclareForm(request.POST)
    problem = _("选一种，写一句发生了什么")
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.raise_incident(
                by=actor,
                kind=given["kind"],
                title=given["title"],
                severity=given["severity"],
                incident_id=given["incident"],
            )
        except WRONG as error:
            problem = why(error)
        else:
            return go(reverse("incidents:room", args=[made.pk]))
    context = {
        "kinds": choices(),
        "incident_id": request.POST.get("incident") or new_id(),
        "line": request.POST.get("title", ""),
        "chosen": request.POST.get("kind", ""),
        "severity": request.POST.get("severity", ""),
        "problem": problem,
    }
    return shown(request, "incidents/new.html", context, status=422)


@require_POST
@page(Action.READ)
def describe(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Complete the first report."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return again(request, case_id, _("发生时间不是有效的日期和时间，或有一栏太长"), report=form)
    try:
        given = form.cleaned_data
        actions.describe(case_id, form.report(), by=actor, title=given["title"])
    except WRONG as error:
        return again(request, case_id, why(error), report=form)
    return back(request, case_id, said=_("初报已更新"), part="#first-report")


@require_POST
@page(Action.READ)
def grade(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Another severity."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    try:
        actions.grade(case_id, request.POST.get("severity", ""), by=actor)
    except WRONG as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("等级已调整"))
