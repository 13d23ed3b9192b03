"""Who is asking: a bearer token (RFC 6750) acts as its person; browsers' sessions count nothing."""

from django.core.cache import cache
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer

from huiyin.api import tokens
from huiyin.api.models import ApiToken
from huiyin.directory.models import Person
from huiyin.directory.roles import remember
from huiyin.kit import clock

MOST_FAILURES = 20
"""Wrong tokens an address may show in a minute."""

_MINUTE = 60
_LONGEST = 200
_SEEN = "_huiyin_api_token"


class BearerToken(HttpBearer):
    """Wrong tokens are counted by address and process; beyond the limit they are answered with 429.

    A good token always passes, so that one broken script does not lock out its whole office.
    """

    openapi_description = "A personal token, made in the settings or by `huiyin token create`."

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The token's person; ``None`` for a wrong token, ``Throttled`` after too many of them.

        A request is looked at once, however often it is asked about.
        """
        if not hasattr(request, _SEEN):
            setattr(request, _SEEN, _find(token.strip()))
            if token_of(request) is None:
                _count_failure(request)
        row = token_of(request)
        return row.person if row else None


def token_of(request: HttpRequest) -> ApiToken | None:
    """The token that this request was let in with, once it was looked at."""
    found = getattr(request, _SEEN, None)
    return found if isinstance(found, ApiToken) else None


def _find(token: str) -> ApiToken | None:
    if not token.startswith(tokens.PREFIX) or len(token) > _LONGEST or not token.isascii():
        return None
    row = tokens.row_of(token)
    if row is not None:
        remember(row.person)
    return row


def _count_failure(request: HttpRequest) -> None:
    second = int(clock.now().timestamp())
    key = f"api-wrong-tokens:{request.META.get('REMOTE_ADDR', '')}:{second // _MINUTE}"
    if cache.add(key, 1, timeout=2 * _MINUTE):
        return
    try:
        failures = cache.incr(key)
    except ValueError:  # dropped meanwhile by a cache that is full
        return
    if failures > MOST_FAILURES:
        raise Throttled(wait=_MINUTE - second % _MINUTE)
