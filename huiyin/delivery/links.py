"""Signed links that open one person's page about one notification, without signing in.

A link only shows a page on GET; confirming is a POST (mail scanners follow links). The signature
binds notification, person and expiry; whoever holds the link acts as that person for that case.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from django.conf import settings
from django.core import signing

from huiyin.kit import clock

PREFIX = "c/"
_SALT = "huiyin.delivery.links"


class Refusal(Enum):
    """Why a link opens nothing."""

    EXPIRED = "expired"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Link:
    """What a good link says."""

    notification_id: int
    person_id: int
    expires_at: datetime | None


def token(notification_id: int, person_id: int, *, expires_at: datetime | None = None) -> str:
    """The signed token of one person's page; ``expires_at`` is given by the case."""
    ends = int(expires_at.timestamp()) if expires_at else 0
    return _signer().sign(f"{notification_id}.{person_id}.{ends}")


def confirm_path(
    notification_id: int, person_id: int, *, expires_at: datetime | None = None
) -> str:
    """The path of one person's page about one notification, starting with ``/``."""
    return f"/{PREFIX}{token(notification_id, person_id, expires_at=expires_at)}"


def personal(
    path: str, notification_id: int, person_id: int, *, expires_at: datetime | None = None
) -> str:
    """The whole address of ``path``, whose ``{token}`` is this person's; empty: ``confirm_path``."""
    given = token(notification_id, person_id, expires_at=expires_at)
    return absolute((path or f"/{PREFIX}{{token}}").replace("{token}", given))


def read(text: str) -> Link | Refusal:
    """What ``text`` (the token) says, or why it is refused. Valid through its last second."""
    try:
        notification_id, person_id, ends = map(int, _signer().unsign(text).split("."))
    except (signing.BadSignature, ValueError):
        return Refusal.FORGED
    expires_at = datetime.fromtimestamp(ends, tz=UTC) if ends else None
    if expires_at is not None and clock.now() > expires_at:
        return Refusal.EXPIRED
    return Link(notification_id, person_id, expires_at)


def absolute(path: str) -> str:
    """The whole address of ``path`` for readers outside (``HUIYIN_BASE_URL``)."""
    base = settings.ENV.base_url or f"http://localhost:{settings.ENV.port}"
    return base.rstrip("/") + path


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep="~")
