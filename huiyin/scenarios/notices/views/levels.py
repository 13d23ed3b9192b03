"""Passing on, going past a level, finishing action items, and publishing at a named moment."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.directory.access import Action, NotVisible
from huiyin.scenarios.notices import actions, conditions, releasing
from huiyin.scenarios.notices.assigned import actions as assigned
from huiyin.scenarios.notices.assigned.models import ActionItem
from huiyin.scenarios.notices.cascade import actions as cascade
from huiyin.scenarios.notices.cascade import islands
from huiyin.scenarios.notices.models import NoticeState
from huiyin.scenarios.notices.views.pages import go, open_case, page
from huiyin.ui import zh


@require_POST
@page(Action.CONFIRM)
def relay(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Pass it on to one's team, with words of one's own."""
    actor, notice = open_case(request, notice_id, Action.CONFIRM)
    about = request.POST.get("person", "")
    person_id = int(about) if about.isdecimal() and len(about) < 18 else None  # noqa: PLR2004 - a bigint
    try:
        row = cascade.relay(notice.pk, request.POST.get("words", ""), by=actor, person_id=person_id)
        messages.success(request, _("已转达给 %(count)d 人") % {"count": row.people})
    except cascade.NothingToRelay as error:
        raise NotVisible from error
    except actions.NotOpen:
        messages.error(request, _("这条通知已经结束"))
    return go(request, reverse("notices:show", args=[notice.pk]))


@require_POST
@page(Action.EDIT)
def reach_islands(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Send it directly to branches that nobody passed it on to in time."""
    actor, notice = open_case(request, notice_id, Action.EDIT)
    people = islands.reach_islands(notice.pk, by=actor)
    said = _("已直接发给 %(count)d 人") if people else _("没有等待直达的分支")
    messages.success(request, said % {"count": people} if people else said)
    return go(request, reverse("notices:echo", args=[notice.pk]))


@require_POST
@page(Action.READ)
def finish_action(request: HttpRequest, notice_id: UUID, order: int) -> HttpResponse:
    """An action item is done."""
    actor, notice = open_case(request, notice_id, Action.READ)
    try:
        assigned.done(notice.pk, order, by=actor, result=request.POST.get("result", ""))
    except (ActionItem.DoesNotExist, assigned.NotYours) as error:
        raise NotVisible from error
    messages.success(request, _("行动项已完成"))
    return go(request, reverse("notices:show", args=[notice.pk]))


@require_POST
@page(Action.PUBLISH)
def schedule(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Let it go out at the moment from which the regulation allows it."""
    actor, notice = open_case(request, notice_id, Action.PUBLISH)
    if notice.state != NoticeState.DRAFT:
        return go(request, reverse("notices:echo", args=[notice.pk]))
    moment = conditions.opens_at(notice, actor)
    if moment is None:
        raise Http404
    releasing.schedule(notice.pk, moment, by=actor)
    messages.success(request, _("到 %(when)s自动发布") % {"when": zh.moment(moment)})
    return go(request, reverse("notices:edit", args=[notice.pk]))
