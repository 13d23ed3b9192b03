"""All incidents that somebody sees."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.kit import clock
from huiyin.scenarios.incidents import kinds, queries
from huiyin.scenarios.incidents.views.pages import page, shown

MOST = 200


@require_safe
@page(Action.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The running ones first."""
    actor, now = actor_of(request), clock.now()
    rows = [
        {
            "incident": row,
            "kind": kinds.name_of(row.kind),
            "level": kinds.level(row.kind, row.severity),
            "lasted": row.lasted(now),
        }
        for row in queries.visible_to(actor)[:MOST]
    ]
    return shown(request, "incidents/list.html", {"rows": rows})
