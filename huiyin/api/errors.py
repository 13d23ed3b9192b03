"""Every error of the API as problem details (RFC 9457)."""

import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from huiyin.cases.rest.problem import CONTENT_TYPE, FieldError, Refusal
from huiyin.cases.storage import is_full

log = logging.getLogger(__name__)

_SOURCES = {"body", "query", "path", "form", "file", "header"}


def install(api: NinjaAPI) -> None:
    """Answer everything that can be raised in an operation with a problem."""
    for kind in (
        Refusal, Http404, ObjectDoesNotExist, PermissionDenied, AuthenticationError, Throttled,
        HttpError, ValidationError, RequestDataTooBig, SuspiciousOperation, BadRequest,
        MultiPartParserError, UnreadablePostError, OperationalError, InterfaceError, Exception,
    ):  # fmt: skip
        api.add_exception_handler(kind, answer)


def answer(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """The problem that says what ``error`` means to the caller."""
    raised = error if isinstance(error, Exception) else error()
    return render(request, refusal_of(request, raised))


def render(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as the answer of this request."""
    body = refusal.problem(escape_uri_path(request.path)).model_dump_json(exclude_none=True)
    return HttpResponse(
        body, status=refusal.status, content_type=CONTENT_TYPE, headers=refusal.headers
    )


def refusal_of(request: HttpRequest, error: Exception) -> Refusal:
    """What to say about ``error``; whatever nobody foresaw is logged and is 500."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Http404 | ObjectDoesNotExist):
        return not_found()
    if isinstance(error, PermissionDenied):
        return Refusal(403, _("没有权限"))
    if isinstance(error, ValidationError):
        return Refusal(422, _("请求内容有误"), kind="invalid", errors=_fields(error.errors))
    if isinstance(error, HttpError):
        return _of_http(request, error)
    return _of_transport(error)


def not_found() -> Refusal:
    """404, the same for what does not exist and for what one may not see."""
    return Refusal(404, _("没有找到，或你无权看到"))


def too_large() -> Refusal:
    """413: the body is larger than what is taken."""
    return Refusal(413, _("请求内容过大"))


def _of_http(request: HttpRequest, error: HttpError) -> Refusal:
    if isinstance(error, Throttled):
        headers = {"Retry-After": str(error.wait or 1)}
        return Refusal(429, _("请求过多，请稍后再试"), headers=headers)
    if isinstance(error, AuthenticationError):
        shown = ', error="invalid_token"' if "Authorization" in request.headers else ""
        headers = {"WWW-Authenticate": f'Bearer realm="huiyin"{shown}'}
        return Refusal(401, _("需要有效的访问令牌"), headers=headers)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return Refusal(400, _("请求内容不是有效的 JSON"))
    return Refusal(error.status_code, str(error))


def _of_transport(error: Exception) -> Refusal:
    if isinstance(error, RequestDataTooBig):
        return too_large()
    broken = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)
    if isinstance(error, broken):
        return Refusal(400, _("无法读取请求"))
    if is_full(error):
        log.error("there is no room: %s", error)
        return Refusal(507, _("磁盘空间不足，没有保存"))
    if isinstance(error, OperationalError | InterfaceError):
        log.warning("the API cannot reach the database: %s", error)
        return Refusal(503, _("暂时无法处理，请稍后再试"), headers={"Retry-After": "5"})
    log.error("an operation of the API failed", exc_info=error)
    return Refusal(500, _("内部错误，已记录"))


def _fields(errors: Iterable[dict[str, Any]]) -> list[FieldError]:
    return [FieldError(field=_place(error["loc"]), message=str(error["msg"])) for error in errors]


def _place(loc: tuple[str | int, ...]) -> str:
    """``("body", "payload", "audience", "people", 0)`` -> ``audience.people.0``."""
    parts = list(loc)
    source = parts.pop(0) if parts and parts[0] in _SOURCES else ""
    if source == "body" and parts:
        parts.pop(0)
    return ".".join(map(str, parts)) or str(source)
