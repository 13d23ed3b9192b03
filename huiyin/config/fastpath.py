"""The short path: a confirmation that goes past Django's middleware, not past its checks.

Taken for ``POST`` with an empty body, asked by htmx, on an address that a scenario names
(``AppConfig.short_path``). Cross-site protection is Django's own; session, person, duty, ledger and
roll-up are one prepared statement. Whatever it cannot answer goes on to the ordinary view.
"""

import json
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_protect

from huiyin.config.shortway import Application, Environ, StartResponse, session_key, told
from huiyin.config.watching import ROUTE
from huiyin.core.evidence import Channel, Proof
from huiyin.kit import clock
from huiyin.obligations.confirm import confirm_signed_in

DONE = "huiyin:confirmed"
"""The event that tells the page which case is confirmed (``HX-Trigger``)."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Way:
    """An address whose first group is the case, and the event that a press on it is."""

    pattern: re.Pattern[str]
    kind: str


def shortened(application: Application) -> Application:
    """``application`` with the short path in front."""
    ways = [
        _Way(re.compile(pattern), kind)
        for config in apps.get_app_configs()
        for pattern, kind in getattr(config, "short_path", {}).items()
    ]

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        way, case = _find(ways, environ)
        if way is not None:
            response = _take(way, case, environ)
            if response is not None:
                environ[ROUTE] = "confirm (short path)"
                return told(response, start_response)
        return application(environ, start_response)

    return answer


def _find(ways: list[_Way], environ: Environ) -> tuple[_Way | None, str]:
    if environ["REQUEST_METHOD"] != "POST" or not environ.get("HTTP_HX_REQUEST"):
        return None, ""
    if environ.get("CONTENT_LENGTH") not in (None, "", "0"):
        return None, ""
    for way in ways:
        match = way.pattern.fullmatch(environ.get("PATH_INFO", ""))
        if match:
            return way, match[1]
    return None, ""


def _take(way: _Way, case: str, environ: Environ) -> HttpResponse | None:
    """The answer, or ``None`` when the ordinary view must give it."""
    session = session_key(environ)
    if not session:
        return None
    request = WSGIRequest(environ)
    request.COOKIES  # noqa: B018 - parsed now, so that a broken header fails here

    def press(_request: WSGIRequest) -> HttpResponse:
        done = confirm_signed_in(
            session,
            case,
            proof=Proof.BUTTON,
            channel=Channel.INBOX,
            at=clock.now(),
            kind=way.kind,
        )
        return HttpResponse(status=200 if done else 409)

    try:
        response: HttpResponse = csrf_protect(press)(request)
    except DatabaseError:
        log.exception("short path failed")
        connection.close_if_unusable_or_obsolete()
        return None
    return _confirmed(case) if response.status_code == 200 else None  # noqa: PLR2004 - OK


def _confirmed(case: str) -> HttpResponse:
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps({DONE: {"case": case, "at": clock.now().isoformat()}})
    return response
