"""The glossary as everybody reads it, and as its keepers write it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.glossary import actions, queries
from huiyin.cases.glossary.entry import TermError
from huiyin.cases.glossary.forms import TermForm, initial_of
from huiyin.cases.glossary.models import Term, TermKind
from huiyin.cases.glossary.views.door import page, shown
from huiyin.directory.access import Action, actor_of, may, require
from huiyin.kit import clock


@require_safe
@page(Action.SEE_DIRECTORY)
def index(request: HttpRequest) -> HttpResponse:
    """All terms and formats, or those that the words find."""
    actor = actor_of(request)
    require(actor, Action.SEE_DIRECTORY)
    text = request.GET.get("q", "").strip()[:60]
    tab = request.GET.get("tab", "")
    kind = tab if tab in TermKind.values else ""
    context = {
        "rows": queries.listed(text, kind=kind, retired=tab == "retired"),
        "q": text,
        "tab": tab,
        "may_manage": may(actor, Action.MANAGE_GLOSSARY),
    }
    part = request.headers.get("HX-Request") == "true"
    return shown(request, "glossary/_list.html" if part else "glossary/list.html", context)


@require_safe
@page(Action.SEE_DIRECTORY)
def show(request: HttpRequest, term_id: UUID) -> HttpResponse:
    """One term: what it means, what it replaces, and who changed it when."""
    actor = actor_of(request)
    require(actor, Action.SEE_DIRECTORY)
    term = get_object_or_404(Term.objects.select_related("department"), pk=term_id)
    context = {
        "term": term,
        "history": queries.history(term),
        "may_manage": may(actor, Action.MANAGE_GLOSSARY) and term.retired_at is None,
    }
    return shown(request, "glossary/term.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.MANAGE_GLOSSARY)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a term."""
    actor = actor_of(request)
    require(actor, Action.MANAGE_GLOSSARY)
    today = timezone.localdate(clock.now())
    initial = {"department": actor.department_id, "since": today, "kind": TermKind.TERM}
    return _edit(request, None, initial)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.MANAGE_GLOSSARY)
def edit(request: HttpRequest, term_id: UUID) -> HttpResponse:
    """Change a term."""
    require(actor_of(request), Action.MANAGE_GLOSSARY)
    term = get_object_or_404(Term, pk=term_id, retired_at=None)
    return _edit(request, term, initial_of(term))


@require_POST
@page(Action.MANAGE_GLOSSARY)
def retire(request: HttpRequest, term_id: UUID) -> HttpResponse:
    """Take a term out of use."""
    actor = actor_of(request)
    require(actor, Action.MANAGE_GLOSSARY)
    term = get_object_or_404(Term, pk=term_id)
    actions.retire(term.pk, by=actor)
    messages.success(request, _("已停用「%(word)s」") % {"word": term.word})
    return redirect("glossary:list")


def _edit(request: HttpRequest, term: Term | None, initial: dict[str, Any]) -> HttpResponse:
    form = TermForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        term_id = term.pk if term else None
        try:
            done = actions.set_term(form.entry(), by=actor_of(request), term_id=term_id)
        except TermError as error:
            for field, why in error.errors.items():
                form.add_error(field, why)
        else:
            messages.success(request, _("已保存「%(word)s」") % {"word": done.word})
            return redirect("glossary:show", done.pk)
    status = 422 if form.is_bound else 200
    return shown(request, "glossary/edit.html", {"form": form, "term": term}, status=status)
