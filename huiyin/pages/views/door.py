"""The way into every page of this room."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.directory.access import Action, actor_of, may
from huiyin.directory.models import Person


def admit(request: HttpRequest, action: Action) -> Person:
    """The actor of this request; ``Http404`` when they may not do ``action``.

    Pages of administrators do not exist for others, so nobody learns what there is.
    """
    actor = actor_of(request)
    if not may(actor, action):
        raise Http404
    return actor


def page_or_part(
    request: HttpRequest, page: str, part: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The whole page, or only its part for a request of htmx (not for one it restores from)."""
    partial = request.headers.get("HX-Request") == "true" and not (
        request.headers.get("HX-Boosted") or request.headers.get("HX-History-Restore-Request")
    )
    response = render(request, part if partial else page, context, status=status)
    response["Vary"] = "HX-Request"
    return response
