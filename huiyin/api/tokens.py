"""Bearer tokens: made once, shown once, kept as a digest, revoked at once."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huiyin.api.models import ApiToken
from huiyin.directory.models import Person
from huiyin.kit import clock, digest

PREFIX = "hy_"
"""Marks a token in logs and in scanners for leaked secrets."""


def create_token(person: Person, name: str, expires_at: datetime | None = None) -> str:
    """A new token that acts as ``person``; this is the only time it can be read.

    ``ValueError`` when ``expires_at`` has passed already.
    """
    at = clock.now()
    if expires_at is not None and expires_at <= at:
        raise ValueError("a token cannot expire before it is made")
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        person=person,
        name=name[:80],
        digest=digest.sha256_hex(token),
        created_at=at,
        expires_at=expires_at,
    )
    return token


def revoke(token_id: int, *, person: Person) -> bool:
    """End a token of ``person`` now; ``False`` when it is not theirs or ended already."""
    mine = ApiToken.objects.filter(pk=token_id, person=person, revoked_at=None)
    return mine.update(revoked_at=clock.now()) > 0


def person_of(token: str) -> Person | None:
    """Whom ``token`` acts as; ``None`` when it is unknown, revoked, expired or its person left."""
    row = row_of(token)
    return row.person if row else None


def row_of(token: str) -> ApiToken | None:
    """The working token itself, with its person; ``None`` like ``person_of``."""
    return valid().filter(digest=digest.sha256_hex(token)).select_related("person").first()


def valid() -> QuerySet[ApiToken]:
    """The tokens that work now."""
    lasting = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    return ApiToken.objects.filter(lasting, revoked_at=None, person__active=True)


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """All tokens of ``person``, the newest first, ended ones included."""
    return ApiToken.objects.filter(person=person).order_by("-created_at", "-pk")


def until(days: int) -> datetime:
    """The moment ``days`` days from now, for a new token's expiry."""
    return clock.now() + timedelta(days=days)
