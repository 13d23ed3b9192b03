"""What the views of this scenario share."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from huiyin.directory.access import Action, permission

View = Callable[..., HttpResponse]


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
