"""What every page has in common on its way in and out, whatever it is about."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL and UTF-8 cannot keep: NUL, and halves of a pair (RFC 3629, 3)."""

HEADERS = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""Said of every answer that says nothing else: nobody keeps a copy, no other site shows it."""


class Doors:
    """Middleware: text that cannot be kept is refused with 400, and answers are kept by nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers that belong to every page."""
        response = self._get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Look at address, query and form; ``BadRequest`` for what no table can hold.

        A view that says itself what is wrong with which field (the API's) is left to do so.
        """
        if getattr(view, "names_fields", False):
            return
        del args
        for text in _texts(request, kwargs):
            if UNWRITABLE.search(text):
                raise BadRequest("text that cannot be kept")


def _texts(request: HttpRequest, kwargs: dict[str, Any]) -> Iterable[str]:
    yield from (value for value in kwargs.values() if isinstance(value, str))
    query = request.META.get("QUERY_STRING", "")
    if "%" in query:
        yield unquote(query)
    if request.method == "POST" and request.content_type != "application/json":
        for name, values in request.POST.lists():
            yield name
            yield from values
        yield from (str(file.name) for _name, found in request.FILES.lists() for file in found)
