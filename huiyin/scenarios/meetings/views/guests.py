"""The page of a guest: what concerns them, and their answer; the link is all they need."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import open_to_all
from huiyin.scenarios.meetings import guestlinks as links
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.answering import actions
from huiyin.scenarios.meetings.answering.actions import Way
from huiyin.scenarios.meetings.calendar import ical
from huiyin.scenarios.meetings.forms import LOCAL
from huiyin.scenarios.meetings.models import Answer, Attendee, MeetingState, MinutesRevision
from huiyin.scenarios.meetings.plan import PlanRefused
from huiyin.scenarios.meetings.views.pages import go

BY_LINK = Way(Proof.SIGNED_LINK, Channel.MAIL)
_SAID = (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all("the signed link names the guest")
def show(request: HttpRequest, token: str) -> HttpResponse:
    """See the meeting; post ``answer``, or ``starts_at`` to propose another time."""
    seat = _seat(token)
    if request.method != "POST":
        return _shown(request, seat, token)
    try:
        _take(request, seat)
    except actions.NotAsked:
        return _shown(request, seat, token, _("会议已结束或已取消，不用再答复"), 422)
    except (PlanRefused, ValueError) as fault:
        return _shown(request, seat, token, str(fault), 422)
    return go(reverse("meetings:guest", args=[token]))


@require_safe
@open_to_all("the signed link names the guest")
def file(request: HttpRequest, token: str) -> HttpResponse:
    """The meeting as a file for the guest's own calendar."""
    del request
    seat = _seat(token)
    body = ical.feed([ical.plain(seat.meeting, secret=_is_secret(seat))], seat.meeting.title)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


def _seat(token: str) -> Attendee:
    seat = links.read(token)
    if seat is None:
        raise Http404
    return seat


def _take(request: HttpRequest, seat: Attendee) -> None:
    comment = request.POST.get("comment", "")
    if request.POST.get("starts_at"):
        start = _local(request.POST["starts_at"])
        end = start + (seat.meeting.ends_at - seat.meeting.starts_at)
        actions.propose_time(seat.pk, start, end, comment, by=None, way=BY_LINK)
        return
    said = request.POST.get("answer", "")
    if said not in _SAID:
        raise ValueError(_("选择参加、待定或不参加"))
    actions.answer(seat.pk, Answer(said), comment, by=None, way=BY_LINK)


def _shown(
    request: HttpRequest, seat: Attendee, token: str, problem: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "seat": seat,
        "meeting": seat.meeting,
        "when": queries.when(seat.meeting),
        "token": token,
        "problem": problem,
        "asks": seat.meeting.state in (MeetingState.ANNOUNCED, MeetingState.RUNNING),
        "where": ical.place_of(seat.meeting),
        "has_minutes": not _is_secret(seat) and _is_minuted(seat),
    }
    response = render(request, "meetings/guest.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _local(text: str) -> datetime:
    try:
        wall = datetime.strptime(text, LOCAL)  # noqa: DTZ007 - made aware below
    except ValueError as fault:
        raise ValueError(_("写成日期和时刻")) from fault
    return timezone.make_aware(wall, timezone.get_default_timezone())


def _is_secret(seat: Attendee) -> bool:
    return seat.meeting.classification == "confidential"


def _is_minuted(seat: Attendee) -> bool:
    return MinutesRevision.objects.filter(minutes=seat.meeting_id).exists()
