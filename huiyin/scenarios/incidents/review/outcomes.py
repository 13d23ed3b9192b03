"""A review is completed; its improvements are done; the process changes or does not."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.papers.handing import WRITERS, hand_out
from huiyin.directory.access import Action, NotVisible, actor_of
from huiyin.scenarios.incidents.review import actions, outcome, paper
from huiyin.scenarios.incidents.review import queries as reviews
from huiyin.scenarios.incidents.review.models import Improvement
from huiyin.scenarios.incidents.review.views import PART, done, found
from huiyin.scenarios.incidents.views.answers import back
from huiyin.scenarios.incidents.views.pages import page


@require_POST
@page(Action.READ)
def complete(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The review is done."""
    said = _("复盘已完成，改进项已成为待办")
    return done(request, case_id, lambda by: actions.complete(case_id, by=by), said=said)


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
    text = request.POST.get("words", "")
    act = outcome.decline if "decline" in request.POST else outcome.change
    return done(request, case_id, lambda by: act(case_id, text, by=by), "process", _("已记录"))


@require_POST
@page(Action.READ)
def propose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Propose that a clause be changed."""
    clause, reason = request.POST.get("clause", "").strip(), request.POST.get("reason", "")
    said = _("已提出，合规官会收到待办")
    return done(
        request,
        case_id,
        lambda by: outcome.propose(case_id, clause, reason, by=by),
        "proposals",
        said,
    )


@require_safe
@page(Action.READ)
def file(request: HttpRequest, case_id: UUID, ending: str) -> HttpResponse:
    """The review as DOCX or PDF."""
    incident = found(case_id, actor_of(request))
    row = reviews.of_incident(incident)
    if row is None or ending not in WRITERS:
        raise NotVisible
    return hand_out(paper.review(incident, row), ending)
