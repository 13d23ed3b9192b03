"""日历: a week or a day of one's own meetings and deadlines, and the list of meetings."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.kit import clock
from huiyin.scenarios.meetings import queries, showing
from huiyin.scenarios.meetings.views.pages import page, shown

PAGE = 200


@require_safe
@page(Action.SEE)
def week(request: HttpRequest) -> HttpResponse:
    """A week."""
    actor = actor_of(request)
    now = clock.now()
    rows = queries.mine(actor, now - timedelta(days=7), now + timedelta(days=7))
    return shown(request, "meetings/list.html", {"meetings": rows, **showing.beside_context(actor)})


@require_safe
@page(Action.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Every meeting that the viewer may see, the latest first."""
    rows = queries.visible_to(actor_of(request)).order_by("-starts_at")[:PAGE]
    return shown(request, "meetings/list.html", {"meetings": rows})
