"""Every request seen once: its number, its route, how long it took; never who wrote what.

Outermost in the web process, so that the short path of a confirmation is seen as well. Routes are
patterns, so that no id stands in a label or a line; a person is a pseudonym that only this
installation's secret makes.
"""

import hashlib
import hmac
import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram, disable_created_metrics

from huiyin.config.proxies import Application, Environ, StartResponse
from huiyin.kit import trail

ROUTE, PERSON = "huiyin.route", "huiyin.person"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_NUMBER = re.compile(r"[A-Za-z0-9_-]{8,64}")

disable_created_metrics()  # type: ignore[no-untyped-call]  # when counting began is no figure
SECONDS = Histogram(
    "huiyin_request_seconds",
    "Seconds until a request was answered, by method, route and class of status.",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=None,
)

log = logging.getLogger("huiyin.requests")


class Routes:
    """Middleware that writes down which route answers and who asks, for ``watched``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and look at what is known by then without asking the database."""
        response = self._get_response(request)
        environ: Environ = getattr(request, "environ", {})
        match = request.resolver_match
        if match is not None:
            environ[ROUTE] = match.route
        known = getattr(request, "_cached_user", None)
        person = getattr(known, "person_id", None)
        if person is not None:
            environ[PERSON] = person
        return response


def watched(application: Application) -> Application:
    """``application`` whose requests are counted, timed, numbered and written down."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        number = _number_of(environ)
        seen = ["500"]

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            seen[0] = status[:3]
            return start_response(status, [*headers, ("X-Request-Id", number)], *rest)

        began = time.perf_counter()
        with trail.follow(number), trail.span("request", traceparent=_parent_of(environ)) as span:
            try:
                return application(environ, start)
            finally:
                _report(environ, seen[0], time.perf_counter() - began, span)

    return answer


def pseudonym(person: int) -> str:
    """The same twelve characters for the same person, and no way back without the secret."""
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, f"huiyin.person:{person}".encode(), hashlib.sha256)[:6].hex()


def _report(environ: Environ, status: str, seconds: float, span: Any) -> None:
    method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "OTHER"
    route = _route_of(environ)
    SECONDS.labels(method, route, f"{status[0]}xx").observe(seconds)
    facts: dict[str, Any] = {"method": method, "route": route, "status": int(status)}
    if span is not None:
        span.update_name(f"{method} {route}")
        span.set_attribute("http.request.method", method)
        span.set_attribute("http.route", route)
        span.set_attribute("http.response.status_code", int(status))
        span.set_attribute("huiyin.request", trail.number())
    if settings.ENV.log == "json":
        facts["ms"] = round(seconds * 1000, 1)
        if environ.get(PERSON) is not None:
            facts["person"] = pseudonym(environ[PERSON])
        log.info("request", extra={"facts": facts})


def _route_of(environ: Environ) -> str:
    if ROUTE in environ:
        return f"/{environ[ROUTE]}"
    static = str(environ.get("PATH_INFO", "")).startswith(f"/{settings.STATIC_URL.strip('/')}/")
    return "static" if static else "none"


def _number_of(environ: Environ) -> str:
    given = str(environ.get("HTTP_X_REQUEST_ID", ""))
    return given if _NUMBER.fullmatch(given) else secrets.token_hex(8)


def _parent_of(environ: Environ) -> str:
    return str(environ.get("HTTP_TRACEPARENT", ""))
