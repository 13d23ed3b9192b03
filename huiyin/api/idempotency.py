"""``Idempotency-Key``: a POST that is sent twice acts once and is answered twice alike.

The answer is stored in the transaction of its effect. Only what succeeded is stored: a refusal
changed nothing, and its key stays free. Keys belong to a token and last for a day.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from huiyin.api.bearer import BearerToken, token_of
from huiyin.api.models import ApiToken, IdempotentAnswer
from huiyin.api.purge import KEPT_FOR
from huiyin.cases.rest.problem import Refusal
from huiyin.kit import clock, digest

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
PATTERN = r"[!-~]{1,128}"
_FIRST_ERROR = 400

Run = Callable[..., HttpResponseBase]


def once(run: Run) -> Run:
    """Wrap an operation: with a key it acts at most once."""
    bearer = BearerToken()

    @wraps(run)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        key = request.headers.get(HEADER)
        if request.method != "POST" or key is None or not bearer(request):
            return run(request, **kwargs)
        if not re.fullmatch(PATTERN, key):
            words = _("幂等键应为 1 到 128 个可见 ASCII 字符")
            raise Refusal(400, words, kind="idempotency-key-malformed")
        token = token_of(request)
        assert token is not None  # noqa: S101 - the line above let it in
        with transaction.atomic():
            _claim(token, key)
            return _replayed(token, key, request) or _fresh(run, token, key, request, kwargs)

    return answer


def _claim(token: ApiToken, key: str) -> None:
    """Hold the key until the transaction ends; 409 when another request holds it."""
    number = int(digest.sha256_hex(f"{token.pk} {key}")[:16], 16) - 2**63
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            words = _("同一幂等键的请求正在处理")
            raise Refusal(409, words, kind="idempotency-key-in-use", headers={"Retry-After": "1"})


def _replayed(token: ApiToken, key: str, request: HttpRequest) -> HttpResponse | None:
    known = IdempotentAnswer.objects.filter(token=token, key=key).first()
    if known is None:
        return None
    if known.created_at <= clock.now() - KEPT_FOR:
        known.delete()
        return None
    if known.request_digest != request_digest(request):
        words = _("这个幂等键已用于另一个请求")
        raise Refusal(422, words, kind="idempotency-key-reused")
    answer = HttpResponse(known.body, status=known.status, content_type="application/json")
    answer[REPLAYED] = "true"
    return answer


def _fresh(
    run: Run, token: ApiToken, key: str, request: HttpRequest, kwargs: dict[str, Any]
) -> HttpResponseBase:
    answer = run(request, **kwargs)
    if answer.status_code >= _FIRST_ERROR or not isinstance(answer, HttpResponse):
        transaction.set_rollback(True)
        return answer
    IdempotentAnswer.objects.create(
        token=token,
        key=key,
        request_digest=request_digest(request),
        status=answer.status_code,
        body=answer.content.decode(),
        created_at=clock.now(),
    )
    return answer


def request_digest(request: HttpRequest) -> str:
    """What makes two requests the same: method, address, and the body or form with its files."""
    if request.content_type == "multipart/form-data":
        files = [
            [name, file.name, digest.sha256_hex(_content(file))]
            for name, found in request.FILES.lists()
            for file in found
        ]
        body: Any = [list(request.POST.lists()), files]
    else:
        body = digest.sha256_hex(request.body)
    return digest.sha256_hex(digest.canonical([request.method, request.get_full_path(), body]))


def _content(file: Any) -> bytes:
    file.seek(0)
    content: bytes = file.read()
    file.seek(0)
    return content
