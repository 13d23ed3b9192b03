"""The page of a review, and what is written into it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases import proposals
from huiyin.cases.papers.handing import WRITERS
from huiyin.cases.proposals import ProposalRefused
from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.models import Person
from huiyin.policies import in_force
from huiyin.scenarios.incidents import kinds, queries
from huiyin.scenarios.incidents.models import Incident, IncidentState
from huiyin.scenarios.incidents.naming import all_named, named, offered
from huiyin.scenarios.incidents.refusal import IncidentRefused
from huiyin.scenarios.incidents.review import actions, outcome, words
from huiyin.scenarios.incidents.review import queries as reviews
from huiyin.scenarios.incidents.review.models import CauseKind, Review
from huiyin.scenarios.incidents.views.answers import back
from huiyin.scenarios.incidents.views.pages import page, shown

FIELDS = ("course", "went_well", "went_badly", "lucky")
PART = "/review"
MOST_DIGITS = 19
"""So long an id may be that fits its column."""


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The review: written together, then read by everybody who reads the incident."""
    actor = actor_of(request)
    incident = found(case_id, actor)
    if request.method != "POST":
        return page_of(request, incident, actor)
    posted = request.POST
    said = actions.Words(*(posted.get(name, "") for name in FIELDS))
    try:
        owner = named(posted.get("process_owner", ""), "process_owner")
        people = [person.pk for person in all_named(posted.get("people", ""), "people")]
        actions.write(
            case_id, said, by=actor, people=people, process_owner=owner.pk if owner else None
        )
    except IncidentRefused as error:
        context = {"problem": words.why(error), "words": said}
        return page_of(request, incident, actor, context, status=422)
    return back(request, case_id, said=_("已保存"), part=PART)


@require_POST
@page(Action.READ)
def cause(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Why, once more."""
    posted = request.POST
    parent = posted.get("parent", "")

    def act(by: Person) -> None:
        if parent and not (parent.isdecimal() and len(parent) < MOST_DIGITS):
            raise IncidentRefused("parent", "unknown")
        above = int(parent) if parent else None
        text, kind = posted.get("text", ""), posted.get("kind", "")
        actions.add_cause(case_id, text, by=by, parent=above, kind=kind)

    return done(request, case_id, act, "causes")


@require_POST
@page(Action.READ)
def drop_cause(request: HttpRequest, case_id: UUID, cause_id: int) -> HttpResponse:
    """Take a cause back, with those under it."""
    return done(request, case_id, lambda by: actions.drop_cause(case_id, cause_id, by=by), "causes")


@require_POST
@page(Action.READ)
def improvement(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What somebody will do about it, by when."""
    posted = request.POST

    def act(by: Person) -> None:
        due = words.moment(posted.get("due_at", ""))
        owner = named(posted.get("owner", ""), "owner")
        owner_id = owner.pk if owner is not None else 0
        actions.add_improvement(case_id, posted.get("text", ""), owner_id, due, by=by)

    return done(request, case_id, act, "improvements")


@require_POST
@page(Action.READ)
def drop_improvement(request: HttpRequest, case_id: UUID, order: int) -> HttpResponse:
    """Take a planned improvement back."""
    return done(
        request, case_id, lambda by: actions.drop_improvement(case_id, order, by=by), "improvements"
    )


def done(
    request: HttpRequest,
    case_id: UUID,
    act: Callable[[Person], object],
    place: str = "",
    said: str = "",
) -> HttpResponse:
    """On to ``place`` of the page after ``act`` of the actor; refused, the page says there why."""
    actor = actor_of(request)
    incident = found(case_id, actor)
    try:
        act(actor)
    except (IncidentRefused, ProposalRefused) as error:
        more = {"problem": words.said(error), "place": place, "posted": request.POST}
        return page_of(request, incident, actor, more, status=422)
    return back(request, case_id, said=said, part=f"{PART}#{place}" if place else PART)


def found(case_id: UUID, actor: Person) -> Incident:
    """The incident, for who may read it."""
    incident = queries.find(case_id, actor)
    require(actor, Action.READ, incident)
    return incident


def page_of(
    request: HttpRequest,
    incident: Incident,
    actor: Person,
    more: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page; ``more`` says what was wrong."""
    row = reviews.of_incident(incident)
    over = incident.state in (IncidentState.SOLVED, IncidentState.REVIEWED)
    writes = over and actions.may_review(actor, incident)
    open_ = row is None or row.completed_at is None
    improvements = reviews.improvements(row)
    context: dict[str, Any] = {
        "incident": incident,
        "kind": kinds.name_of(incident.kind),
        "review": row,
        "words": row or Review(),
        "people": [person.name for person in row.people.order_by("sort_key")] if row else [],
        "whys": reviews.tree(row),
        "cause_kinds": CauseKind.choices,
        "improvements": improvements,
        "mine": {one.order for one in improvements if actions.may_finish(incident, one, actor)},
        "writes": writes and open_,
        "over": over,
        "completed": not open_,
        "may_decide": not open_
        and row is not None
        and not row.outcome
        and outcome.may_decide(actor, incident, row),
        "may_propose": proposals.taken() and writes,
        "proposals": proposals.of_case(incident.pk, actor),
        "clauses": in_force.current().clauses,
        "endings": sorted(WRITERS),
        "colleagues": offered() if writes else [],
    }
    context |= more or {}
    if context.get("place") == "process" and open_:
        context["place"] = ""  # the card is not there, so the words stand at the top
    return shown(request, "incidents/review/show.html", context, status=status)
