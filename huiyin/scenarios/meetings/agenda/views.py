"""Before a meeting: its agenda, what is offered for it, opinions and needs, material."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.models import Attachment
from huiyin.directory.access import Action, actor_of
from huiyin.kit import clock
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.agenda import (
    actions,
    carrying,
    forms,
    items,
    material,
    needs,
    opinions,
    sheet,
)
from huiyin.scenarios.meetings.standing import seat_of
from huiyin.scenarios.meetings.views.pages import is_partial, page, shown
from huiyin.scenarios.meetings.views.refusing import refused, tried
from huiyin.ui import live


@require_safe
@page(Action.READ)
def show(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The page before a meeting; with ``HX-Request`` the items alone."""
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor)
    if is_partial(request):
        return _items(request, meeting_id)
    context = sheet.context(meeting, actor)
    context["live_topics"] = live.topics(actor, f"case:{meeting.pk}", f"person:{actor.pk}")
    return shown(request, "meetings/agenda/show.html", context)


@require_POST
@page(Action.READ)
def add(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One more item: typed, offered (``about``), or all that comes back (``carry``)."""
    actor = actor_of(request)

    def act() -> None:
        if "carry" in request.POST:
            carrying.carry_in(meeting_id, by=actor)
        elif "about" in request.POST:
            words = forms.offered(request.POST["about"], actor)
            items.add(meeting_id, words, by=actor)
        else:
            items.add(meeting_id, forms.item_of(request.POST), by=actor)

    return _tried(request, meeting_id, act)


@require_POST
@page(Action.READ)
def item(request: HttpRequest, meeting_id: UUID, item_id: int) -> HttpResponse:
    """Move an item (``by``), take it off (``drop``) or say it in other words."""
    actor, data = actor_of(request), request.POST

    def act() -> None:
        if data.get("by") in {"-1", "1"}:
            items.move(meeting_id, item_id, int(data["by"]), by=actor)
        elif "drop" in data:
            items.take_off(meeting_id, item_id, by=actor)
        else:
            items.rewrite(meeting_id, item_id, forms.item_of(data), by=actor)

    return _tried(request, meeting_id, act)


@require_POST
@page(Action.READ)
def send(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Send what there is before the meeting: ``topics``, the agenda, or say that needs are in."""
    actor = actor_of(request)
    verbs: dict[str, Callable[..., Any]] = {
        "topics": actions.send_topics,
        "needs": needs.collected,
        "ask": needs.ask,
    }
    verb = verbs.get(request.POST.get("what", ""), actions.share)
    return _tried(request, meeting_id, lambda: verb(meeting_id, by=actor))


@require_POST
@page(Action.READ)
def opinion(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """What the viewer thinks of each topic."""
    actor = actor_of(request)
    said = forms.opinions_of(request.POST)
    return _tried(request, meeting_id, lambda: opinions.prepare(meeting_id, said, by=actor))


@require_POST
@page(Action.READ)
def need(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """What the viewer needs of a joint meeting."""
    actor = actor_of(request)
    seat = seat_of(queries.find(meeting_id, actor), actor)
    said = request.POST.get("need", "")
    return _tried(request, meeting_id, lambda: needs.give(seat.pk, said, at=clock.now()))


@require_POST
@page(Action.READ)
def files(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Add material, or take a file off (``drop``)."""
    actor = actor_of(request)
    back = reverse("meetings:agenda", args=[meeting_id])
    if "drop" in request.POST:
        row = get_object_or_404(Attachment, pk=request.POST["drop"], case=meeting_id)
        return _tried(request, meeting_id, lambda: material.remove(row, by=actor))
    upload = request.FILES.get("file")
    try:
        return _tried(request, meeting_id, lambda: material.add(meeting_id, upload, by=actor))
    except ValidationError as error:
        return refused(request, "；".join(error.messages), back)


def _tried(request: HttpRequest, meeting_id: UUID, act: Callable[[], Any]) -> HttpResponse:
    back = reverse("meetings:agenda", args=[meeting_id])
    return tried(request, act, back, lambda: _items(request, meeting_id))


def _items(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor)
    context = {"meeting": meeting, **sheet.agenda(meeting, actor)}
    return shown(request, "meetings/agenda/_items.html", context)
