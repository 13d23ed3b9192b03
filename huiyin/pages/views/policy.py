"""制度: the regulation in force, read only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.pages import clauses
from huiyin.pages.views.door import page
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion


@page(Action.SEE)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All clauses with their rules in words, the channel matrix, the versions."""
    actor_of(request)
    policy = in_force.current()
    found = clauses.clauses(policy)
    context = {
        "policy": policy,
        "clauses": found,
        "executable": sum(
            bool(one.rules or one.guards or one.signings or one.weights) for one in found
        ),
        "routes": clauses.routes(policy),
        "versions": PolicyVersion.objects.order_by("-in_force_from", "-pk").defer("source")[:12],
    }
    return render(request, "pages/policy.html", context)


@page(Action.SEE)
@require_safe
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One clause of the version ``v`` (default: the one in force) for a hover."""
    actor_of(request)
    number = request.GET.get("v", "")
    try:
        policy = in_force.version(int(number) if number else None)
        found = policy.clause(clause_id)
    except (ValueError, KeyError, PolicyVersion.DoesNotExist) as error:
        raise Http404 from error
    context = {"clause": clauses.words(found), "version": policy.version}
    return render(request, "pages/_clause.html", context)
