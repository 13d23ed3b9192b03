"""A review is completed; its improvements are done; the process changes or does not."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.papers.handing import WRITERS, hand_out
from huiyin.cases.proposals import ProposalRefused
from huiyin.directory.access import Action, NotVisible, actor_of
from huiyin.scenarios.incidents.refusal import IncidentRefused
from huiyin.scenarios.incidents.review import actions, outcome, paper, words
from huiyin.scenarios.incidents.review import queries as reviews
from huiyin.scenarios.incidents.review.models import Improvement
from huiyin.scenarios.incidents.review.views import PART, found, page_of
from huiyin.scenarios.incidents.views.answers import back
from huiyin.scenarios.incidents.views.pages import page


@require_POST
@page(Action.READ)
def complete(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The review is done."""
    actor = actor_of(request)
    incident = found(case_id, actor)
    try:
        actions.complete(case_id, by=actor)
    except IncidentRefused as error:
        return page_of(request, incident, actor, {"problem": words.why(error)}, status=422)
    return back(request, case_id, said=_("复盘已完成，改进项已成为待办"), part=PART)


@require_POST
@page(Action.READ)
def finish(request: HttpRequest, case_id: UUID, order: int) -> HttpResponse:
    """An improvement is done."""
    actor = actor_of(request)
    found(case_id, actor)
    try:
        actions.finish(case_id, order, by=actor, result=request.POST.get("result", ""))
    except Improvement.DoesNotExist as error:
        raise NotVisible from error
    return back(request, case_id, said=_("已记为完成"), part=f"{PART}#improvements")


@require_POST
@page(Action.READ)
def decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The process is changed, or need not be."""
    actor = actor_of(request)
    incident = found(case_id, actor)
    said = request.POST.get("words", "")
    act = outcome.decline if "decline" in request.POST else outcome.change
    try:
        act(case_id, said, by=actor)
    except IncidentRefused as error:
        return page_of(request, incident, actor, {"problem": words.why(error)}, status=422)
    return back(request, case_id, said=_("已记录"), part=PART)


@require_POST
@page(Action.READ)
def propose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Propose that a clause be changed."""
    actor = actor_of(request)
    incident = found(case_id, actor)
    posted = request.POST
    try:
        outcome.propose(
            case_id, posted.get("clause", "").strip(), posted.get("reason", ""), by=actor
        )
    except ProposalRefused as error:
        context = {"problem": words.refused(error), "posted": posted}
        return page_of(request, incident, actor, context, status=422)
    return back(request, case_id, said=_("已提出，合规官会收到待办"), part=f"{PART}#process")


@require_safe
@page(Action.READ)
def file(request: HttpRequest, case_id: UUID, ending: str) -> HttpResponse:
    """The review as DOCX or PDF."""
    incident = found(case_id, actor_of(request))
    row = reviews.of_incident(incident)
    if row is None or ending not in WRITERS:
        raise NotVisible
    return hand_out(paper.review(incident, row), ending)
