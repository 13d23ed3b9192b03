"""The palette's server side and the plain search over cases."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.cases import verbs
from huiyin.cases.finding import search as finding
from huiyin.cases.models import Case
from huiyin.directory.access import Action, actor_of
from huiyin.pages import kinds, palette
from huiyin.pages.views.door import page, page_or_part, wants_part

PAGE = 20
COUNTED = 100
DEEPEST = 50


@page(Action.SEE)
@require_safe
def palette_hits(request: HttpRequest) -> HttpResponse:
    """The lines that fit ``q``; without htmx as a page of links."""
    text = request.GET.get("q", "")
    own = not wants_part(request)
    hits = palette.find(request, actor_of(request), text, with_actions=own)
    context = {"hits": hits, "q": text}
    return page_or_part(request, "pages/palette.html", "pages/_palette.html", context)


@page(Action.SEE)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Cases by title, number or text.

    Nobody waits for a count of all: more than ``COUNTED`` are "more", and pages go as far as they are asked for.
    """
    actor, text = actor_of(request), request.GET.get("q", "").strip()
    wanted = request.GET.get("page", "1")
    number = min(int(wanted), DEEPEST) if wanted.isdecimal() and int(wanted) else 1
    look = max(COUNTED, (number + 1) * PAGE) + 1
    found = finding.find(actor, text, limit=look)
    shown = Paginator(found[: look - 1], PAGE).get_page(number)
    cases = Case.objects.select_related("initiator", "department").in_bulk(list(shown))
    rows = [
        {"case": one, "kind": kinds.of(one.scenario), "href": verbs.page_of(one.scenario, one.pk)}
        for one in (cases[pk] for pk in shown if pk in cases)
    ]
    context = {"q": text, "page": shown, "rows": rows, "viewer": actor, "more": len(found) == look}
    return render(request, "pages/search.html", context)
