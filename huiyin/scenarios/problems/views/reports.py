"""The form by which somebody raises a problem."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from huiyin.directory.access import Action, actor_of, require
from huiyin.scenarios.problems.views.pages import page, shown


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """A title is enough."""
    require(actor_of(request), Action.WRITE_NOTICE)
    return shown(request, "problems/new.html", {})
