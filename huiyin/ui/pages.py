"""What the views of every scenario answer with: whole pages, parts of pages, and the way on."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from huiyin.directory.access import Action, permission

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def page(action: Action) -> Callable[[View], View]:
    """A view for people who are signed in, marked with the permission it asks for."""

    def mark(view: View) -> View:
        return permission(action)(login_required(view))

    return mark


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A template; whoever caches it must tell parts from pages."""
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def go(address: str) -> HttpResponse:
    """On to ``address`` with 303."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def to_page(request: HttpRequest, address: str) -> HttpResponse:
    """On to ``address`` as a whole page, whether htmx or the browser asked."""
    if is_partial(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return go(address)
