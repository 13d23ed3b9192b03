"""It is over: solved, or a false alarm."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.directory.access import Action, actor_of
from huiyin.scenarios.incidents import actions, queries
from huiyin.scenarios.incidents.views.answers import WRONG, back, why
from huiyin.scenarios.incidents.views.pages import page
from huiyin.scenarios.incidents.views.room import again


@require_POST
@page(Action.READ)
def resolve(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Declare it solved."""
    actor, posted = actor_of(request), request.POST
    queries.find(case_id, actor)
    try:
        actions.resolve(
            case_id,
            by=actor,
            cause=posted.get("cause", ""),
            measures_taken=posted.get("measures_taken", ""),
            clients_affected="clients_affected" in posted,
        )
    except WRONG as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("已宣布解决"))


@require_POST
@page(Action.READ)
def stand_down(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """It was a false alarm."""
    actor = actor_of(request)
    queries.find(case_id, actor)
    try:
        actions.stand_down(case_id, request.POST.get("reason", ""), by=actor)
    except WRONG as error:
        return again(request, case_id, why(error))
    return back(request, case_id, said=_("已作为误报解除"))
