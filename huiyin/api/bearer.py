"""Who is asking: a bearer token (RFC 6750) acts as its person; browsers' sessions count nothing."""

from datetime import timedelta

from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer

from huiyin.api import tokens
from huiyin.api.models import ApiToken
from huiyin.directory.models import Person
from huiyin.directory.roles import remember
from huiyin.directory.tallies import Limit, TooOften, address_of

MOST_FAILURES = 20
"""Wrong tokens an address may show in a minute."""

MOST_CALLS = 1200
"""Requests of one token in a minute."""

WRONG = Limit("wrong token", MOST_FAILURES, timedelta(minutes=1))
CALLS = Limit("token", MOST_CALLS, timedelta(minutes=1))

_LONGEST = 200
_SEEN = "_huiyin_api_token"


class BearerToken(HttpBearer):
    """Wrong tokens are counted by address, good ones by themselves; beyond the limit comes 429.

    A good token always passes, so that one broken script does not lock out its whole office.
    """

    openapi_description = "A personal token, made in the settings or by `huiyin token create`."

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The token's person; ``None`` for a wrong token, ``Throttled`` after too many of them.

        A request is looked at once, however often it is asked about.
        """
        if not hasattr(request, _SEEN):
            setattr(request, _SEEN, _find(token.strip()))
            _count(request)
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


def _count(request: HttpRequest) -> None:
    token = token_of(request)
    limit, who = (CALLS, str(token.pk)) if token else (WRONG, address_of(request))
    try:
        limit.spend(who)
    except TooOften as often:
        raise Throttled(wait=often.wait) from None
