"""The part of the room that stays fresh: drawn once for all who are in it, with what is one's own.

Steps, clocks, timeline and team are the same for two hundred people, so they are drawn once for each
change, language and process (``ui.shared``). One's own are the buttons of what one owes, and the team
as the command and the author see it, with their forms. Who may read the incident is judged for every
request; a stranger never comes as far as what is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from huiyin.cases import seeing
from huiyin.directory.access import Action, may
from huiyin.kit import clock
from huiyin.scenarios.incidents import authority
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.room import page
from huiyin.ui.shared import Shared

MOST = 120
"""Parts kept in a process: rooms in use, times languages, times chips of the timeline."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What all see alike, and what the parts of one's own are made of."""

    common: str
    team: str
    context: Mapping[str, Any]
    in_command: frozenset[int]


DRAWN: Shared[Drawn] = Shared(MOST)


def signed_in(request: HttpRequest, session: str, case: UUID) -> HttpResponse | None:
    """The part for whoever is signed in; ``None`` where the ordinary view says why not."""
    seen = seeing.by_session(session, case)
    if seen is None or not may(seen.person, Action.READ, seen):
        return None
    return answer(request, seen)


def answer(request: HttpRequest, seen: seeing.Seen) -> HttpResponse:
    """The part for somebody of whom it is known that they may read it."""
    response = HttpResponse(_part(request, seen))
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    response["Cache-Control"] = "no-store"
    return response


def _part(request: HttpRequest, seen: seeing.Seen) -> str:
    wanted = request.GET.get("show", "")
    show = wanted if wanted in page.SHOWS else ""
    key = (seen.case, show, get_language(), timezone.get_current_timezone_name())
    drawn = DRAWN.get(key, seen.version, lambda: _draw(seen.case, show))
    own = {
        "oob": True,
        "now": clock.now(),
        "mine": seen.owed,
        "incident": drawn.context["incident"],
    }
    mine = page.own(own["incident"], seen.person.pk, in_command=seen.person.pk in drawn.in_command)
    if seen.owed or any(mine.values()):
        own["csrf_token"] = get_token(request)
    team = drawn.team
    if any(mine.values()):
        team = render_to_string("incidents/_team.html", {**drawn.context, **mine, **own})
    return drawn.common + team + render_to_string("incidents/_own.html", own)


def _draw(case: UUID, show: str) -> Drawn:
    rows = Incident.objects.select_related("kind", "commander", "initiator")
    incident = rows.get(pk=case)
    context = page.shared(incident, show=show) | {"oob": True}
    top, lines, team = (
        render_to_string(f"incidents/_{name}.html", context) for name in ("top", "lines", "team")
    )
    return Drawn(top + lines, team, context, authority.in_command(incident))
