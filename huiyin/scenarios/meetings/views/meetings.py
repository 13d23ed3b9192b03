"""The page of one meeting."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.scenarios.meetings import queries, showing
from huiyin.scenarios.meetings.views.pages import page, shown


@require_safe
@page(Action.SEE)
def show(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting; another case of this scenario has a page of its own."""
    actor = actor_of(request)
    for model, url_name in showing.pages().items():
        if model.objects.filter(pk=meeting_id).exists():
            return HttpResponseRedirect(reverse(url_name, args=[meeting_id]))
    meeting = queries.find(meeting_id, actor)
    context = {"meeting": meeting, **showing.context(meeting, actor)}
    return shown(request, "meetings/show.html", context)
