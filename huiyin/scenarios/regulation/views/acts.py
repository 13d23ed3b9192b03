"""What its author does to an amendment on its page: named, put forward, taken back, announced."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases import following
from huiyin.cases.signoff.rounds import AlreadyRunning, NothingToSign
from huiyin.cases.signoff.seating import NobodyLeft
from huiyin.core.table import PolicyError
from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Person
from huiyin.scenarios.regulation import actions, queries, rebasing, waivers
from huiyin.scenarios.regulation.authority import require_amend
from huiyin.scenarios.regulation.forms import DetailsForm, SubmitForm, WaiverForm, decided
from huiyin.scenarios.regulation.models import AmendmentState
from huiyin.scenarios.regulation.views.amendments import context_of
from huiyin.scenarios.regulation.views.pages import go, page, shown


@require_POST
@page(Action.AMEND_OVERLAY)
def details(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Name a draft and say why."""
    actor, form = _writer(request, amendment_id), DetailsForm(request.POST)
    if not form.is_valid():
        return _again(request, amendment_id, [_("请写明名称，理由不超过 500 字")])
    try:
        actions.describe(amendment_id, by=actor, **form.cleaned_data)
    except actions.NotDraft:
        return _again(request, amendment_id, [_("已经提交，不能再改")], status=409)
    return _back(amendment_id)


@require_POST
@page(Action.AMEND_OVERLAY)
def submit(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Put a draft forward to be signed."""
    actor, form = _writer(request, amendment_id), SubmitForm(request.POST)
    if not form.is_valid():
        return _again(request, amendment_id, [_("生效时间不是有效的日期和时间")])
    try:
        if "reason" in request.POST:
            title = queries.find(amendment_id, actor).title
            reason = request.POST["reason"]
            actions.describe(amendment_id, by=actor, title=title, reason=reason)
        said = form.cleaned_data
        actions.submit(amendment_id, said["wanted_from"], said["despite"], by=actor)
    except actions.Refusal as refusal:
        return _again(request, amendment_id, list(refusal.problems))
    except (actions.NotDraft, AlreadyRunning):
        return _again(request, amendment_id, [_("已经提交，不能再改")], status=409)
    except (NothingToSign, NobodyLeft):
        return _again(request, amendment_id, [_("没有人可以签这份修订，请先指定管理层和合规官")])
    messages.success(request, _("已提交审签"))
    return _back(amendment_id)


@require_POST
@page(Action.AMEND_OVERLAY)
def reopen(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Write to it again; what was signed lapses."""
    try:
        actions.reopen(amendment_id, by=actor_of(request))
    except actions.NotWaiting:
        return _again(request, amendment_id, [_("现在不能收回")], status=409)
    messages.success(request, _("已收回，签署作废"))
    return _back(amendment_id)


@require_POST
@page(Action.AMEND_OVERLAY)
def withdraw(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Give it up."""
    try:
        actions.withdraw(amendment_id, request.POST.get("reason", ""), by=actor_of(request))
    except actions.NotWaiting:
        return _again(
            request, amendment_id, [_("已经生效，不能撤回；可以再起草一次恢复")], status=409
        )
    messages.success(request, _("已撤回"))
    return _back(amendment_id)


@require_safe
@page(Action.AMEND_OVERLAY)
def announce(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """On to the notice that announces it, begun with what changes."""
    amendment = queries.find(amendment_id, _writer(request, amendment_id))
    address = ""
    if amendment.state == AmendmentState.APPROVED and amendment.announced_at is None:
        address = following.compose_address(amendment.pk, "whole")
    return HttpResponseRedirect(address or reverse("regulation:show", args=[amendment.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.AMEND_OVERLAY)
def rebase(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Write its changes into what is in force now; in a conflict ask whose words stay."""
    actor = _writer(request, amendment_id)
    amendment = queries.find(amendment_id, actor)
    if request.method != "POST":
        return _back(amendment_id)
    try:
        actions.rebase(amendment_id, decided(request.POST), by=actor)
    except rebasing.Conflicts as conflict:
        context = {"amendment": amendment, "conflicts": rebasing.sides(amendment, conflict.clauses)}
        return shown(request, "regulation/rebase.html", context, status=422)
    except rebasing.NotOpen:
        return _again(request, amendment_id, [_("已经生效或撤回，不能再改")], status=409)
    messages.success(request, _("已并入现行版本，请再看一遍改动，然后提交审签"))
    return _back(amendment_id)


@require_POST
@page(Action.AMEND_OVERLAY)
def take(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Write what the product ships anew into a draft."""
    try:
        actions.take(amendment_id, by=_writer(request, amendment_id))
    except actions.NotDraft:
        return _again(request, amendment_id, [_("已经提交，不能再改")], status=409)
    messages.success(request, _("已写入草案，请再看一遍改动"))
    return _back(amendment_id)


@require_POST
@page(Action.AMEND_OVERLAY)
def waive(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Ask for a waiver, or take one back (``drop``)."""
    actor, form = _writer(request, amendment_id), WaiverForm(request.POST)
    try:
        if "drop" in request.POST:
            actions.unwaive(amendment_id, request.POST["drop"], by=actor)
        elif form.is_valid():
            asked = form.cleaned_data
            actions.waive(amendment_id, asked["clause"], asked["reason"], asked["until"], by=actor)
        else:
            return _again(request, amendment_id, [_("请写明条款、理由和截止日期")])
    except (waivers.NotWaivable, PolicyError):
        return _again(
            request, amendment_id, [_("这一条不能豁免：须是细则里的条款，日期不早于今天")]
        )
    except actions.NotDraft:
        return _again(request, amendment_id, [_("已经提交，不能再改")], status=409)
    return _back(amendment_id)


def _writer(request: HttpRequest, amendment_id: UUID) -> Person:
    """Who asks, if they may write to this amendment at all."""
    actor = actor_of(request)
    require_amend(actor, queries.find(amendment_id, actor).binds)
    return actor


def _again(
    request: HttpRequest, amendment_id: UUID, problems: list[Any], *, status: int = 422
) -> HttpResponse:
    context = context_of(amendment_id, actor_of(request), problems=problems, posted=request.POST)
    return shown(request, "regulation/show.html", context, status=status)


def _back(amendment_id: UUID) -> HttpResponse:
    return go(reverse("regulation:show", args=[amendment_id]))
