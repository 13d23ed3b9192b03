"""Revising what was published, reading older versions, and deciding against a correction."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.directory.access import Action, NotVisible, may
from huiyin.scenarios.notices import checks
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.revisions import actions, corrections, queries
from huiyin.scenarios.notices.revisions.models import Revision
from huiyin.scenarios.notices.views.pages import go, open_case, page, shown
from huiyin.scenarios.notices.views.revision_forms import RevisionForm


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.EDIT)
def revise(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Write the next revision; 422 shows what is wrong beside the fields."""
    actor, notice = open_case(request, notice_id, Action.EDIT)
    if notice.state == NoticeState.DRAFT:
        return go(request, reverse("notices:edit", args=[notice.pk]))
    posted = request.POST if request.method == "POST" else None
    form = RevisionForm(posted, newest=actions.latest(notice))
    if form.is_valid():
        try:
            made = actions.revise(
                notice.pk, form.texts(), form.cleaned_data["kind"], form.told(), by=actor
            )
        except checks.NotReady as refused:
            _add(form, refused.errors)
        except actions.Outdated as newer:
            text = _("第 %(n)d 版刚刚发出，请重新打开再改") % {"n": newer.number}
            form.add_error(None, text)
        else:
            messages.success(request, _said(made))
            return go(request, reverse("notices:echo", args=[notice.pk]))
    status = 422 if form.is_bound else 200
    context = {"notice": notice, "form": form, "count": queries.errors_of(notice)}
    return shown(request, "notices/revisions/revise.html", context, status=status)


@require_safe
@page(Action.READ)
def history(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """All versions, the newest first, each with what it changed."""
    _actor, notice = _open_published(request, notice_id)
    rows = queries.history(notice)
    return shown(
        request, "notices/revisions/history.html", {"notice": notice, "steps": queries.steps(rows)}
    )


@require_safe
@page(Action.READ)
def version(request: HttpRequest, notice_id: UUID, number: int) -> HttpResponse:
    """One version as it was published."""
    _actor, notice = _open_published(request, notice_id)
    revision = queries.numbered(notice, number)
    if revision is None:
        raise NotVisible
    context = {"notice": notice, "revision": revision, "newest": notice.revision == number}
    return shown(request, "notices/revisions/version.html", context)


@require_POST
@page(Action.EDIT)
def drop_correction(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Do not send a drafted correction; the reason stays in the ledger."""
    actor, notice = open_case(request, notice_id, Action.EDIT)
    try:
        corrections.drop(notice.pk, request.POST.get("reason", "")[:300], by=actor)
    except checks.NotReady as refused:
        messages.error(request, "；".join(refused.errors.values()))
        address = "notices:edit" if notice.state == NoticeState.DRAFT else "notices:echo"
        return go(request, reverse(address, args=[notice.pk]))
    messages.success(request, _("已记录不发更正的理由"))
    return go(request, reverse("notices:list") + "?tab=drafts")


def _open_published(request: HttpRequest, notice_id: UUID) -> tuple[Any, Notice]:
    actor, notice = open_case(request, notice_id, Action.SEE)
    if not may(actor, Action.READ, notice) or notice.revision < 1:
        raise NotVisible
    return actor, notice


def _add(form: RevisionForm, errors: dict[str, str]) -> None:
    for name, text in errors.items():
        form.add_error(name if name in form.fields else None, text)


def _said(made: Revision) -> str:
    if not made.asks:
        return _("已保存为第 %(n)d 版，没有打扰任何人") % {"n": made.number}
    return _("第 %(n)d 版已发出，收到的人会看到改了什么") % {"n": made.number}
