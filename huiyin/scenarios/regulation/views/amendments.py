"""制度修订: the list of amendments and the page of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.scenarios.regulation import queries, showing
from huiyin.scenarios.regulation.views.pages import page, shown


@require_safe
@page(Action.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """All that the viewer may see, the newest first."""
    actor = actor_of(request)
    rows = queries.visible_to(actor).order_by("-created_at")[:200]
    return shown(request, "regulation/list.html", {"amendments": rows})


@require_safe
@page(Action.SEE)
def show(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """One amendment: how far it is, what changes, who signed."""
    actor = actor_of(request)
    amendment = queries.find(amendment_id, actor)
    context = {"amendment": amendment, **showing.context(amendment, actor)}
    return shown(request, "regulation/show.html", context)
