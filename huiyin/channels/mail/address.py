"""Addresses that carry a token: who answers about what, signed so that nobody can make one up.

``echo+c.<notification>.<person>.<mac>@domain``; numbers in base 36, the MAC 80 bits in base 32,
everything lower case because some servers fold it. At most 64 bytes before the ``@`` (RFC 5321
4.5.3.1.1).
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from huiyin.channels.mail import options

LONGEST_LOCAL_PART = 64
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MAC_BYTES = 10
_TOKEN = re.compile(r"\+([bcd])\.([0-9a-z]{1,13})\.([0-9a-z]{1,13})\.([a-z2-7]{16})$")


class Use(StrEnum):
    """What the address is for: bounces (VERP), answers, read receipts."""

    BOUNCE = "b"
    ANSWER = "c"
    DISPOSITION = "d"


@dataclass(frozen=True, slots=True)
class Token:
    """What a signed address says."""

    use: Use
    notification_id: int
    person_id: int


class Forged(Exception):
    """An address of ours whose signature is wrong."""


def tagged(use: Use, notification_id: int, person_id: int) -> str:
    """The address of one person's answers of one kind; ``Misconfigured`` when it grows too long."""
    local, domain = options.sender()
    part = ".".join(
        (
            use.value,
            _base36(notification_id),
            _base36(person_id),
            _mac(use, notification_id, person_id),
        )
    )
    whole = f"{local}+{part}"
    if len(whole) > LONGEST_LOCAL_PART:
        raise options.Misconfigured("HUIYIN_MAIL_FROM has too long a name before the @")
    return f"{whole}@{domain}"


def message_id(notification_id: int, person_id: int) -> str:
    """The same for every attempt, so that a receiver can tell a copy."""
    return f"<n.{notification_id}.{person_id}@{options.sender()[1]}>"


def find(addresses: Iterable[str]) -> Token | None:
    """The first good token among ``addresses``; ``None`` when none is one of ours.

    Raises ``Forged`` when there are only wrong ones.
    """
    forged = False
    for address in addresses:
        found = _read(address)
        if isinstance(found, Token):
            return found
        forged = forged or found
    if forged:
        raise Forged
    return None


def _read(address: str) -> Token | bool:
    """The token of ``address``; otherwise whether it looks like one."""
    ours, domain = options.sender()
    local, _, where = address.strip().lower().rpartition("@")
    match = _TOKEN.search(local)
    if where != domain or not local.startswith(tuple(f"{ours.lower()}+{use}." for use in Use)):
        return False
    if match is None or local[: match.start()] != ours.lower():
        return True
    use, mac = Use(match[1]), match[4]
    notification_id, person_id = int(match[2], 36), int(match[3], 36)
    good = hmac.compare_digest(mac, _mac(use, notification_id, person_id))
    return Token(use, notification_id, person_id) if good else True


def _mac(use: Use, notification_id: int, person_id: int) -> str:
    key = hashlib.sha256(b"huiyin.channels.mail.address" + settings.SECRET_KEY.encode()).digest()
    text = f"{use.value}.{notification_id}.{person_id}".encode()
    mac = hmac.digest(key, text, "sha256")[:_MAC_BYTES]
    return base64.b32encode(mac).decode().lower()


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, last = divmod(number, 36)
        digits = _DIGITS[last] + digits
        if not number:
            return digits
