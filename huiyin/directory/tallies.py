"""How often something was tried of late: counted in the database, so that every web node knows.

Whoever is counted (an address, an account, a token) is kept only as a keyed digest, and only until
the stretch of time is over. A stretch begins with the first try after the last one ended.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from huiyin.kit import clock

_SITE = 64
"""Bits of an IPv6 address that belong to one site (RFC 6177); the rest its owner chooses freely."""


class TooOften(Exception):
    """There were too many tries; ``wait`` seconds from now the next one counts anew."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"too often, wait {wait} s")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` tries of one kind in ``per``."""

    what: str
    most: int
    per: timedelta

    def spend(self, who: str) -> None:
        """Count a try of ``who``; ``TooOften`` when it is one too many."""
        count, seconds = self.count(who)
        if count > self.most:
            raise TooOften(max(1, seconds))

    def give_back(self, who: str) -> None:
        """The last try of ``who`` was none."""
        with connection.cursor() as cursor:
            cursor.execute(_BACK, {"key": self._key(who)})

    def count(self, who: str) -> tuple[int, int]:
        """Count a try of ``who``: how many there are now, and the seconds until they are forgotten."""
        now = clock.now()
        values: dict[str, Any] = {"key": self._key(who), "now": now, "ends_at": now + self.per}
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, values | {"most": self.most + 1})
            count, seconds = cursor.fetchone()
        return int(count), int(seconds)

    def _key(self, who: str) -> bytes:
        return salted_hmac("huiyin.tally", f"{self.what} {who}").digest()[:16]


def forget_old() -> int:
    """Delete what counts no more; how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_tally WHERE ends_at <= %s", [clock.now()])
        return int(cursor.rowcount)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, an IPv6 address as its site; empty when nobody knows.

    Addresses told by proxies were looked at before (``config.proxies``).
    """
    try:
        told = ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return ""
    address = getattr(told, "ipv4_mapped", None) or told
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _SITE), strict=False))
    return str(address)


# The count stands still above the limit: a flood writes no more than it must.
_COUNT = """
INSERT INTO directory_tally AS held (key, ends_at, count) VALUES (%(key)s, %(ends_at)s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN held.ends_at <= %(now)s THEN 1 ELSE LEAST(held.count + 1, %(most)s) END,
  ends_at = CASE WHEN held.ends_at <= %(now)s THEN excluded.ends_at ELSE held.ends_at END
RETURNING count, ceil(extract(epoch FROM ends_at - %(now)s))
"""

_BACK = "UPDATE directory_tally SET count = count - 1 WHERE key = %(key)s AND count > 0"
