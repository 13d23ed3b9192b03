"""The registry of facts: list, one fact, a new value, and the picker for whoever writes."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.facts import actions, carriers, queries
from huiyin.cases.facts.forms import FactForm, RetireForm, ValueForm
from huiyin.cases.facts.models import Fact
from huiyin.directory.access import (
    Action,
    NotVisible,
    actor_of,
    permission,
    require,
)
from huiyin.directory.models import Person

View = TypeVar("View", bound=Callable[..., HttpResponse])
FEW = 8


def _page(action: Action) -> Callable[[View], View]:
    def mark(view: View) -> View:
        return permission(action)(login_required(view))

    return mark


@require_safe
@_page(Action.SEE_DIRECTORY)
def index(request: HttpRequest) -> HttpResponse:
    """All facts by name; ``q`` looks for name, pinyin, handle or department."""
    actor = actor_of(request)
    require(actor, Action.SEE_DIRECTORY)
    text = request.GET.get("q", "").strip()[:60]
    retired = request.GET.get("tab") == "retired"
    context = {
        "q": text,
        "retired": retired,
        "rows": queries.listed(actor, text, retired=retired),
    }
    part = request.headers.get("HX-Request") == "true"
    return _shown(request, "facts/_list.html" if part else "facts/list.html", context)


@require_safe
@_page(Action.SEE_DIRECTORY)
def pick(request: HttpRequest) -> HttpResponse:
    """What the picker beside a text offers for the words typed so far."""
    actor = actor_of(request)
    require(actor, Action.SEE_DIRECTORY)
    text = request.GET.get("fact_q", "").strip()[:60]
    context = {"rows": queries.listed(actor, text)[:FEW], "q": text}
    return _shown(request, "facts/_found.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_page(Action.SEE_DIRECTORY)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a fact with its first value."""
    actor = actor_of(request)
    require(actor, Action.SEE_DIRECTORY)
    form = FactForm(request.POST if request.method == "POST" else None, actor=actor)
    if form.is_valid():
        try:
            fact = form.define(actor)
        except actions.FactError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("已登记口径「%(name)s」") % {"name": fact.name})
            return _go(fact)
    return _shown(request, "facts/new.html", {"form": form}, status=_status(form))


@require_safe
@_page(Action.SEE)
def show(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    """One fact: its value, its history, and the texts that state it."""
    actor, fact = _open(request, fact_id)
    return _shown(request, "facts/fact.html", _context(fact, actor))


@require_http_methods(["GET", "HEAD", "POST"])
@_page(Action.EDIT)
def change(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    """Set a new value; before it is set the page says who carries the old one."""
    actor, fact = _open(request, fact_id, keeping=True)
    form = ValueForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            done = actions.change(fact.pk, said["value"], reason=said["reason"], by=actor)
        except actions.FactError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("这就是现值，没有变化") if done.again else _("已改为新值"))
            return _go(fact)
    context = _context(fact, actor) | {"form": form, "retire_form": RetireForm()}
    return _shown(request, "facts/change.html", context, status=_status(form))


@require_POST
@_page(Action.EDIT)
def retire(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    """End a fact."""
    actor, fact = _open(request, fact_id, keeping=True)
    form = RetireForm(request.POST)
    if form.is_valid():
        actions.retire(fact.pk, reason=form.cleaned_data["reason"], by=actor)
        messages.success(request, _("口径已停用，不能再被引用"))
        return _go(fact)
    context = _context(fact, actor) | {"form": ValueForm(), "retire_form": form}
    return _shown(request, "facts/change.html", context, status=422)


def _open(request: HttpRequest, fact_id: UUID, *, keeping: bool = False) -> tuple[Person, Fact]:
    actor = actor_of(request)
    fact = queries.find(actor, fact_id)
    if fact is None:
        raise NotVisible
    if keeping and not actions.may_keep(actor, fact):
        raise PermissionDenied
    return actor, fact


def _context(fact: Fact, actor: Person) -> dict[str, Any]:
    may_keep = actions.may_keep(actor, fact)
    carried = carriers.counts(fact.pk) if may_keep else []
    return {
        "fact": fact,
        "live": queries.live_value(fact),
        "history": queries.history(fact),
        "quoted": queries.quoted(fact, actor),
        "carried": carried,
        "people": sum(one.people for one in carried if one.live),
        "wrong": sum(one.people for one in carried if not one.live),
        "may_keep": may_keep,
    }


def _go(fact: Fact) -> HttpResponse:
    response = HttpResponseRedirect(reverse("facts:show", args=[fact.pk]))
    response.status_code = 303
    return response


def _status(form: ValueForm | FactForm) -> int:
    return 422 if form.is_bound and form.errors else 200


def _shown(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response
