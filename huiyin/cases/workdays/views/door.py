"""The way into every page of the working calendar."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from huiyin.directory.access import Action, permission
from huiyin.obligations.moving import Moves

View = TypeVar("View", bound=Callable[..., HttpResponse])


def page(action: Action) -> Callable[[View], View]:
    """A view for people who are signed in, marked with the permission it asks for."""

    def mark(view: View) -> View:
        return permission(action)(login_required(view))

    return mark


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A template; whoever caches it must tell people and languages apart."""
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent, for a form that takes files; nothing when the form was only asked for."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def said(words: str, moves: Moves) -> str:
    """What was done, and how many duties moved because of it."""
    if not moves.duties:
        return words
    more = ngettext("%(n)s 项待办随之改期", "%(n)s 项待办随之改期", moves.duties) % {
        "n": moves.duties
    }
    return f"{words}，{more}"
