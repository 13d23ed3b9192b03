"""The live room of a meeting: its page, its parts, and everything that is done in it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Person
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.agenda.forms import moment_of
from huiyin.scenarios.meetings.items import actions as items
from huiyin.scenarios.meetings.live import (
    actions,
    closing,
    resolving,
    room,
    speaking,
    timing,
    typed,
)
from huiyin.scenarios.meetings.models import ItemState, Resolution, TurnState
from huiyin.scenarios.meetings.standing import WordsRefused
from huiyin.scenarios.meetings.views.pages import is_partial, page, shown
from huiyin.scenarios.meetings.views.refusing import tried
from huiyin.ui import live

STATES = {"done": ItemState.DONE, "wait": ItemState.WAITING, "postpone": ItemState.POSTPONED}
MOST_MINUTES = 120


@require_safe
@page(Action.READ)
def show(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The room; ``part`` alone for a script."""
    actor = actor_of(request)
    meeting = queries.find(meeting_id, actor)
    name = request.GET.get("part", "")
    if is_partial(request) and name in room.PARTS:
        if request.GET.get("seen", meeting.state) != meeting.state:
            return _anew()
        return shown(request, f"meetings/live/_{name}.html", room.part(name, meeting, actor))
    context = room.context(meeting, actor)
    context["live_topics"] = live.topics(actor, f"case:{meeting.pk}", f"person:{actor.pk}")
    return shown(request, "meetings/live/show.html", context)


@require_POST
@page(Action.READ)
def begin(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Open the meeting with those who are ticked."""
    present = [int(pk) for pk in request.POST.getlist("present") if pk.isdigit()]
    return _tried(request, meeting_id, lambda by: actions.begin(meeting_id, present, by=by), "bar")


@require_POST
@page(Action.READ)
def close(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """End it; what is still open is shown first, and ``anyway`` ends it all the same."""
    actor = actor_of(request)
    anyway = "anyway" in request.POST
    try:
        return _tried(
            request, meeting_id, lambda by: actions.close(meeting_id, by=by, anyway=anyway), "bar"
        )
    except closing.NotFinished as stopped:
        meeting = queries.find(meeting_id, actor)
        context = room.context(meeting, actor) | {"stopped": stopped.left}
        context["live_topics"] = live.topics(actor, f"case:{meeting.pk}", f"person:{actor.pk}")
        return shown(request, "meetings/live/show.html", context, status=422)


@require_POST
@page(Action.READ)
def attend(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Somebody comes, or goes (``leave``); ``seat`` for another."""
    verb = actions.leave if "leave" in request.POST else actions.arrive
    seat = _number(request, "seat")
    return _tried(
        request, meeting_id, lambda by: verb(meeting_id, by=by, attendee_id=seat), "people"
    )


@require_POST
@page(Action.READ)
def extend(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Say that it takes some minutes more."""
    minutes = min(_number(request, "minutes") or 0, MOST_MINUTES)
    return _tried(
        request, meeting_id, lambda by: resolving.extend(meeting_id, minutes, by=by), "bar"
    )


@require_POST
@page(Action.READ)
def item(request: HttpRequest, meeting_id: UUID, item_id: int) -> HttpResponse:
    """Go on to an item, or say how far it is (``state``)."""
    state = STATES.get(request.POST.get("state", ""))

    def act(by: Person) -> None:
        if state is None:
            timing.start_item(meeting_id, item_id, by=by)
        else:
            timing.end_item(meeting_id, item_id, state, by=by)

    return _tried(request, meeting_id, act, "agenda")


@require_POST
@page(Action.READ)
def turn(request: HttpRequest, meeting_id: UUID, seat_id: int) -> HttpResponse:
    """Give the floor, or end a turn (``over``: spoken or passed)."""
    over = {"spoken": TurnState.SPOKEN, "passed": TurnState.PASSED}.get(
        request.POST.get("over", "")
    )

    def act(by: Person) -> None:
        if over is None:
            speaking.call(meeting_id, seat_id, by=by)
        else:
            speaking.heard(meeting_id, seat_id, over, by=by)

    return _tried(request, meeting_id, act, "people")


@require_POST
@page(Action.READ)
def words(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The three lines of a stand-up: for oneself, for ``seat``, or with the word that one is ``absent``."""
    said = speaking.Round(*(request.POST.get(name, "") for name in ("done", "doing", "plan")))
    seat = _number(request, "seat")

    def act(by: Person) -> None:
        if "absent" in request.POST:
            speaking.note_absence(meeting_id, said, by=by)
        else:
            speaking.write_round(meeting_id, said, by=by, attendee_id=seat)

    return _tried(request, meeting_id, act, "people")


@require_POST
@page(Action.READ)
def line(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One line: a resolution, or something to do."""
    kind, text = request.POST.get("kind", ""), request.POST.get("line", "")
    meeting = queries.find(meeting_id, actor_of(request))
    part = "items" if kind == typed.TODO else "resolutions"
    return _tried(request, meeting_id, lambda by: typed.take(meeting, kind, text, by=by), part)


@require_POST
@page(Action.READ)
def resolution(request: HttpRequest, meeting_id: UUID, resolution_id: UUID) -> HttpResponse:
    """The viewer's word on a resolution, another's (``person``), or taking it back (``withdraw``)."""
    made = get_object_or_404(Resolution, pk=resolution_id, meeting=meeting_id)
    data = request.POST
    asked = _number(request, "person")
    person = get_object_or_404(Person, pk=asked) if asked else None

    def act(by: Person) -> None:
        if "withdraw" in data:
            resolving.withdraw(made.pk, by=by)
        elif "object" in data:
            resolving.object_to(made.pk, data.get("words", ""), by=by)
        else:
            resolving.understand(made.pk, by=by, person=person)

    return _tried(request, meeting_id, act, "resolutions")


@require_POST
@page(Action.READ)
def todo(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Put an action item right while it is not assigned, or take it back (``strike``)."""
    found = typed.item_of(meeting_id, str(item_id))
    if found is None:
        raise Http404
    data = request.POST

    def act(by: Person) -> None:
        if "strike" in data:
            items.strike(found.pk, by=by)
            return
        said = typed.words_of(
            data.get("text", ""), data.get("owner", ""), moment_of(data.get("due_at", ""))
        )
        if data.get("owner", "").strip() and said.owner is None:
            raise WordsRefused("owner", "unknown")
        items.rewrite(found.pk, said, by=by)

    return _tried(request, meeting_id, act, "items")


@require_POST
@page(Action.READ)
def explain(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Why it took longer than announced."""
    said = request.POST.get("reason", "")
    return _tried(request, meeting_id, lambda by: actions.explain(meeting_id, said, by=by), "bar")


def _anew() -> HttpResponse:
    """The meeting has begun or ended since: the whole page is asked for again."""
    answer = HttpResponse(status=204)
    answer["HX-Refresh"] = "true"
    return answer


def _tried(
    request: HttpRequest, meeting_id: UUID, act: Callable[[Person], Any], name: str
) -> HttpResponse:
    actor = actor_of(request)
    back = reverse("meetings:room", args=[meeting_id])

    def part() -> HttpResponse:
        meeting = queries.find(meeting_id, actor)
        return shown(request, f"meetings/live/_{name}.html", room.part(name, meeting, actor))

    return tried(request, lambda: act(actor), back, part)


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.POST.get(name, "")
    return int(said) if said.isdigit() else None
