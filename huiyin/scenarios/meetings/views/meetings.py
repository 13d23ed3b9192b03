"""The page of one meeting, and what is done to it there."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import following
from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.scenarios.meetings import actions, attending, queries, showing
from huiyin.scenarios.meetings.answering import actions as answering
from huiyin.scenarios.meetings.authority import leads, require_lead
from huiyin.scenarios.meetings.forms import LOCAL
from huiyin.scenarios.meetings.models import Answer, Meeting, MeetingState
from huiyin.scenarios.meetings.plan import PlanRefused
from huiyin.scenarios.meetings.series import actions as series
from huiyin.scenarios.meetings.series.reach import Scope
from huiyin.scenarios.meetings.views import scoped, written
from huiyin.scenarios.meetings.views.pages import go, is_partial, page, shown
from huiyin.ui import live


@require_safe
@page(Action.SEE)
def show(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting; another case of this scenario has a page of its own."""
    actor = actor_of(request)
    for model, url_name in showing.pages().items():
        if model.objects.filter(pk=meeting_id).exists():
            return HttpResponseRedirect(reverse(url_name, args=[meeting_id]))
    meeting = queries.find(meeting_id, actor)
    if is_partial(request) and request.GET.get("part") == "people":
        return shown(request, "meetings/_people.html", context_of(meeting, actor))
    return shown(request, "meetings/show.html", context_of(meeting, actor))


@require_POST
@page(Action.READ)
def announce(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Send a draft out."""
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor)
    reason = request.POST.get("reason", "")
    try:
        done = series.begin(meeting.pk, reason, by=actor)
    except (Refused, PlanRefused) as refused:
        context = context_of(meeting, actor, problem=str(refused), ask_reason=True)
        return shown(request, "meetings/show.html", context, status=422)
    messages.success(request, written.said(done))
    return go(reverse("meetings:show", args=[meeting.pk]))


@require_POST
@page(Action.READ)
def answer(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Whether the viewer comes."""
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor)
    seat = answering.seat_of(meeting.pk, actor)
    said = request.POST.get("answer", "")
    comment = request.POST.get("comment", "")
    if said not in (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED):
        return _wrong(request, meeting, actor, _("选择参加、待定或不参加"))
    try:
        if request.POST.get("whole"):
            answering.answer_series(meeting, Answer(said), comment, by=actor)
        else:
            answering.answer(seat.pk, Answer(said), comment, by=actor)
    except answering.NotAsked:
        return _wrong(request, meeting, actor, _("会议已结束或已取消，不用再答复"))
    messages.success(request, _("已答复：%(answer)s") % {"answer": Answer(said).label})
    return go(reverse("meetings:show", args=[meeting.pk]))


@require_POST
@page(Action.READ)
def propose(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Another time, proposed to whoever leads it."""
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor)
    seat = answering.seat_of(meeting.pk, actor)
    start = _local(request.POST.get("starts_at", ""))
    if start is None:
        return _wrong(request, meeting, actor, _("写明提议的时间"))
    end = start + (meeting.ends_at - meeting.starts_at)
    try:
        answering.propose_time(seat.pk, start, end, request.POST.get("comment", ""), by=actor)
    except (answering.NotAsked, PlanRefused) as refused:
        return _wrong(request, meeting, actor, str(refused) or _("会议已结束或已取消"))
    messages.success(request, _("提议已交给主持人"))
    return go(reverse("meetings:show", args=[meeting.pk]))


@require_POST
@page(Action.READ)
def cancel(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """It does not take place; by ``scope`` those after it neither, or none that is still to come."""
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor)
    require_lead(meeting, actor)
    reason = request.POST.get("reason", "")
    try:
        scope = scoped.scope_of(request.POST, meeting)
        if scope != Scope.THIS and meeting.series_id:
            since = meeting.occurrence if scope == Scope.LATER else None
            series.end(meeting.series_id, reason, by=actor, since=since)
            messages.success(request, _("以后不再开这个例会"))
        else:
            actions.cancel(meeting.pk, reason, by=actor)
            messages.success(request, _("会议已取消，已通知与会者"))
    except actions.NotBefore:
        return _wrong(request, meeting, actor, _("会议已经开始，不能再取消"))
    return go(reverse("meetings:show", args=[meeting.pk]))


@require_POST
@page(Action.READ)
def add_time(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One more time of the series."""
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor)
    require_lead(meeting, actor)
    start = _local(request.POST.get("starts_at", ""))
    if start is None or meeting.series_id is None:
        return _wrong(request, meeting, actor, _("写明加开的时间"))
    try:
        made = series.add_time(meeting.series_id, start, by=actor)
    except PlanRefused as refused:
        return _wrong(request, meeting, actor, str(refused))
    messages.success(request, _("已加开一次"))
    return go(reverse("meetings:show", args=[made.pk]))


def context_of(meeting: Meeting, actor: Person, **more: Any) -> dict[str, Any]:
    """Everything that the page of a meeting shows; ``more`` replaces."""
    mine = leads(meeting, actor)
    before = meeting.state in actions.BEFORE
    return {
        "meeting": meeting,
        "when": queries.when(meeting),
        "attending": attending.of(meeting, actor),
        "mine": mine,
        "may_change": mine and before,
        "is_draft": meeting.state == MeetingState.DRAFT,
        "proposed_from": timezone.localtime(meeting.starts_at + timedelta(days=1)),
        "live_topics": live.topics(actor, f"case:{meeting.pk}", f"person:{actor.pk}"),
        "scopes": scoped.choices(meeting) if mine and before else [],
        "origin": following.origin_of(meeting, actor),
        "led_to": following.led_to(meeting, actor),
        "asks": before and not meeting.starts_at < clock.now(),
        **showing.context(meeting, actor),
        **more,
    }


def _wrong(request: HttpRequest, meeting: Meeting, actor: Person, problem: str) -> HttpResponse:
    context = context_of(meeting, actor, problem=problem)
    return shown(request, "meetings/show.html", context, status=422)


def _local(text: str) -> datetime | None:
    try:
        wall = datetime.strptime(text, LOCAL)  # noqa: DTZ007 - made aware below
    except ValueError:
        return None
    return timezone.make_aware(wall, timezone.get_default_timezone())
