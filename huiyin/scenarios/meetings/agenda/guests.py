"""The page that a guest opens by a signed link: what do you need of the meeting (M16)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.directory.access import open_to_all
from huiyin.kit import clock
from huiyin.scenarios.meetings import guestlinks as links
from huiyin.scenarios.meetings.agenda import needs
from huiyin.scenarios.meetings.models import AgendaItem, MeetingState, Need
from huiyin.scenarios.meetings.views.pages import shown
from huiyin.scenarios.meetings.views.refusing import REFUSED, words_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all("guests answer by a signed link")
def need(request: HttpRequest, token: str) -> HttpResponse:
    """What the guest needs, and what the meeting is about; 404 for a link that opens nothing."""
    seat = links.read(token)
    if seat is None or seat.meeting.state == MeetingState.DRAFT:
        raise Http404
    meeting, problem, status = seat.meeting, "", 200
    if request.method == "POST":
        try:
            needs.give(seat.pk, request.POST.get("need", ""), at=clock.now())
        except REFUSED as error:
            problem, status = words_of(error), 422
    given = Need.objects.filter(meeting=meeting, attendee=seat).first()
    context = {
        "meeting": meeting,
        "seat": seat,
        "items": AgendaItem.objects.filter(meeting=meeting),
        "given": given,
        "text": request.POST.get("need", given.text if given else ""),
        "saved": request.method == "POST" and not problem,
        "problem": problem,
        "open": meeting.state == MeetingState.ANNOUNCED,
        "now": clock.now(),
    }
    return shown(request, "meetings/agenda/guest.html", context, status=status)
