"""Saving what was written, taking it back, clauses that come and go."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.core.policy import Clause, Kind
from huiyin.core.table import PolicyError
from huiyin.core.writing.clause import clause_toml
from huiyin.core.writing.reading import Problem, Read
from huiyin.core.writing.source import read_clause
from huiyin.directory.access import Action
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.pages.editor import answering, differing, sheet, steps
from huiyin.pages.editor.sheet import Sheet
from huiyin.pages.editor.views import drawn, frame, listed, neighbours
from huiyin.pages.views.door import page, wants_part
from huiyin.scenarios.regulation.editing import draft as drafts
from huiyin.scenarios.regulation.editing.draft import Draft
from huiyin.scenarios.regulation.editing.saving import Overtaken, save_clause, seal
from huiyin.ui.phrasing import in_words


@page(Action.AMEND_OVERLAY)
@require_POST
def save(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Keep the clause; 422 when it cannot be read, or when somebody else wrote it meanwhile."""
    actor, draft = answering.asked(request, amendment_id)
    one = answering.sheet(request)
    context = frame(request, draft) | {"sheet": one}
    if one.read.clause is None:
        context |= {"kept": "wrong", **sheet.judged(draft, one)}
        return drawn(request, "pages/editor/_saved.html", context, 422)
    try:
        after = _kept(request, draft, one, answering.toml_of(draft, one), actor)
    except Overtaken as overtaken:
        context |= {"kept": "overtaken", **_overtaken(one, overtaken)}
        return drawn(request, "pages/editor/_saved.html", context, 422)
    except PolicyError as error:
        slip = Read(None, (Problem(error.field, error.problem),))
        context |= {"kept": "wrong", **sheet.judged(draft, one._replace(read=slip))}
        return drawn(request, "pages/editor/_saved.html", context, 422)
    saved = one._replace(clause_id=one.read.clause.id, seal=seal(after.text(one.read.clause.id)))
    context = frame(request, after) | {"sheet": saved, "kept": "saved", "at": clock.now()}
    context |= sheet.judged(after, saved) | listed(after)
    return drawn(request, "pages/editor/_saved.html", context)


def _kept(request: HttpRequest, draft: Draft, one: Sheet, toml: str, actor: Person) -> Draft:
    before = draft.text(one.clause_id)
    amendment = save_clause(draft.amendment.pk, one.clause_id, toml, by=actor, was=one.seal)
    new_id = one.read.clause.id if one.read.clause else one.clause_id
    steps.remember(request, amendment.pk, steps.Step(one.clause_id, before, toml, new_id))
    return drafts.read(amendment)


def _overtaken(one: Sheet, overtaken: Overtaken) -> dict[str, Any]:
    """Who wrote what, and how it differs from what is under the pen."""
    theirs = read_clause(overtaken.theirs) if overtaken.theirs else None
    return {
        "overtaken": overtaken,
        "theirs": differing.differences(one.read.clause, theirs),
        "sheet": one,
    }


