"""The sign page: the text, what changed, who has signed, and what is asked of me."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import verbs
from huiyin.cases.signoff import answers, changes, forecast, queries
from huiyin.cases.signoff.checklist import Unfinished
from huiyin.cases.signoff.forms import (
    APPROVE,
    REJECT,
    ChecklistForm,
    ColleagueForm,
    DecisionForm,
)
from huiyin.cases.signoff.models import SignOff, StepKind
from huiyin.cases.signoff.views.pages import go_on, open_round, page, shown
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person

REFUSED = (answers.NotYours, answers.Over, answers.NotHere)


@require_safe
@page(Action.SEE)
def sign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The latest round of a case."""
    actor, signoff = open_round(request, case_id, Action.SEE)
    return shown(request, "signoff/sign.html", context(signoff, actor))


@require_POST
@page(Action.SIGN)
def act(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One decision for one seat."""
    actor, signoff = open_round(request, case_id, Action.SIGN)
    decision = DecisionForm(request.POST)
    checks = ChecklistForm(signoff.case, request.POST)
    if not (decision.is_valid() and checks.is_valid()):
        return _again(request, signoff, actor, decision, checks)
    try:
        done = decide(decision, checks, actor)
    except Unfinished:
        decision.add_error(None, _("每一项都要核对并写明依据；有不符的请退回"))
        return _again(request, signoff, actor, decision, checks)
    except answers.NotHere:
        decision.add_error(None, _("这一步只能退回修改"))
        return _again(request, signoff, actor, decision, checks)
    except (answers.NotYours, answers.Over):
        messages.error(request, _("这份文稿现在不需要你签署"))
        return go_on(request, signoff, actor)
    say(request, done)
    return go_on(request, done.signoff, actor)


@require_POST
@page(Action.SIGN)
def transfer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let a colleague sign instead."""
    actor, signoff = open_round(request, case_id, Action.SIGN)
    form = ColleagueForm(request.POST)
    seat = _number(request.POST.get("seat", ""))
    if not form.is_valid():
        messages.error(request, _first(form))
        return go_on(request, signoff, actor)
    try:
        person = form.cleaned_data["person"]
        answers.transfer(seat, person, form.cleaned_data["reason"], by=actor)
        messages.success(request, _("已转给%(name)s签署") % {"name": person.name})
    except changes.NotEligible:
        messages.error(request, _("不能转给这位同事：作者、已在本步签署的人或其他部门的人不能签"))
    except REFUSED:
        messages.error(request, _("这份文稿现在不需要你签署"))
    return go_on(request, signoff, actor)


@require_POST
@page(Action.SEE)
def add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask one more person at the present step; the author and those who sign may."""
    actor, signoff = open_round(request, case_id, Action.SEE)
    form = ColleagueForm(request.POST)
    if not form.is_valid():
        messages.error(request, _first(form))
        return go_on(request, signoff, actor)
    try:
        person = form.cleaned_data["person"]
        changes.add_signer(_number(request.POST.get("step", "")), person, by=actor)
        messages.success(request, _("已加签%(name)s") % {"name": person.name})
    except changes.NotEligible:
        messages.error(request, _("不能加签这位同事：是作者，或已在本步签署"))
    return go_on(request, signoff, actor)


@require_POST
@page(Action.EDIT)
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The author takes it back."""
    actor, signoff = open_round(request, case_id, Action.EDIT)
    if changes.withdraw(signoff.case, by=actor):
        messages.success(request, _("已撤回审签"))
    return go_on(request, signoff, actor)


def decide(
    decision: DecisionForm,
    checks: ChecklistForm,
    actor: Person,
    means: answers.Means = answers.ON_PAGE,
) -> answers.Answered:
    """Carry out what a valid form says."""
    values = decision.cleaned_data
    seat, reason, findings = values["seat"], values["reason"], checks.findings()
    if values["decision"] == APPROVE:
        return answers.approve(seat, by=actor, note=reason, findings=findings, means=means)
    if values["decision"] == REJECT:
        return answers.reject(seat, reason, by=actor, means=means)
    return answers.send_back(seat, reason, by=actor, findings=findings, means=means)


def say(request: HttpRequest, done: answers.Answered) -> None:
    """What came of it, in words."""
    if done.changed:
        messages.error(request, _("文稿在提交后有改动，这一轮审签已作废，没有记为签署"))
    else:
        messages.success(request, _("已记录：%(word)s") % {"word": done.seat.get_outcome_display()})


def context(signoff: SignOff, actor: Person) -> dict[str, Any]:
    """What the page shows to ``actor``."""
    sheet = queries.sheet(signoff, actor)
    own = actor.pk == signoff.author_id
    step = next((one for one in sheet.steps if one.started_at and not one.ended_at), None)
    return {
        "sheet": sheet,
        "path": forecast.shown(signoff),
        "may_read": may(actor, Action.READ, signoff.case),
        "is_author": own and may(actor, Action.EDIT, signoff.case),
        "may_add": sheet.running and step is not None and (own or bool(sheet.mine)),
        "step": step,
        "decision": DecisionForm(),
        "checks": ChecklistForm(signoff.case),
        "colleague": ColleagueForm(),
        "colleagues": colleagues(actor),
        "case_page": verbs.page_of(signoff.case.scenario, signoff.case_id),
        "information": StepKind.INFORMATION.value,
        "rejecting": answers.REJECTING,
    }


def colleagues(actor: Person) -> list[Person]:
    """Some names to choose from: the actor's department."""
    rows = Person.objects.filter(department=actor.department, active=True).exclude(pk=actor.pk)
    return list(rows.order_by("sort_key")[:50])


def _again(
    request: HttpRequest,
    signoff: SignOff,
    actor: Person,
    decision: DecisionForm,
    checks: ChecklistForm,
) -> HttpResponse:
    filled = context(signoff, actor) | {"decision": decision, "checks": checks}
    return shown(request, "signoff/sign.html", filled, status=422)


def _first(form: ColleagueForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:  # noqa: PLR2004 - fits a bigint
        raise Http404
    return int(text)
