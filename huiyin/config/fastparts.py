"""The short path of what many fetch at once: a part of a page, past Django's middleware.

Taken for ``GET`` by htmx on an address that a scenario names (``AppConfig.short_parts``). The
scenario's function is given the request, the key of the session and the case, and asks the database
itself who that is and whether they may. Where it does not answer, the ordinary view does.
"""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_protect

from huiyin.config.shortway import Application, Environ, StartResponse, session_key, told
from huiyin.config.watching import ROUTE

Part = Callable[[HttpRequest, str, UUID], HttpResponse | None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Way:
    """An address whose first group is the case, and who answers it."""

    pattern: re.Pattern[str]
    part: Part


def with_parts(application: Application) -> Application:
    """``application`` with the short path of parts in front."""
    ways = [
        _Way(re.compile(pattern), import_string(name.replace(":", ".")))
        for config in apps.get_app_configs()
        for pattern, name in getattr(config, "short_parts", {}).items()
    ]

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        response = _answer(ways, environ)
        if response is None:
            return application(environ, start_response)
        environ[ROUTE] = "part (short path)"
        return told(response, start_response)

    return answer


def _answer(ways: list[_Way], environ: Environ) -> HttpResponse | None:
    """The answer, or ``None`` when the ordinary view must give it."""
    if environ["REQUEST_METHOD"] != "GET" or not environ.get("HTTP_HX_REQUEST"):
        return None
    for way in ways:
        match = way.pattern.fullmatch(environ.get("PATH_INFO", ""))
        if match:
            return _take(way, match[1], environ)
    return None


def _take(way: _Way, case: str, environ: Environ) -> HttpResponse | None:
    session = session_key(environ)
    if not session:
        return None
    request = WSGIRequest(environ)
    try:
        subject = UUID(case)
        with translation.override(translation.get_language_from_request(request)):
            return _asked(way.part, request, session, subject)
    except ValueError:
        return None
    except DatabaseError:
        log.exception("short path failed")
        connection.close_if_unusable_or_obsolete()
        return None


def _asked(part: Part, request: WSGIRequest, session: str, case: UUID) -> HttpResponse | None:
    """The part; the token of its forms is Django's own."""

    def draw(_request: HttpRequest) -> HttpResponse:
        found = part(request, session, case)
        return HttpResponse(status=404) if found is None else found

    response: HttpResponse = csrf_protect(draw)(request)
    return response if response.status_code == 200 else None  # noqa: PLR2004 - OK
