"""A regulation is brought, and decided card by card."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.drafting import actions, queries
from huiyin.cases.drafting.models import Card, ImportedText, Verdict
from huiyin.cases.drafting.reading.files import LARGEST_FILE, Brought, read_file, read_pasted
from huiyin.cases.drafting.reading.refusal import Unreadable
from huiyin.cases.drafting.suggesting import suggest_later
from huiyin.cases.uploads import stopped
from huiyin.core.drafting.assembling import ChoiceError
from huiyin.core.table import PolicyError
from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Department, Person
from huiyin.pages.drafting import pageparts
from huiyin.pages.drafting.finishing import LONGEST_PREFIX, finish
from huiyin.pages.drafting.forms import ChoiceForm
from huiyin.pages.views.door import page, wants_part
from huiyin.scenarios.regulation.authority import may_amend
from huiyin.ui.phrasing import in_words

_BAD = 422


def _admitted(request: HttpRequest) -> Person:
    """The actor; ``PermissionDenied`` for who writes no regulation at all."""
    actor = actor_of(request)
    if not queries.may_bring(actor):
        raise PermissionDenied
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.AMEND_OVERLAY)
def index(request: HttpRequest) -> HttpResponse:
    """Upload or paste; below, what was brought before."""
    actor = _admitted(request)
    if request.method != "POST":
        return _form(request, actor)
    binds = _binds(request, actor)
    try:
        name, brought = _brought(request)
    except Unreadable as refusal:
        return _form(request, actor, problem=pageparts.refusal_words(refusal))
    text = actions.bring(name, brought, by=actor, binds=binds)
    return redirect("pages:drafting_text", text.pk)


def _form(request: HttpRequest, actor: Person, problem: str = "") -> HttpResponse:
    context = {
        "texts": queries.visible_to(actor).order_by("-created_at")[:50],
        "departments": queries.amendable(actor),
        "company": may_amend(actor, None),
        "problem": problem,
        "pasted": request.POST.get("text", "")[:400_000],
    }
    status = _BAD if problem else 200
    return render(request, "pages/drafting/index.html", context, status=status)


def _binds(request: HttpRequest, actor: Person) -> Department | None:
    """For whom it shall be; the company where nothing is chosen."""
    chosen = request.POST.get("binds", "")
    binds = queries.amendable(actor).filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    if not may_amend(actor, binds) or (chosen and binds is None):
        raise PermissionDenied
    return binds


def _brought(request: HttpRequest) -> tuple[str, Brought]:
    upload = request.FILES.get("file")
    if isinstance(upload, UploadedFile):
        name = str(upload.name)
        return name.rsplit(".", 1)[0], read_file(name, upload.read(LARGEST_FILE + 1))
    if stopped(request):
        raise Unreadable("large")
    return "", read_pasted(request.POST.get("text", ""))


@require_safe
@page(Action.AMEND_OVERLAY)
def show(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """The text with its marks beside the cards."""
    text = queries.find(text_id, _admitted(request))
    wanted = request.GET.get("show", "")
    shown = wanted if wanted in dict(pageparts.FILTERS) else ""
    return render(request, "pages/drafting/text.html", pageparts.page(text, shown))


@require_POST
@page(Action.AMEND_OVERLAY)
def decide(request: HttpRequest, text_id: UUID, number: int) -> HttpResponse:
    """One card gets a verdict."""
    actor = _admitted(request)
    card = _card(queries.find(text_id, actor), number)
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        raise Http404
    actions.decide(text_id, [number], verdict, by=actor)
    return _answered(request, card)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.AMEND_OVERLAY)
def change(request: HttpRequest, text_id: UUID, number: int) -> HttpResponse:
    """The form of one card; posted, the card is accepted as it was filled in."""
    actor = _admitted(request)
    text = queries.find(text_id, actor)
    card = _card(text, number)
    if not card.offered:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ChoiceForm(pageparts.known(), data, initial=card.chosen or card.offered)
    if data is not None and form.is_valid():
        actions.change(text_id, number, form.choice(), by=actor)
        return _answered(request, card)
    context = {"text": text, "one": pageparts.one(card), "form": form}
    template = "pages/drafting/_edit.html" if wants_part(request) else "pages/drafting/edit.html"
    return render(request, template, context, status=200 if data is None else _BAD)


@require_POST
@page(Action.AMEND_OVERLAY)
def sure(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Accept all that is sure."""
    count = actions.accept_sure(text_id, by=_admitted(request))
    messages.success(request, _("已采纳 %(count)d 项有把握的") % {"count": count})
    return redirect("pages:drafting_text", text_id)


@require_POST
@page(Action.AMEND_OVERLAY)
def undo(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Take the last decision back."""
    numbers = actions.undo(text_id, by=_admitted(request))
    place = f"#card-{numbers[0]}" if numbers else ""
    return redirect(reverse("pages:drafting_text", args=[text_id]) + place)


@require_POST
@page(Action.AMEND_OVERLAY)
def drop(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Put the text away."""
    actions.drop(text_id, by=_admitted(request))
    messages.success(request, _("已移除；没有改动任何制度"))
    return redirect("pages:drafting")


@require_POST
@page(Action.AMEND_OVERLAY)
def suggest(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Ask the configured language model for more, in the background."""
    text = queries.find(text_id, _admitted(request))
    if not suggest_later(text):
        raise Http404
    messages.success(request, _("已请语言模型补充，有结果后会出现在“没把握的”里"))
    return redirect("pages:drafting_text", text_id)


@require_POST
@page(Action.AMEND_OVERLAY)
def make(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Make the amendment of what was accepted."""
    actor = _admitted(request)
    text = queries.find(text_id, actor)
    prefix = request.POST.get("prefix", "").strip()[:LONGEST_PREFIX]
    try:
        amendment = finish(text_id, by=actor, prefix=prefix, alone=bool(request.POST.get("alone")))
    except (PolicyError, ChoiceError) as error:
        context = {"problem": in_words(error)} | pageparts.page(text, "")
        return render(request, "pages/drafting/text.html", context, status=_BAD)
    messages.success(request, _("已生成修订草案"))
    return redirect("regulation:show", amendment.pk)


def _card(text: ImportedText, number: int) -> Card:
    card = text.cards.filter(number=number).first()
    if card is None:
        raise Http404
    return card


def _answered(request: HttpRequest, card: Card) -> HttpResponse:
    """The card as it is now, and the counter; without scripts, back to the page."""
    text = queries.find(card.text_id, actor_of(request))
    if not wants_part(request):
        return redirect(reverse("pages:drafting_text", args=[text.pk]) + f"#card-{card.number}")
    context: dict[str, Any] = {
        "text": text,
        "one": pageparts.one(_card(text, card.number)),
        "oob": True,
    }
    return render(request, "pages/drafting/_answered.html", context | pageparts.counts(text))
