"""The page on which whoever registers a case that was bounced twice names the heads who meet."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases import picking, verbs
from huiyin.cases.models import Case
from huiyin.directory.access import Action, NotVisible, actor_of, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Department, Person
from huiyin.scenarios.meetings.cooperation import calling
from huiyin.scenarios.meetings.cooperation.calling import Call
from huiyin.scenarios.meetings.cooperation.views import WRONG
from huiyin.scenarios.meetings.models import Blocked
from huiyin.scenarios.meetings.standing import WordsRefused
from huiyin.scenarios.meetings.views.pages import go, page, shown


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def coordination(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """On to the matter when the heads were asked already; else the form that asks them."""
    actor = actor_of(request)
    case = Case.objects.filter(pk=case_id, opened_at__isnull=False).first()
    if case is None:
        raise NotVisible
    require(actor, Action.READ, case)
    there = Blocked.objects.visible_to(actor).filter(origin=case.pk).order_by("-opened_at").first()
    if there is not None:
        return go(reverse("meetings:blocked", args=[there.pk]))
    if request.method != "POST":
        return _form(request, case, actor, calling.known(case))
    if not calling.may_call(case.pk, actor):
        raise PermissionDenied
    chosen = picking.named(request.POST, "departments").departments
    said = Call(
        request.POST.get("title", ""),
        request.POST.get("text", ""),
        list(Department.objects.filter(pk__in=chosen, active=True)),
    )
    try:
        made = calling.call(case.pk, said, by=actor)
    except WordsRefused as refused:
        return _form(request, case, actor, said, {refused.field: WRONG[refused.field]()})
    return go(reverse("meetings:blocked", args=[made.pk]))


def _form(
    request: HttpRequest,
    case: Case,
    actor: Person,
    said: Call,
    problems: dict[str, str] | None = None,
) -> HttpResponse:
    chosen = Audience(departments=tuple(one.pk for one in said.departments))
    context = {
        "lead": _("%(number)s 已被退回两次，请有关部门主管当面定下。") % {"number": case.number},
        "from_page": verbs.page_of(case.scenario, case.pk),
        "from_title": case.title,
        "barred": not calling.may_call(case.pk, actor),
        "chips": picking.chips(chosen, actor)[0],
        "title": said.title,
        "text": said.text,
        "problems": problems or {},
    }
    status = 422 if problems else 200
    return shown(request, "meetings/cooperation/new.html", context, status=status)
