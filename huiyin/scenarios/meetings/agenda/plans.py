"""The page on which the action plan of a joint meeting is written and sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.directory.access import Action, actor_of
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.agenda import planning
from huiyin.scenarios.meetings.authority import writes
from huiyin.scenarios.meetings.models import Course, MeetingState
from huiyin.scenarios.meetings.views.pages import go, page, shown
from huiyin.scenarios.meetings.views.refusing import tried


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def plan(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The plan: written from the action items, sent to all."""
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor)
    back = reverse("meetings:plan", args=[meeting.pk])
    if request.method == "POST":
        said = request.POST.get("plan", "")
        return tried(
            request,
            lambda: planning.send_plan(meeting.pk, said, by=actor),
            back,
            lambda: go(back),
        )
    course = Course.objects.filter(meeting=meeting).first()
    context = {
        "meeting": meeting,
        "course": course,
        "text": (course.plan if course else "") or planning.draft(meeting),
        "may_send": writes(meeting, actor) and meeting.state == MeetingState.CLOSED,
    }
    return shown(request, "meetings/agenda/plan.html", context)
