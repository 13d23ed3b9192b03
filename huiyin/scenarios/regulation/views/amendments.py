"""制度修订: the list of amendments, a new one, and the page of one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.signoff import forecast
from huiyin.cases.signoff import queries as signing
from huiyin.cases.signoff.models import RoundState
from huiyin.core.table import PolicyError
from huiyin.directory.access import Action, NotVisible, actor_of, may
from huiyin.directory.models import Department, Person
from huiyin.scenarios.regulation import actions, path, queries, shipping, showing, steps
from huiyin.scenarios.regulation.actions import create
from huiyin.scenarios.regulation.authority import departments_of, may_amend
from huiyin.scenarios.regulation.models import Amendment, AmendmentState, Review
from huiyin.scenarios.regulation.views.pages import go, page, shown
from huiyin.scenarios.regulation.words.changes import words_of_change
from huiyin.ui.phrasing import in_words

PAGE = 200


@require_safe
@page(Action.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """All that the viewer may see, the newest first, and the review that is open."""
    actor = actor_of(request)
    rows = list(queries.visible_to(actor).order_by("-created_at")[:PAGE])
    context = {
        "open": [one for one in rows if one.state in queries.OPEN],
        "done": [one for one in rows if one.state not in queries.OPEN],
        "review": Review.objects.filter(closed_at=None).first(),
        "may_amend": may(actor, Action.AMEND_POLICY),
        "departments": departments_of(actor),
    }
    return shown(request, "regulation/list.html", context)


@require_POST
@page(Action.AMEND_OVERLAY)
def new(request: HttpRequest) -> HttpResponse:
    """Begin an amendment of the company's regulation, or of a department's own rules."""
    actor = actor_of(request)
    made = create(by=actor, binds=_binds(request))
    return go(reverse("regulation:show", args=[made.pk]))


@require_safe
@page(Action.SEE)
def show(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """One amendment: how far it is, what changes, who signed. A review has a page of its own."""
    actor = actor_of(request)
    if Review.objects.filter(pk=amendment_id).exists():
        return HttpResponseRedirect(reverse("regulation:review", args=[amendment_id]))
    return shown(request, "regulation/show.html", context_of(amendment_id, actor))


def context_of(amendment_id: UUID, actor: Person, **more: Any) -> dict[str, Any]:
    """Everything that the page of an amendment shows; ``more`` replaces."""
    amendment = queries.find(amendment_id, actor)
    changed, problem = [], ""
    try:
        changed = words_of_change(*queries.before_and_after(amendment))
    except PolicyError as error:
        problem = in_words(error)
    return {
        "amendment": amendment,
        "steps": steps.steps(amendment),
        "changed": changed,
        "problem": problem,
        "signing": _path(amendment),
        "mine": may_amend(actor, amendment.binds),
        "may_write": queries.may_write(actor, amendment),
        "may_reopen": _may_reopen(amendment),
        "may_withdraw": amendment.state in actions.LATER,
        "overtaken": steps.is_overtaken(amendment),
        "news": _news(amendment, actor),
        "clauses": [one.clause for one in changed if one.clause],
        **showing.context(amendment, actor),
        **more,
    }


def _news(amendment: Amendment, actor: Person) -> shipping.News | None:
    """What a newer product offers to a draft that the viewer writes."""
    return shipping.news(amendment) if queries.may_write(actor, amendment) else None


def _path(amendment: Amendment) -> forecast.Path:
    last = signing.of_case(amendment)
    if last is not None and last.state in (RoundState.RUNNING, RoundState.COMPLETED):
        return forecast.shown(last)
    asked = path.request(amendment)
    return forecast.forecast(path.OF, path.facts(amendment), asked, amendment.initiator)


def _may_reopen(amendment: Amendment) -> bool:
    approved = amendment.state == AmendmentState.APPROVED and amendment.announced_at is None
    return approved or amendment.state == AmendmentState.SIGNING


def _binds(request: HttpRequest) -> Department | None:
    asked = request.POST.get("binds", "")
    if not asked:
        return None
    found = Department.objects.filter(pk=asked, active=True).first() if asked.isdigit() else None
    if found is None:
        raise NotVisible
    return found
