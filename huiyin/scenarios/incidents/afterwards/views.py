"""After the end: the announcement, the report with its papers, open again, everything as a file."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases import following
from huiyin.cases.papers.handing import WRITERS, hand_out
from huiyin.directory.access import Action, NotVisible, actor_of, may, require
from huiyin.directory.models import Person
from huiyin.scenarios.incidents import queries
from huiyin.scenarios.incidents.afterwards import actions, drafting, exporting, paper, telling
from huiyin.scenarios.incidents.afterwards.models import Report
from huiyin.scenarios.incidents.authority import may_tell, may_write
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.record import head
from huiyin.scenarios.incidents.refusal import NotSolved
from huiyin.scenarios.incidents.views.answers import WRONG, back, why
from huiyin.scenarios.incidents.views.pages import go, page, shown
from huiyin.scenarios.incidents.views.room import again

REFUSED = (*WRONG, NotSolved)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def announce(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say that it is over, in the words of the timeline."""
    actor = actor_of(request)
    incident = _found(case_id, actor)
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            row = actions.announce(case_id, text, by=actor)
        except REFUSED as error:
            return _announcing(request, incident, text, problem=why(error), status=422)
        return back(request, case_id, said=_("已公告，告知 %(n)d 人") % {"n": row.told})
    return _announcing(request, incident, drafting.announcement(incident))


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The report: written by whoever took part, read by all who read the incident."""
    actor = actor_of(request)
    incident = _found(case_id, actor)
    if request.method != "POST":
        return _report_page(request, incident, actor)
    posted = request.POST
    words = actions.Words(*(posted.get(name, "") for name in FIELDS))
    try:
        actions.write_report(case_id, words, by=actor)
        if "submit" in posted:
            actions.submit_report(case_id, by=actor)
    except REFUSED as error:
        context = {"problem": why(error), "words": words}
        return _report_page(request, incident, actor, context, status=422)
    said = _("报告已提交管理层") if "submit" in posted else _("已保存")
    return back(request, case_id, said=said, part="/report")


@require_safe
@page(Action.READ)
def report_file(request: HttpRequest, case_id: UUID, ending: str) -> HttpResponse:
    """The report as DOCX or PDF."""
    incident = _found(case_id, actor_of(request))
    row = Report.objects.select_related("submitted_by", "incident").filter(incident=incident)
    found = row.first()
    if found is None or ending not in WRITERS:
        raise NotVisible
    return hand_out(paper.report(incident, found), ending)


@require_POST
@page(Action.READ)
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """It came back."""
    actor = actor_of(request)
    _found(case_id, actor)
    try:
        actions.reopen(case_id, request.POST.get("reason", ""), by=actor)
    except REFUSED as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("已重新打开，恢复通报"))


@require_safe
@page(Action.EXPORT)
def export(request: HttpRequest, case_id: UUID) -> FileResponse:
    """Everything about it in one file."""
    actor = actor_of(request)
    incident = _found(case_id, actor)
    if actor.pk != incident.commander_id:
        require(actor, Action.EXPORT, incident)
    return FileResponse(
        exporting.archive(incident), as_attachment=True, filename=f"{incident.number}.zip"
    )


FIELDS = ("summary", "impact", "cause", "measures", "remaining")


def _found(case_id: UUID, actor: Person) -> Incident:
    incident = queries.find(case_id, actor)
    require(actor, Action.READ, incident)
    return incident


def _announcing(
    request: HttpRequest, incident: Incident, text: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    solved = incident.state in actions.OVER
    context = {
        "incident": incident,
        "text": text,
        "problem": problem,
        "people": telling.count(telling.everybody_told(incident)),
        "may_announce": solved and may_tell(actor, incident),
        "solved": solved,
        "said": actions.said_since(incident).order_by("-at").first() if solved else None,
        "compose": following.compose_address(incident.pk, "") if solved else "",
    }
    return shown(request, "incidents/afterwards/announce.html", context, status=status)


def _report_page(
    request: HttpRequest,
    incident: Incident,
    actor: Person,
    more: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    if incident.state not in actions.OVER:
        return go(reverse("incidents:room", args=[incident.pk]))
    row = Report.objects.select_related("submitted_by").filter(incident=incident).first()
    writes = may_write(actor, incident) and (row is None or row.submitted_at is None)
    context: dict[str, Any] = {
        "incident": incident,
        "report": row,
        "words": row or drafting.proposed(incident),
        "writes": writes,
        "endings": sorted(WRITERS),
        "head": head(incident),
        "may_export": may(actor, Action.EXPORT, incident),
    }
    return shown(request, "incidents/afterwards/report.html", context | (more or {}), status=status)
