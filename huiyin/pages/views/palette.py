"""The palette's server side and the plain search over cases."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.cases import verbs
from huiyin.directory.access import Action, actor_of
from huiyin.pages import kinds, palette
from huiyin.pages.views.door import page, page_or_part, wants_part

PAGE = 20


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
    """Cases by title, number or text."""
    actor, text = actor_of(request), request.GET.get("q", "").strip()
    shown = Paginator(palette.search_cases(actor, text), PAGE).get_page(request.GET.get("page"))
    rows = [
        {"case": one, "kind": kinds.of(one.scenario), "href": verbs.page_of(one.scenario, one.pk)}
        for one in shown
    ]
    context = {"q": text, "page": shown, "rows": rows, "viewer": actor}
    return render(request, "pages/search.html", context)
