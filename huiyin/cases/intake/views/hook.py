"""Where monitors post: no session, no cookie, their own proof; every answer is JSON."""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from huiyin.cases.intake.receiving import LARGEST, receive
from huiyin.cases.rest.problem import CONTENT_TYPE, Refusal
from huiyin.directory.access import open_to_all
from huiyin.kit.vault import Unreadable

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def hooked(view: View) -> View:
    """A door for machines: whatever goes wrong is a problem (RFC 9457), nothing is kept by caches."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.method != "POST":
                raise Refusal(405, _("不支持这个方法"), headers={"Allow": "POST"})  # noqa: TRY301 - one place answers
            response = view(request, *args, **kwargs)
        except Refusal as refusal:
            response = _refused(request, refusal)
        except UnreadablePostError:
            response = _refused(request, Refusal(400, _("无法读取请求")))
        except (OperationalError, InterfaceError, Unreadable) as fault:
            log.warning("a post cannot be taken now: %s", type(fault).__name__)
            later = Refusal(503, _("暂时无法处理，请稍后再试"), headers={"Retry-After": "30"})
            response = _refused(request, later)
        response["Cache-Control"] = "no-store"
        return response

    return csrf_exempt(open_to_all("a machine proves itself by its own secret")(answer))


def body_of(request: HttpRequest, largest: int) -> bytes:
    """The bytes that were posted; ``Refusal`` 413 before more than ``largest`` are read."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    too_large = Refusal(413, _("请求内容过大"), kind="too-large")
    if said.isdigit() and int(said) > largest:
        raise too_large
    body = request.read(largest + 1)
    if len(body) > largest:
        raise too_large
    return body


def answered(value: object, status: int = 200) -> HttpResponse:
    """``value`` as JSON."""
    body = json.dumps(value, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")


@hooked
def take(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """One post of the source ``source_id``."""
    return answered(asdict(receive(source_id, request.headers, body_of(request, LARGEST))))


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    body = refusal.problem(escape_uri_path(request.path)).model_dump_json(exclude_none=True)
    return HttpResponse(
        body, status=refusal.status, content_type=CONTENT_TYPE, headers=refusal.headers
    )
