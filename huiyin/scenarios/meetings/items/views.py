"""The action items of a meeting for whoever owns them or leads it: done, or not needed any more."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.kit import clock
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.items import actions, lists
from huiyin.scenarios.meetings.models import ActionItem
from huiyin.scenarios.meetings.views.pages import go, page, shown
from huiyin.scenarios.meetings.views.refusing import tried


@require_safe
@page(Action.SEE)
def index(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """All items of the meeting, those that the viewer may end first."""
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor, Action.SEE)
    own = lists.open_of(meeting, actor)
    mine = {item.pk for item in own}
    others = [item for item in lists.of_meeting(meeting) if item.pk not in mine]
    context = {"meeting": meeting, "own": own, "others": others, "now": clock.now()}
    return shown(request, "meetings/items/list.html", context)


@require_POST
@page(Action.SEE)
def end(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Done, with a word on what came of it, or dropped (``drop``) for a reason."""
    actor = actor_of(request)
    item = get_object_or_404(ActionItem, pk=item_id, meeting=meeting_id)
    words = request.POST.get("words", "")
    verb = actions.drop if "drop" in request.POST else actions.done
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = reverse("meetings:items", args=[meeting_id])
    return tried(request, lambda: verb(item.pk, words, by=actor), back, lambda: go(back))
