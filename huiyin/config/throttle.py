"""How often one may ask: search, upload, password mails, and links that open nothing.

Limits are by person where somebody is signed in. What is open to everybody is limited by address,
and only what was refused counts there: a good link opens, whatever the neighbours try.
Sign-in is limited in ``attempts``, programs in ``api.bearer``, monitors in ``cases.intake``.
"""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.rest.problem import CONTENT_TYPE, Refusal
from huiyin.config import attempts
from huiyin.directory.access import permission_of
from huiyin.directory.tallies import Limit, TooOften, address_of

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

SEARCH = Limit("search", 300, MINUTE)
UPLOAD = Limit("upload", 600, timedelta(minutes=10))
RESET = Limit("password mail", 10, HOUR)
RESETS = Limit("password mails from an address", 100, HOUR)
CLOSED = Limit("links that open nothing", 120, MINUTE)

SEARCHES = {
    "incidents:people", "incidents:plan_found", "meetings:found", "meetings:people",
    "notices:recipients", "pages:colleagues", "pages:group_found", "pages:palette", "pages:people",
    "pages:search", "problems:alike", "questions:alike", "facts:pick",
}  # fmt: skip
"""Addresses that look something up as one types."""

_CLOSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_OPEN = "_huiyin_open"

View = Callable[..., HttpResponse]


class Throttle:
    """Middleware behind the sign-in: 429, a page that says so, and ``Retry-After``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; count what was refused to somebody unknown."""
        response = self._get_response(request)
        attempts.mark(request, response)
        if getattr(request, _OPEN, False) and response.status_code in _CLOSED:
            try:
                CLOSED.spend(address_of(request))
            except TooOften as often:
                return refused(request, often.wait, like=response)
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Count before the work is done."""
        del args
        setattr(request, _OPEN, bool(kwargs) and permission_of(view).startswith("open:"))
        try:
            for limit, who in _limits(request):
                limit.spend(who)
        except TooOften as often:
            return refused(request, often.wait)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A limit that was reached inside a view."""
        return refused(request, error.wait) if isinstance(error, TooOften) else None


def refused(request: HttpRequest, wait: int, *, like: HttpResponse | None = None) -> HttpResponse:
    """The answer to one request too many; a problem (RFC 9457) where the other answers are."""
    headers = {"Retry-After": str(wait)}
    if like is not None and like.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
        problem = Refusal(429, _("请求过多，请稍后再试"), kind="too-often").problem(request.path)
        body = problem.model_dump_json(exclude_none=True)
        return HttpResponse(body, status=429, content_type=CONTENT_TYPE, headers=headers)
    minutes = -(-wait // 60)
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = headers["Retry-After"]
    return response


def _limits(request: HttpRequest) -> list[tuple[Limit, str]]:
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name == "account_reset_password" and request.method == "POST":
        asked = request.POST.get("email", "")[:200].strip().casefold()
        return [(RESETS, address_of(request)), (RESET, asked)]
    if not request.user.is_authenticated:
        return []
    who = str(request.user.pk)
    found = [(SEARCH, who)] if name in SEARCHES else []
    return [*found, (UPLOAD, who)] if request.content_type == "multipart/form-data" else found
