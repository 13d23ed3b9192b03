"""The page on which a head puts a major problem on the agenda of a meeting to come."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.directory.access import Action, NotVisible, actor_of, require
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.agenda import tabling
from huiyin.scenarios.meetings.models import AgendaItem
from huiyin.scenarios.meetings.views.pages import go, page, shown
from huiyin.scenarios.meetings.views.refusing import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def table(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The regular meetings to come; a press puts the case on the agenda of one."""
    actor = actor_of(request)
    case = Case.objects.filter(pk=case_id, opened_at__isnull=False).first()
    if case is None:
        raise NotVisible
    require(actor, Action.READ, case)
    back = reverse("meetings:table", args=[case.pk])
    if request.method == "POST":
        if not tabling.may_table(case.pk, actor):
            raise PermissionDenied
        wanted = request.POST.get("meeting", "")
        meeting = next((one for one in tabling.regular(actor) if str(one.pk) == wanted), None)
        if meeting is None:
            raise NotVisible
        return tried(
            request,
            lambda: tabling.table(case.pk, meeting.pk, by=actor),
            back,
            lambda: go(back),
        )
    stands = AgendaItem.objects.filter(about=case.pk, meeting__in=queries.visible_to(actor))
    context = {
        "case": case,
        "page": verbs.page_of(case.scenario, case.pk),
        "may_table": tabling.may_table(case.pk, actor),
        "meetings": list(tabling.regular(actor)[:8]),
        "stands": [item.meeting for item in stands.select_related("meeting__kind")],
    }
    return shown(request, "meetings/agenda/table.html", context)
