"""The secrets of a source: made here, shown once, kept locked."""

from datetime import datetime, timedelta

from huiyin.cases.intake import signing
from huiyin.cases.intake.models import Source
from huiyin.kit import vault

OVERLAP = timedelta(hours=24)
"""For how long the old secret still works after a new one was made."""

_PURPOSE = "cases.intake"


def give(source: Source) -> str:
    """A first secret for ``source`` (not saved); this is the only time it is told."""
    secret = signing.new_secret(source.proof)
    source.secret = vault.lock(secret, purpose=_PURPOSE)
    source.previous, source.previous_until = "", None
    return secret


def rotate(source: Source, now: datetime) -> str:
    """A new secret (not saved); the present one works until ``OVERLAP`` has passed."""
    before = source.secret
    secret = give(source)
    source.previous, source.previous_until = before, now + OVERLAP
    return secret


def of(source: Source, now: datetime) -> tuple[str, ...]:
    """The secrets that prove a post at ``now``, the present one first."""
    kept = [source.secret]
    if source.previous and source.previous_until is not None and now < source.previous_until:
        kept.append(source.previous)
    return tuple(vault.unlock(one, purpose=_PURPOSE) for one in kept)
