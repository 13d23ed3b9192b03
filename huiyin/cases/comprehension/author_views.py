"""The author's side: key points and questions of a draft, and judging over what was said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import verbs
from huiyin.cases.comprehension import matters, overruling, typed, writing
from huiyin.cases.comprehension.models import Assertion
from huiyin.cases.comprehension.opening import go, is_partial, open_case, page, shown
from huiyin.cases.comprehension.overruling import OverruleRefused
from huiyin.cases.models import Case
from huiyin.directory.access import Action, NotVisible


@require_safe
@page(Action.EDIT)
def editor(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Key points and questions of a draft; a part for htmx, else a page of its own."""
    _actor, case = open_case(request, case_id, Action.EDIT)
    return _editor(request, case)


@require_POST
@page(Action.EDIT)
def save(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep what was typed; ``question`` gives a row more, ``propose`` makes questions of points."""
    actor, case = open_case(request, case_id, Action.EDIT)
    try:
        problem = typed.keep(case, request.POST, actor)
    except writing.NotDraft:
        return go(request, verbs.page_of(case.scenario, case.pk))
    more: dict[str, Any] = {"points_problem": problem} if problem else {}
    if "question" in request.POST:
        more["quiz_rows"] = [*typed.context(case)["quiz_rows"], typed.BLANK]
    return _editor(request, case, more=more, status=422 if problem else 200)


@require_POST
@page(Action.EDIT)
def overrule(request: HttpRequest, case_id: UUID, assertion_id: int) -> HttpResponse:
    """A person's judgement of one assertion; both are kept."""
    actor, case = open_case(request, case_id, Action.EDIT)
    if not Assertion.objects.filter(pk=assertion_id, attempt__case=case).exists():
        raise NotVisible
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    try:
        overruling.overrule(assertion_id, verdict, reason, by=actor)
    except OverruleRefused as error:
        words = _("写明改判的理由") if error.code == "reason" else _("选择改判的结果")
        messages.error(request, words)
    else:
        messages.success(request, _("已改判，原判定保留在记录里"))
    wanted = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return go(request, wanted if local else verbs.page_of(case.scenario, case.pk))


def _editor(
    request: HttpRequest, case: Case, *, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    if not matters.of(case).is_draft(case):
        return go(request, verbs.page_of(case.scenario, case.pk))
    shown_context = typed.context(case) | (more or {})
    template = "_fields.html" if is_partial(request) else "editor.html"
    return shown(request, f"comprehension/{template}", shown_context, status=status)
