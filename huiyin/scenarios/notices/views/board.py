"""公告栏: read, keep, put away, pin."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, NotVisible, actor_of, may, require
from huiyin.directory.models import Person
from huiyin.scenarios.notices.board import facets, marks, pinning, queries
from huiyin.scenarios.notices.board.marks import Wish
from huiyin.scenarios.notices.board.queries import Entry, Wanted
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.views import board_forms as forms
from huiyin.scenarios.notices.views.pages import go, is_partial, open_case, page, shown, with_toast


@require_safe
@page(Action.WRITE_NOTICE)
def show(request: HttpRequest) -> HttpResponse:
    """The board as ``tab``, ``kind``, ``d``, ``topic`` and ``q`` narrow it."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    wanted, limit = forms.wanted(request), forms.limit(request)
    context = _list(actor, wanted, limit) | {
        "wanted": wanted,
        "tabs": _tabs(),
        "unread": queries.narrowed(actor, Wanted(shelf="unread")).count(),
        "may_write": may(actor, Action.WRITE_NOTICE),
        "days": forms.DAYS,
    }
    if is_partial(request) and request.headers.get("HX-Target") == "board":
        return shown(request, "notices/board/_list.html", context)
    context["facets"] = facets.facets(actor)
    return shown(request, "notices/board/board.html", context)


@require_POST
@page(Action.READ)
def mark(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Keep an entry, put it away, or take that back (``do``)."""
    actor, notice = open_case(request, notice_id, Action.READ)
    wish = request.POST.get("do", "")
    if wish not in list(Wish):
        return HttpResponseBadRequest()
    if queries.entry(actor, notice) is None:
        raise NotVisible
    marks.put(notice.pk, Wish(wish), by=actor)
    return _changed(request, actor, notice, _said()[Wish(wish)])


@require_POST
@page(Action.WRITE_NOTICE)
def seen(request: HttpRequest) -> HttpResponse:
    """I have seen everything that stands there."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    marks.see_all(queries.board(actor), by=actor)
    messages.success(request, _("公告栏已全部标为已读"))
    return go(request, reverse("notices:board"))


@require_POST
@page(Action.PIN)
def pin(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Let an entry head the board for some days, or no longer."""
    actor, notice = open_case(request, notice_id, Action.PIN)
    form = forms.PinForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    until = form.until()
    try:
        if until is None:
            pinning.unpin(notice.pk, by=actor)
        else:
            pinning.pin(notice.pk, until, by=actor)
    except pinning.PinRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已取消置顶") if until is None else _("已置顶"))
    return go(request, reverse("notices:board"))


def _changed(request: HttpRequest, actor: Person, notice: Notice, said: str) -> HttpResponse:
    if not is_partial(request):
        messages.success(request, said)
        return go(request, reverse("notices:board"))
    found = queries.entry(actor, notice)
    if found is None:
        raise NotVisible
    context: dict[str, Any] = {"entry": found, "days": forms.DAYS}
    template = "_away.html" if found.away else "_entry.html"
    return with_toast(shown(request, f"notices/board/{template}", context), said)


def _list(actor: Person, wanted: Wanted, limit: int) -> dict[str, Any]:
    if wanted.shelf == "files":
        return {"files": queries.files(actor, wanted, limit=limit)}
    found: list[Entry] = queries.entries(actor, wanted, limit=limit + 1)
    return {"entries": found[:limit], "more": limit + queries.PAGE if len(found) > limit else 0}


def _tabs() -> list[tuple[str, str]]:
    names = (_("全部"), _("未读"), _("收藏"), _("资料下载"), _("已归档"))
    return list(zip(forms.SHELVES, names, strict=True))


def _said() -> dict[Wish, str]:
    return {
        Wish.KEEP: _("已收藏"),
        Wish.DROP: _("已取消收藏"),
        Wish.AWAY: _("已归档，在「已归档」里能找回"),
        Wish.BACK: _("已放回公告栏"),
    }
