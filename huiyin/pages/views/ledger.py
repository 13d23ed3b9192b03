"""台账: what happened, in order, sealed; the record of one case with its proof."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.directory.access import Action, actor_of, may, require
from huiyin.directory.models import Person
from huiyin.ledger import proof
from huiyin.ledger.check import verify_database
from huiyin.pages import kinds, ledger_reads
from huiyin.pages.views.door import admit, page, page_or_part


@page(Action.SEE)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The newest entries I may see; ``before`` pages back by entry id."""
    actor = actor_of(request)
    before = request.GET.get("before", "0")
    if not before.isdecimal() or len(before) > 18:  # noqa: PLR2004 - fits a bigint
        raise Http404
    lines, following = ledger_reads.newest(actor, before=int(before))
    context = {
        "lines": lines,
        "next": following,
        "tree": ledger_reads.tree(),
        "sees_all": ledger_reads.sees_all(actor),
    }
    return page_or_part(request, "pages/ledger.html", "pages/_ledger_lines.html", context)


@page(Action.VERIFY_LEDGER)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Check every entry, seal and checkpoint now, and say what was found."""
    admit(request, Action.VERIFY_LEDGER)
    report = verify_database()
    context = {"report": report, "tree": ledger_reads.tree()}
    return page_or_part(request, "pages/ledger_check.html", "pages/_ledger_check.html", context)


@page(Action.SEE)
@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything the record holds about one case."""
    actor, found = _case(request, case_id)
    context = {
        "case": found,
        "kind": kinds.of(found.scenario),
        "href": verbs.page_of(found.scenario, found.pk),
        "lines": ledger_reads.of_case(actor, found),
        "tree": ledger_reads.tree(),
        "may_prove": may(actor, Action.VERIFY_LEDGER, found),
    }
    return render(request, "pages/ledger_case.html", context)


@page(Action.VERIFY_LEDGER)
@require_safe
def case_proof(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The entries of a case with their inclusion proofs, as a JSON file; ``after`` pages on."""
    actor, found = _case(request, case_id)
    require(actor, Action.VERIFY_LEDGER, found)
    after = request.GET.get("after", "0")
    if not after.isdecimal() or len(after) > 18:  # noqa: PLR2004 - fits a bigint
        raise Http404
    content = proof.of_subject(found.pk, after=int(after))
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = found.number or str(found.pk)
    answer["Content-Disposition"] = f'attachment; filename="{name}-proof.json"'
    return answer


def _case(request: HttpRequest, case_id: UUID) -> tuple[Person, Case]:
    actor = actor_of(request)
    return actor, get_object_or_404(Case.objects.visible_to(actor), pk=case_id)