@page(Action.AMEND_OVERLAY)
@require_POST
def undo(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Take the last step of this session back; the clause that it was about comes under the pen."""
    step = steps.back(request, amendment_id)
    return _stepped(request, amendment_id, step, taken_back=True)


@page(Action.AMEND_OVERLAY)
@require_POST
def redo(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Do the step again that was taken back last."""
    step = steps.again(request, amendment_id)
    return _stepped(request, amendment_id, step, taken_back=False)


def _stepped(
    request: HttpRequest, amendment_id: UUID, step: steps.Step | None, *, taken_back: bool
) -> HttpResponse:
    actor, draft = answering.asked(request, amendment_id)
    if step is None:
        return _go(request, draft, request.POST.get("clause", ""), _("没有可以撤销的步骤"))
    new_id = step.after_id or step.clause
    now_id, text = (new_id, step.before) if taken_back else (step.clause, step.after)
    was = step.after if taken_back else step.before
    try:
        amendment = save_clause(amendment_id, now_id, text, by=actor, was=seal(was))
    except Overtaken:
        return _go(request, draft, now_id, _("这一条之后又被改过，不能撤销"))
    shown = step.clause if taken_back else new_id
    said = _("已撤销对 %(clause)s 的改动") if taken_back else _("已重做对 %(clause)s 的改动")
    return _go(request, drafts.read(amendment), shown, said % {"clause": shown})


@page(Action.AMEND_OVERLAY)
@require_POST
def restore(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """The clause as it binds now, in place of what the draft says."""
    actor, draft = answering.asked(request, amendment_id)
    clause_id = request.POST.get("clause", "")
    toml = draft.text_in_force(clause_id)
    if draft.in_force(clause_id) is None:
        raise Http404
    after = _replaced(request, draft, clause_id, toml, actor)
    return _go(request, after, clause_id, _("%(clause)s 已恢复为现行条文") % {"clause": clause_id})


@page(Action.AMEND_OVERLAY)
@require_POST
def remove(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """Take a clause out of the draft; it can be taken back."""
    actor, draft = answering.asked(request, amendment_id)
    clause_id = request.POST.get("clause", "")
    numbers = answering.ordered(draft.whole)
    if not draft.text(clause_id):
        raise Http404
    near = neighbours(numbers, clause_id)
    try:
        after = _replaced(request, draft, clause_id, "", actor)
    except PolicyError as error:
        return _go(request, draft, clause_id, in_words(error))
    said = _("已删除 %(clause)s") % {"clause": clause_id}
    left = answering.ordered(after.whole)
    shown = next((one for one in (clause_id, near["after"], near["before"]) if one in left), "")
    return _go(request, after, shown, said, undo=True)


@page(Action.AMEND_OVERLAY)
@require_POST
def new(request: HttpRequest, amendment_id: UUID) -> HttpResponse:
    """A clause more, after the one under the pen, with a number that is free."""
    actor, draft = answering.asked(request, amendment_id)
    number = answering.proposed(draft.whole, request.POST.get("clause", ""))
    clause = Clause(number, _("写下这一条的条文。"), Kind.GUIDANCE)
    after = _replaced(request, draft, number, clause_toml(clause), actor)
    return _go(request, after, number, _("已新增 %(clause)s") % {"clause": number}, undo=True)


def _replaced(
    request: HttpRequest, draft: Draft, clause_id: str, toml: str, actor: Person
) -> Draft:
    """The clause as ``toml`` says, whatever it was when this page was drawn."""
    before = draft.text(clause_id)
    amendment = save_clause(draft.amendment.pk, clause_id, toml, by=actor, was=seal(before))
    steps.remember(request, amendment.pk, steps.Step(clause_id, before, toml))
    return drafts.read(amendment)


def _go(
    request: HttpRequest, draft: Draft, clause_id: str, said: str, *, undo: bool = False
) -> HttpResponse:
    """The clause anew with the list, and what happened as a toast; without htmx the whole page."""
    address = reverse("pages:editor", args=[draft.amendment.pk])
    numbers = answering.ordered(draft.whole)
    chosen = clause_id if clause_id in numbers else next(iter(numbers), "")
    if not wants_part(request):
        return redirect(f"{address}?clause={chosen}" if chosen else address)
    context = frame(request, draft) | listed(draft) | {"picked": True}
    if chosen:
        context |= sheet.context(draft, sheet.opened(draft, chosen))
        context |= neighbours(numbers, chosen)
    response = drawn(request, "pages/editor/_gone.html", context)
    told = {"text": said}
    if undo:
        told["undo"] = reverse("pages:editor_undo", args=[draft.amendment.pk])
    response["HX-Trigger"] = json.dumps({"toast": told})
    response["HX-Push-Url"] = f"{address}?clause={chosen}"
    return response
