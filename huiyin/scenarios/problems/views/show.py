"""The page of one problem."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.scenarios.problems import queries
from huiyin.scenarios.problems.views.pages import page, shown


@require_safe
@page(Action.SEE)
def show(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Everything about it, and what the viewer can do."""
    problem = queries.find(problem_id, actor_of(request))
    return shown(request, "problems/show.html", {"problem": problem})
