"""The register as a list."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.scenarios.problems import queries
from huiyin.scenarios.problems.views.pages import page, shown

PAGE = 200


@require_safe
@page(Action.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """What the viewer may see, the newest first."""
    rows = queries.register(actor_of(request), queries.Wanted())[:PAGE]
    return shown(request, "problems/list.html", {"problems": rows})
