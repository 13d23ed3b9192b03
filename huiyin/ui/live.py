"""Signed lists of live topics: a page may listen only to what its view put into it."""

from django.core import signing

from huiyin.kit.live import EVERYBODY

SALT = "huiyin.live"
LIFETIME = 12 * 60 * 60


class RefusedTopicsError(Exception):
    """A token is forged, damaged or older than 12 hours."""


def topics(actor: object, *names: str) -> str:
    """A token that lets ``actor``'s page listen to ``names`` (``case:<uuid>``) for 12 hours.

    The caller has already checked that the actor may see them. Every page also hears when something
    went out to many.
    """
    value = {"a": getattr(actor, "pk", None), "t": list(dict.fromkeys((*names, EVERYBODY)))}
    return signing.dumps(value, salt=SALT, compress=True)


def read_topics(token: str) -> tuple[str, ...]:
    """The topics in ``token``; ``RefusedTopicsError`` when it does not hold."""
    try:
        value = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature as error:
        raise RefusedTopicsError(str(error)) from error
    return tuple(value["t"])
