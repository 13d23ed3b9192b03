"""The request form: written, checked for need, handed in, and what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import attachments, uploads
from huiyin.directory.access import Action, NotVisible, actor_of, may, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.directory.queries import department_tree
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.notices import picking
from huiyin.scenarios.notices.effect_form import effect_of
from huiyin.scenarios.notices.requests import actions, checks, queries, review
from huiyin.scenarios.notices.requests.forms import RequestForm
from huiyin.scenarios.notices.requests.models import NoticeRequest, RequestState
from huiyin.scenarios.notices.views.pages import go, is_partial, page, shown


@require_safe
@page(Action.WRITE_NOTICE)
def index(request: HttpRequest) -> HttpResponse:
    """What I asked for, and what I have been asked to judge."""
    actor = actor_of(request)
    context = {
        "mine": queries.mine(actor),
        "others": queries.others(actor),
        "may_write": may(actor, Action.WRITE_NOTICE),
    }
    return shown(request, "notices/requests.html", context)


@require_safe
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """An empty form; the request begins with the first word that is saved."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    blank = NoticeRequest(
        pk=new_id(), initiator=actor, department=actor.department, scenario=actions.SCENARIO
    )
    return shown(request, "notices/request.html", _context(blank, actor))


@require_safe
@page(Action.READ)
def show(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The form while it is a draft, afterwards what it says and what was decided."""
    actor, found = _open(request, request_id, Action.READ)
    if found.state == RequestState.DRAFT:
        return shown(request, "notices/request.html", _context(found, actor))
    context = {
        "asked": found,
        "effect": effect_of(found),
        "audience_words": _audience(found.audience).describe(),
        "attachments": attachments.of_case(found),
        "notices": queries.notices_of(found, actor),
        "is_author": may(actor, Action.EDIT, found),
        "questions": _questions(found),
        **review.card(found, found.initiator),
    }
    return shown(request, "notices/request_shown.html", context)


@require_POST
@page(Action.EDIT)
def save(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Keep the form; ``then`` hands it in or closes it as unneeded."""
    actor = actor_of(request)
    form = RequestForm(request.POST)
    form.is_valid()
    values: dict[str, Any] = {name: form.cleaned_data[name] for name in form.cleaned_data}
    values["audience"] = picking.chosen(request.POST).to_json()
    values["tell"] = picking.named(request.POST, "tell").to_json()
    try:
        kept = actions.save_request(request_id, values, by=actor)
    except actions.NotDraft:
        return go(request, reverse("notices:request", args=[request_id]))
    context = _context(kept, actor) | {"form": form}
    if is_partial(request):
        response = shown(
            request, "notices/_request_saved.html", context, status=422 if form.errors else 200
        )
        response["HX-Replace-Url"] = reverse("notices:request", args=[kept.pk])
        return response
    if form.errors:
        return shown(request, "notices/request.html", context, status=422)
    then = {"submit": _submit, "unneeded": _unneeded}.get(request.POST.get("then", ""))
    if then is not None:
        return then(request, kept, actor)
    return HttpResponseRedirect(reverse("notices:request", args=[kept.pk]))


@require_POST
@page(Action.EDIT)
def take_up(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Write the notice that was agreed to."""
    actor, found = _open(request, request_id, Action.EDIT)
    try:
        draft = actions.take_up(found.pk, by=actor)
    except actions.NotApproved:
        messages.error(request, _("需求还没有通过必要性审核"))
        return go(request, reverse("notices:request", args=[found.pk]))
    return go(request, reverse("notices:edit", args=[draft.pk]))


def _submit(request: HttpRequest, kept: NoticeRequest, actor: Person) -> HttpResponse:
    try:
        done = review.submit(kept.pk, by=actor)
    except checks.Incomplete:
        messages.error(request, _("还有没写完的地方，没有提交"))
    else:
        messages.success(request, _("已提交，编号 %(number)s") % {"number": done.number})
    return HttpResponseRedirect(reverse("notices:request", args=[kept.pk]))


def _unneeded(request: HttpRequest, kept: NoticeRequest, actor: Person) -> HttpResponse:
    try:
        word = actions.close_as_unneeded(kept.pk, by=actor)
    except actions.NeedsNotice:
        messages.error(request, _("三个问题都答“否”才可以不发通知"))
        return HttpResponseRedirect(reverse("notices:request", args=[kept.pk]))
    messages.success(request, _("已结束：不必发通知"))
    name, key = ("edit", word.pk) if word is not None else ("request", kept.pk)
    return HttpResponseRedirect(reverse(f"notices:{name}", args=[key]))


def _open(request: HttpRequest, request_id: UUID, action: Action) -> tuple[Person, NoticeRequest]:
    actor, found = actor_of(request), queries.find(request_id)
    if found is None:
        raise NotVisible
    require(actor, action, found)
    return actor, found


def _audience(value: Any) -> Audience:
    return Audience.from_json(value or {})


def _questions(asked: NoticeRequest) -> list[tuple[str, bool | None]]:
    form = RequestForm()
    names = ("affects_work", "must_synchronise", "may_be_misunderstood")
    return [(str(form[name].label), getattr(asked, name)) for name in names]


def _context(asked: NoticeRequest, actor: Person) -> dict[str, Any]:
    audience = _audience(asked.audience)
    to, left_out = picking.chips(audience, actor)
    head = picking.head(audience)
    plain = [name for name in actions.FIELDS if name not in {"audience", "tell"}]
    return {
        "asked": asked,
        "form": RequestForm(initial={name: getattr(asked, name) for name in plain}),
        "audience": audience,
        "to": to,
        "left_out": left_out,
        "head": head,
        "tell": picking.chips(_audience(asked.tell), actor)[0],
        "tree": department_tree(actor),
        "missing": checks.missing(asked, clock.now()),
        "sentence": effect_of(asked).sentence(audience.describe()),
        "attachments": attachments.of_case(asked),
        "limit": uploads.limit(),
        **review.card(asked, actor),
    }
