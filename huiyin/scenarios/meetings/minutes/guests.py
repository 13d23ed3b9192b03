"""The minutes for a guest: by the link that is theirs, as a page and as files, and that they read them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.papers.handing import hand_out
from huiyin.directory.access import open_to_all
from huiyin.scenarios.meetings import guestlinks
from huiyin.scenarios.meetings.minutes import actions, contents, paper, queries
from huiyin.scenarios.meetings.models import Attendee, MinutesReading, MinutesRevision
from huiyin.scenarios.meetings.views.pages import go


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all("the signed link names the guest")
def show(request: HttpRequest, token: str) -> HttpResponse:
    """What was sent out last. A post says that it was read: programs that look at links only get."""
    seat, sent = _sent(token)
    if request.method == "POST":
        actions.read_outside(seat)
        return go(reverse("meetings:guest_minutes", args=[token]))
    kept = contents.of_revision(sent)
    read = MinutesReading.objects.filter(
        minutes=sent.minutes_id, guest=seat.guest, revision=sent.number
    )
    context = {
        "seat": seat,
        "meeting": seat.meeting,
        "found": sent,
        "kept": kept,
        "kind": paper.kind_of(seat.meeting),
        "facts": paper.facts_of(sent.minutes.meeting, kept),
        "read": read.first(),
        "token": token,
    }
    response = render(request, "meetings/minutes/guest.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@open_to_all("the signed link names the guest")
def file(request: HttpRequest, token: str, ending: str) -> HttpResponse:
    """The same as DOCX or PDF."""
    del request
    return hand_out(paper.of_sent(_sent(token)[1]), ending)


def _sent(token: str) -> tuple[Attendee, MinutesRevision]:
    seat = guestlinks.read(token)
    if seat is None or not actions.for_guests(seat.meeting):
        raise Http404
    sent = queries.newest(seat.meeting)
    if sent is None:
        raise Http404
    return seat, sent
