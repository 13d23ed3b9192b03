"""版本: what was in force when, what changed between two, and the way back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, actor_of, may, require
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import actions, history
from huiyin.scenarios.regulation.views.pages import go, page, shown


@require_safe
@page(Action.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first, with what it came from."""
    actor = actor_of(request)
    context = {
        "versions": history.versions(),
        "may_roll_back": may(actor, Action.AMEND_POLICY),
    }
    return shown(request, "regulation/versions.html", context)


@require_safe
@page(Action.SEE)
def difference(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """What version ``new`` says that ``old`` does not, and the other way round."""
    actor_of(request)
    one, other = (get_object_or_404(PolicyVersion, pk=number) for number in (old, new))
    context = {"old": one, "new": other, "changed": history.difference(one, other)}
    return shown(request, "regulation/difference.html", context)


@require_POST
@page(Action.AMEND_POLICY)
def roll_back(request: HttpRequest, number: int) -> HttpResponse:
    """Begin an amendment that brings this version back."""
    actor = actor_of(request)
    require(actor, Action.AMEND_POLICY)
    get_object_or_404(PolicyVersion, pk=number)
    made = actions.roll_back(number, by=actor)
    return go(reverse("regulation:show", args=[made.pk]))
