"""回测: start one, watch it, read what came of it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.spreadsheets import XLSX
from huiyin.core.table import PolicyError
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.insight.backtest import actions, queries
from huiyin.insight.backtest.authority import may_see, may_start
from huiyin.insight.backtest.models import Run, RunState
from huiyin.insight.compliance import scope
from huiyin.kit import clock
from huiyin.pages.backtests import choosing, figures, listing, sheets, spans
from huiyin.pages.views.door import admit, page, page_or_part
from huiyin.policies import in_force
from huiyin.ui.downloads import download

LISTED = 30


@page(Action.SEE_COMPLIANCE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every backtest, the newest first, and the form for a new one."""
    actor = admit(request, Action.SEE_COMPLIANCE)
    return render(request, "pages/backtests/list.html", _index(request, actor))


@page(Action.AMEND_OVERLAY)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Queue one; the form again when something is wrong with it. Heads try their departments'."""
    actor = admit(request, Action.AMEND_OVERLAY)
    draft = choosing.find(request.POST.get("draft", ""), actor)
    try:
        if draft is None:
            raise ValueError(_("选择要推演的草案"))  # noqa: TRY301 - all faults end below
        span = spans.read(request.POST, timezone.localdate(clock.now()))
        run = actions.start(
            draft.source,
            by=actor,
            first=span.first,
            last=span.last,
            title=draft.title,
            binds=draft.binds,
            amendment=draft.amendment,
        )
    except (ValueError, PolicyError) as fault:
        context = _index(request, actor) | {"fault": str(fault)}
        return render(request, "pages/backtests/list.html", context, status=422)
    return redirect("pages:backtest", run.pk)


@page(Action.SEE_COMPLIANCE)
@require_safe
def show(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One backtest: how far it is, or its result."""
    actor = admit(request, Action.SEE_COMPLIANCE)
    run = _found(run_id, actor)
    context = _frame(run, actor)
    if run.state != RunState.DONE:
        template = "pages/backtests/waiting.html"
        return page_or_part(request, template, "pages/backtests/_progress.html", context)
    response = render(request, "pages/backtests/show.html", context | _result(run, actor))
    if request.headers.get("HX-Request") == "true" and not request.headers.get("HX-Boosted"):
        response = HttpResponse(headers={"HX-Refresh": "true"})
    response["Vary"] = "HX-Request"
    return response


@page(Action.AMEND_OVERLAY)
@require_POST
def cancel(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Stop one that is under way."""
    actor = admit(request, Action.AMEND_OVERLAY)
    if not may_start(actor, _found(run_id, actor).binds):
        raise PermissionDenied
    actions.cancel(run_id, by=actor)
    return redirect("pages:backtest", run_id)


@page(Action.SEE_COMPLIANCE)
@require_safe
def export(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The result as a workbook; for who sees the whole of it."""
    actor = admit(request, Action.SEE_COMPLIANCE)
    run = _found(run_id, actor)
    report = queries.report(run)
    if report is None or not scope.of(actor).whole:
        raise Http404
    content = sheets.write(run, report, actor, scope.of(actor).departments)
    return download(content, XLSX, f"{_('回测')}-{run.first}-{run.last}.xlsx")


def _found(run_id: UUID, actor: Person) -> Run:
    """A run that ``actor`` may see."""
    run = queries.find(run_id)
    if run is None or not may_see(actor, run):
        raise Http404
    return run


def _index(request: HttpRequest, actor: Person) -> dict[str, Any]:
    starts = may(actor, Action.AMEND_OVERLAY)
    today = timezone.localdate(clock.now())
    chosen = request.POST.get("span", "quarter")
    asked = f"a{request.GET['amendment']}" if "amendment" in request.GET else ""
    seen = scope.of(actor)
    runs = queries.runs() if seen.whole else queries.runs().filter(binds__in=seen.departments)
    return {
        "runs": [(run, spans.words(run.first, run.last)) for run in runs[:LISTED]],
        "may_start": starts,
        "drafts": choosing.drafts(actor) if starts else [],
        "draft": request.POST.get("draft", asked),
        "presets": [
            (name, label, spans.preset(name, today), name == chosen)
            for name, label in spans.LABELS.items()
        ],
        "today": today,
        "posted": request.POST,
    }


def _frame(run: Run, actor: Person) -> dict[str, Any]:
    return {
        "run": run,
        "span": spans.words(run.first, run.last),
        "percent": round(run.progress * 100),
        "may_stop": may_start(actor, run.binds),
        "whole": scope.of(actor).whole,
    }


def _result(run: Run, actor: Person) -> dict[str, Any]:
    report = queries.report(run) or {}
    bars = figures.spread(report)
    interruptions = report["interruptions"]
    return {
        "head": figures.headline(report),
        "changes": figures.changes(report),
        "clauses": figures.clauses(report, in_force.version(run.base_id)),
        "departments": figures.departments(report, scope.of(actor).departments),
        "months": figures.months(report),
        "verbs": figures.verbs(report),
        "bars": bars,
        "bars_width": max(len(bars) * 44, 88),
        "each": figures.each(report),
        "over": interruptions["over"],
        "most": interruptions["most"],
        "budgets": interruptions["budgets"],
        "counts": report["counts"],
        "lists": listing.lists(report, actor),
    }
