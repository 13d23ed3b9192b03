"""What the pickers of talks and blocked cooperation offer: one person, departments."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.cases import picking
from huiyin.directory.access import Action, actor_of, require
from huiyin.scenarios.meetings.views.pages import page, shown

OFFERED = {"partner": "person", "departments": "department"}


@require_safe
@page(Action.WRITE_NOTICE)
def found(request: HttpRequest) -> HttpResponse:
    """What fits the words typed so far, of the kind that the field takes."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    name = request.GET.get("kind", "partner")
    name = name if name in OFFERED else "partner"
    text = request.GET.get(f"{name}_q", "")
    fitting = [
        one for one in picking.found(text, actor, exceptions=False) if one[1].kind == OFFERED[name]
    ]
    context = {"found": fitting, "name": name, "text": text.strip()}
    return shown(request, "ui/picker/_found.html", context)
