"""Whether a post comes from whom it says, and is fresh: by a token, or by a signature of its bytes.

Signatures cover the message's id, the time (Unix seconds) and the body. ``STANDARD`` is the Standard
Webhooks specification 1.0; ``HEX`` is the same with a hexadecimal digest under the secret's own
bytes, for senders whose scripts can make no other (Zabbix).
"""

import hashlib
import hmac
import secrets
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

from huiyin.cases.intake.models import Proof

TOLERANCE = timedelta(minutes=5)
"""By how much the sender's clock may differ from ours."""

HEX_HEADERS = ("X-Huiyin-Id", "X-Huiyin-Timestamp", "X-Huiyin-Signature")
STANDARD_HEADERS = ("Webhook-Id", "Webhook-Timestamp", "Webhook-Signature")
LONGEST_ID = 100
_BYTES = 32
_LONGEST_HEADER = 2000


class Unproved(Exception):
    """Nothing shows that the post comes from its source."""


class Stale(Exception):
    """It is signed, and too old or from the future: perhaps somebody sends it again."""


@dataclass(frozen=True, slots=True)
class Proved:
    """The sender's own name for the message; empty where there is none (tokens)."""

    message_id: str


def new_secret(proof: str) -> str:
    """A secret of 256 bits, in the form that senders of this kind want."""
    if proof == Proof.STANDARD:
        return "whsec_" + b64encode(secrets.token_bytes(_BYTES)).decode()
    return "hyin_" + secrets.token_urlsafe(_BYTES)


def headers_for(
    proof: str, secret: str, *, message_id: str, at: datetime, body: bytes
) -> dict[str, str]:
    """What a sender adds to its request."""
    if proof == Proof.BEARER:
        return {"Authorization": f"Bearer {secret}"}
    stamp = str(int(at.timestamp()))
    names = STANDARD_HEADERS if proof == Proof.STANDARD else HEX_HEADERS
    return dict(
        zip(names, (message_id, stamp, _sign(proof, secret, message_id, stamp, body)), strict=True)
    )


def prove(
    proof: str, known: Iterable[str], headers: Mapping[str, str], body: bytes, now: datetime
) -> Proved:
    """Pass when one of the ``known`` secrets proves it; ``Unproved`` or ``Stale``."""
    if proof == Proof.BEARER:
        return _by_token(known, headers.get("Authorization", ""))
    names = STANDARD_HEADERS if proof == Proof.STANDARD else HEX_HEADERS
    message_id, stamp, signature = (headers.get(name, "")[:_LONGEST_HEADER] for name in names)
    if not (0 < len(message_id) <= LONGEST_ID and message_id.isprintable() and stamp.isascii()):
        raise Unproved
    if not (stamp.isdigit() and len(stamp) <= 11):  # noqa: PLR2004 - seconds until the year 5138
        raise Unproved
    if not _signed(proof, known, (message_id, stamp, signature), body):
        raise Unproved
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise Stale
    return Proved(message_id)


def _by_token(known: Iterable[str], header: str) -> Proved:
    scheme, _, token = header[:_LONGEST_HEADER].partition(" ")
    good = [hmac.compare_digest(one.encode(), token.strip().encode()) for one in known]
    if scheme.lower() != "bearer" or not any(good):
        raise Unproved
    return Proved("")


def _signed(proof: str, known: Iterable[str], said: tuple[str, str, str], body: bytes) -> bool:
    message_id, stamp, signature = said
    given = [one.encode() for one in signature.split()]
    wanted = [_sign(proof, secret, message_id, stamp, body).encode() for secret in known]
    return any([hmac.compare_digest(a, b) for a in given for b in wanted])  # noqa: C419 - all of them, in equal time


def _sign(proof: str, secret: str, message_id: str, stamp: str, body: bytes) -> str:
    if proof == Proof.STANDARD:
        at = datetime.fromtimestamp(int(stamp), tz=UTC)
        return Webhook(secret).sign(message_id, at, body.decode("utf-8", "replace"))
    signed = f"{message_id}.{stamp}.".encode() + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
