"""What people are told when the machine fails them: which of their steps was kept, and what helps.

A full disk and a database that is away are nobody's mistake: each has a page and a status of its own
(RFC 4918 11.5, RFC 9110 15.6.4). Everything else is the plain page of an error.
"""

import contextlib
import json
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from huiyin.cases.storage import is_full
from huiyin.directory.access import open_to_all

_PIECE = 64 * 1024

SOON = "5"
"""Seconds after which asking again is worth it while the database is away."""


@open_to_all("whoever asked is told what came of it; nothing about anybody is told")
def answer(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``: the page that fits what has just been raised."""
    error = sys.exc_info()[1]
    if is_full(error):
        _hear_out(request)
        return _page(request, 507, _("磁盘空间不足，这一步没有保存"))
    if isinstance(error, OperationalError | InterfaceError):
        response = _page(request, 503, _("暂时连不上数据库，这一步没有保存"))
        response["Retry-After"] = SOON
        return response
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def _hear_out(request: HttpRequest) -> None:
    """Let the rest of a file run out piece by piece: who is still sending hears no answer."""
    body = getattr(request, "_stream", None)  # knows where the body ends
    with contextlib.suppress(OSError, ValueError):
        while body is not None and body.read(_PIECE):
            pass


def _page(request: HttpRequest, status: int, words: str) -> HttpResponse:
    """A whole page; a page that asked for a part of itself shows the sentence and stays."""
    response = HttpResponse(loader.get_template(f"{status}.html").render(), status=status)
    response["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request"):
        response["HX-Trigger"] = json.dumps({"toast": {"text": words, "kind": "late"}})
    return response
