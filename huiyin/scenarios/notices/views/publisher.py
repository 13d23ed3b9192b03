"""The publisher's page: coverage, the unread list, calls, reminders, closing, the record."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.spreadsheets import XLSX
from huiyin.core.evidence import Channel
from huiyin.delivery.queries import progress_of
from huiyin.directory.access import Action, NotVisible, may
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.notices import (
    actions,
    answers,
    picking,
    published,
    publisher,
    queries,
    record,
    record_xlsx,
    showing,
    timeline,
    words,
)
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.revisions.queries import errors_of
from huiyin.scenarios.notices.understanding.call_form import form_for
from huiyin.scenarios.notices.views.pages import (
    go,
    is_partial,
    listening,
    open_case,
    page,
    shown,
    wanted_next,
    with_toast,
)
from huiyin.ui import zh
from huiyin.ui.downloads import download

PARTS = {"ring", "unread", "counts", "timeline", "progress", "understanding"}
MOST = 500


@require_safe
@page(Action.SEE_COVERAGE)
def echo(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """How far the echo came; ``?part=`` gives one card, for live updates."""
    actor, notice = open_case(request, notice_id, Action.SEE_COVERAGE)
    if notice.state == NoticeState.DRAFT:
        return HttpResponseRedirect(reverse("notices:edit", args=[notice.pk]))
    part = request.GET.get("part", "")
    if is_partial(request) and part in PARTS:
        context = _context(request, actor, notice) | {"partial": part == "counts"}
        return shown(request, f"notices/_{part}.html", context)
    return shown(request, "notices/echo.html", _context(request, actor, notice))


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.RECORD_CALL)
def call(request: HttpRequest, notice_id: UUID, person_id: int) -> HttpResponse:
    """The form for one call's result (N16); 422 shows it again with what is missing."""
    actor, notice = open_case(request, notice_id, Action.RECORD_CALL)
    row = _silent_row(notice, actor, person_id)
    form = form_for(notice, person_id, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answers.record_call(notice.pk, person_id, form.call(), by=actor)
        except answers.NotConcerned as error:
            raise NotVisible from error
        return _after_call(request, actor, notice, row)
    context = _context(request, actor, notice) | {"row": row, "form": form}
    status = 422 if request.method == "POST" else 200
    template = "notices/_call.html" if is_partial(request) else "notices/call.html"
    return shown(request, template, context, status=status)


@require_POST
@page(Action.RECORD_CALL)
def remind(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """催一下: at most once an hour."""
    actor, notice = open_case(request, notice_id, Action.RECORD_CALL)
    try:
        count = actions.remind_now(notice.pk, by=actor)
        said, late = _("已提醒 %(count)d 人") % {"count": count}, False
    except actions.TooSoon as error:
        when = zh.near_moment(error.again_at, clock.now())
        said, late = _("每小时最多催一次，%(when)s 后可再催") % {"when": when}, True
    except actions.NotOpen:
        said, late = _("这条通知已经结束"), True
    return _said(request, actor, notice, said, late=late)


@require_POST
@page(Action.EDIT)
def close(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """End the notice when everybody answered or was named as unreachable."""
    actor, notice = open_case(request, notice_id, Action.EDIT)
    try:
        actions.close(notice.pk, by=actor)
        said, late = _("已闭环，确认记录已归档"), False
    except actions.StillSilent as error:
        said = _("还有 %(count)d 人欠着确认、回复或解答，先逐一跟进，或写明无法触达的原因") % {
            "count": error.people
        }
        late = True
    except actions.NotOpen:
        said, late = _("草稿不能闭环"), True
    return _said(request, actor, notice, said, late=late)


@require_safe
@page(Action.EXPORT)
def workbook(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """The confirmation record as XLSX."""
    _actor, notice = _published(request, notice_id)
    return download(record_xlsx.write(notice), XLSX, record_xlsx.file_name(notice))


@require_safe
@page(Action.EXPORT)
def printed(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """The confirmation record as an official A4 page."""
    _actor, notice = _published(request, notice_id)
    context = {
        "notice": notice,
        "rows": list(record.rows(notice)),
        "figures": record.figures(notice),
        "anchor": record.anchor(),
        "made_at": record.made_at(),
        "median": publisher.median_time(notice),
    }
    return shown(request, "notices/record.html", context)


def _published(request: HttpRequest, notice_id: UUID) -> tuple[Person, Notice]:
    actor, notice = open_case(request, notice_id, Action.EXPORT)
    if notice.state == NoticeState.DRAFT:
        raise Http404
    return actor, notice


def _silent_row(notice: Notice, actor: Person, person_id: int) -> publisher.Silent:
    rows = publisher.silent(
        notice, 1, departments=publisher.reach(notice, actor), person_id=person_id
    )
    if not rows:
        raise NotVisible
    return rows[0]


def _after_call(
    request: HttpRequest, actor: Person, notice: Notice, row: publisher.Silent
) -> HttpResponse:
    said = _("已记录与%(name)s的通话") % {"name": row.name}
    if not is_partial(request):
        messages.success(request, said)
        return go(request, reverse("notices:echo", args=[notice.pk]) + "#unread")
    return with_toast(
        shown(request, "notices/_unread.html", _context(request, actor, notice)), said
    )


def _said(
    request: HttpRequest, actor: Person, notice: Notice, said: str, *, late: bool
) -> HttpResponse:
    if is_partial(request) and not wanted_next(request):
        notice.refresh_from_db()
        context = _context(request, actor, notice)
        return with_toast(shown(request, "notices/_timeline.html", context), said, late=late)
    (messages.error if late else messages.success)(request, said)
    return go(request, reverse("notices:echo", args=[notice.pk]))


def _context(request: HttpRequest, actor: Person, notice: Notice) -> dict[str, Any]:
    limit = _limit(request)
    may_name = may(actor, Action.SEE_UNREAD_NAMES, notice)
    within = publisher.reach(notice, actor) if may_name else []
    rows = publisher.silent(notice, limit + 1, departments=within) if may_name else []
    departments = publisher.by_department(notice)
    most = publisher.MOST_DEPARTMENTS
    most += len(departments) == most + 1  # a fold that hides one line saves none
    audience = published.audience_of(notice)
    return {
        "notice": notice,
        "whole": publisher.share(notice),
        "revision_errors": errors_of(notice),
        "may_revise": may(actor, Action.EDIT, notice),
        "departments": departments[:most],
        "more_departments": departments[most:],
        "median": publisher.median_time(notice),
        "silent": rows[:limit],
        "more": limit + publisher.PAGE if len(rows) > limit else 0,
        "handled": publisher.handled(notice) if within is None else [],
        "handled_count": publisher.handled_count(notice),
        "may_name": may_name,
        "may_call": may(actor, Action.RECORD_CALL, notice),
        "may_close": may(actor, Action.EDIT, notice),
        "may_export": may(actor, Action.EXPORT, notice),
        "may_read": may(actor, Action.READ, notice),
        "timeline": timeline.of_notice(notice),
        "progress": progress_of(notice.pk),
        "channels": [words.CHANNELS[Channel[name.upper()]] for name in publisher.channels(notice)],
        "audience": _("、").join(chip.label for chip in picking.chips(audience, actor)[0]),
        "is_author": notice.initiator_id == actor.pk,
        "replies": queries.replies(notice) if may_name else [],
        "live_topics": listening(request, notice),
        **showing.context(showing.PUBLISHER, notice, actor),
    }


def _limit(request: HttpRequest) -> int:
    wanted = request.GET.get("limit", "")
    return min(int(wanted), MOST) if wanted.isascii() and wanted.isdigit() else publisher.PAGE
