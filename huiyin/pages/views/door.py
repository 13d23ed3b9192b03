"""The way into every page of this room."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.directory.access import Action, actor_of, may, permission
from huiyin.directory.models import Person

View = TypeVar("View", bound=Callable[..., HttpResponse])


def page(action: Action) -> Callable[[View], View]:
    """A view for people who are signed in, marked with the permission it asks for."""

    def mark(view: View) -> View:
        return permission(action)(login_required(view))

    return mark


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
    response = render(request, part if wants_part(request) else page, context, status=status)
    response["Vary"] = "HX-Request"
    return response


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true" and not (
        request.headers.get("HX-Boosted") or request.headers.get("HX-History-Restore-Request")
    )
