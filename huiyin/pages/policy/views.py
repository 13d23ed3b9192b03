"""制度: the regulation in force as a document; one clause, its stories and its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.core.policy import Clause, Policy
from huiyin.directory.access import Action, actor_of, may
from huiyin.pages import clauses
from huiyin.pages.policy import reading, versions
from huiyin.pages.policy.told import teller
from huiyin.pages.views.door import page
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion


@page(Action.SEE)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """All clauses by chapter, filtered by ``show`` (a mark) and ``q`` (words); channels, versions."""
    actor = actor_of(request)
    policy = in_force.company()
    wanted = reading.wish(request.GET)
    parts = reading.parts(policy, actor, wanted)
    counts = reading.counts(parts)
    context = {
        "policy": policy,
        "parts": parts,
        "counts": counts,
        "all_count": counts[""],
        "wanted": wanted,
        "shown": sum(part.shown for part in parts),
        "routes": clauses.routes(policy),
        "versions": versions.latest(),
        "sees_compliance": may(actor, Action.SEE_COMPLIANCE),
    }
    return render(request, "pages/policy/show.html", context)


@page(Action.SEE)
@require_safe
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One clause of the version ``v`` (default: the one in force) for a hover."""
    actor_of(request)
    found, policy = _clause(request, clause_id)
    context = {"clause": clauses.words(found), "version": policy.version}
    return render(request, "pages/_clause.html", context)


@page(Action.SEE)
@require_safe
def stories(request: HttpRequest, clause_id: str) -> HttpResponse:
    """What happens under a clause: its stories in words."""
    actor_of(request)
    found, policy = _clause(request, clause_id)
    told = teller(policy)
    context = {"stories": [told(story) for story in found.stories]}
    return render(request, "pages/policy/_stories.html", context)


@page(Action.SEE)
@require_safe
def history(request: HttpRequest, clause_id: str) -> HttpResponse:
    """What became of a clause from version to version; 404 for a number that never was."""
    actor_of(request)
    turns = versions.of_clause(clause_id)
    if not turns:
        raise Http404
    last = next(turn.clause for turn in turns if turn.clause is not None)
    context = {"number": clause_id, "turns": turns, "title": last.title}
    return render(request, "pages/policy/history.html", context)


def _clause(request: HttpRequest, clause_id: str) -> tuple[Clause, Policy]:
    number = request.GET.get("v", "")
    try:
        policy = in_force.version(int(number) if number else None)
        return policy.clause(clause_id), policy
    except (ValueError, KeyError, PolicyVersion.DoesNotExist) as error:
        raise Http404 from error
