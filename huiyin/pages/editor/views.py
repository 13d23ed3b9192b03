"""The editor's page and what it asks while somebody writes. Drafts only, for who may write them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from huiyin.core.writing import reading
from huiyin.core.writing.clause import clause_toml
from huiyin.directory.access import Action
from huiyin.pages.editor import answering, changing, listing, sheet, steps
from huiyin.pages.editor.sheet import Sheet
from huiyin.pages.views.door import page, wants_part
from huiyin.scenarios.regulation.editing.draft import Draft


@page(Action.AMEND_OVERLAY)
@require_safe
def show(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """The draft with one of its clauses under the pen; for htmx only the clause."""
    _actor, draft = answering.asked(request, amendment_id)
    wanted = request.GET.get("clause", "")
    numbers = answering.ordered(draft.whole)
    if wanted and wanted not in numbers:
        raise Http404
    context = frame(request, draft)
    chosen = wanted or next(iter(numbers), "")
    if chosen:
        toml = request.GET.get("mode") == "toml"
        context |= sheet.context(draft, sheet.opened(draft, chosen, toml=toml))
        context |= neighbours(numbers, chosen)
    context |= {"picked": bool(wanted)}
    if wants_part(request):
        return drawn(request, "pages/editor/_clause.html", context)
    return drawn(request, "pages/editor/editor.html", context | listed(draft))


@page(Action.AMEND_OVERLAY)
@require_POST
def check(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """What is to be said about what was typed so far; nothing is kept."""
    _actor, draft = answering.asked(request, amendment_id)
    one = answering.sheet(request)
    context = frame(request, draft) | {"sheet": one, **sheet.judged(draft, one)}
    return drawn(request, "pages/editor/_checked.html", context)


@page(Action.AMEND_OVERLAY)
@require_POST
def form(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """The forms drawn anew: a row more or less, other inputs, or the same clause as TOML."""
    _actor, draft = answering.asked(request, amendment_id)
    one, what = answering.sheet(request), request.POST.get("do", "")
    if what == "toml" and one.toml is None:
        one = _as_toml(draft, one)
    elif what == "form" and one.read.clause is not None:
        one = one._replace(toml=None, table=reading.of_clause(one.read.clause))
    elif one.toml is None:
        table = changing.change(one.table, what)
        one = one._replace(table=table, read=reading.read(table))
    numbers = answering.ordered(draft.whole)
    context = frame(request, draft) | sheet.context(draft, one)
    context |= neighbours(numbers, one.clause_id) | {"picked": True, "unsaved": True}
    return drawn(request, "pages/editor/_clause.html", context)


def _as_toml(draft: Draft, one: Sheet) -> Sheet:
    """The same as TOML; a clause with slips keeps its forms, so that nothing typed is lost."""
    clause = one.read.clause
    if clause is None:
        return one
    untouched = draft.text(one.clause_id) and clause == draft.clause(one.clause_id)
    toml = draft.text(one.clause_id) if untouched else clause_toml(clause)
    return one._replace(toml=toml)


def frame(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """What every part of the page needs."""
    undo, redo = steps.counts(request, draft.amendment.pk)
    return {
        "amendment": draft.amendment,
        "undo": undo,
        "redo": redo,
        "page_keys": "pages/editor/_keys.html",
    }


def listed(draft: Draft) -> dict[str, Any]:
    """The list of clauses."""
    return {"listing": listing.listing(draft)}


def neighbours(numbers: list[str], chosen: str) -> dict[str, str]:
    """The clauses before and after in legal order, for J and K."""
    place = numbers.index(chosen) if chosen in numbers else -1
    before = numbers[place - 1] if place > 0 else ""
    after = numbers[place + 1] if place + 1 < len(numbers) else ""
    return {"before": before, "after": after}


def drawn(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A template that is never kept by the browser: it holds a draft."""
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    response["Cache-Control"] = "no-store"
    return response
