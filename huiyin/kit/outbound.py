"""Calls to other systems whose address somebody typed in: never to this house's own network.

The name is resolved here, every address it stands for is looked at, and the call goes to the address
that was looked at (so that a second answer of the name server changes nothing). Redirects are not
followed, proxies of the environment are not used. Hosts and networks inside the house are called
only when the operator names them in ``HUIYIN_INTERNAL_HOSTS``.
"""

import ipaddress
import json as json_text
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from django.conf import settings

TIMEOUT = 10.0
"""Seconds for connecting, and for each silence of the other side."""

LARGEST = 2_000_000
"""Bytes read of an answer."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Forbidden(Exception):
    """The address is none that may be called; the words say why."""


class NoAnswer(Exception):
    """Nobody answered, or the line broke. ``maybe_done``: the request was out already."""

    def __init__(self, reason: str, *, maybe_done: bool) -> None:
        super().__init__(reason)
        self.maybe_done = maybe_done


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; ``body`` is cut at ``LARGEST`` bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON; ``None`` when it is none."""
        try:
            return json_text.loads(self.body) if self.body else None
        except (ValueError, RecursionError):
            return None


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    timeout: float = TIMEOUT,
) -> Reply:
    """One request, no retry. Raises ``Forbidden`` before, ``NoAnswer`` when nothing came back."""
    parsed = _parsed(url)
    address = _allowed_address(parsed.host, parsed.port or _port(parsed.scheme))
    target = parsed.copy_with(host=str(address))
    sent = {"Host": parsed.netloc.decode("ascii"), "User-Agent": "Huiyin", **(headers or {})}
    extensions = {"sni_hostname": parsed.host} if parsed.scheme == "https" else {}
    try:
        with (
            httpx2.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client,
            client.stream(
                method, target, headers=sent, content=body or None, extensions=extensions
            ) as response,
        ):
            return Reply(response.status_code, dict(response.headers), _read(response))
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as fault:
        raise NoAnswer(type(fault).__name__, maybe_done=False) from fault
    except httpx2.HTTPError as fault:
        raise NoAnswer(type(fault).__name__, maybe_done=True) from fault


def check(url: str) -> None:
    """Whether ``url`` may be called at all; ``Forbidden`` says why not. Names are not resolved."""
    parsed = _parsed(url)
    try:
        address = ipaddress.ip_address(parsed.host)
    except ValueError:
        return
    if not _is_allowed(parsed.host, address):
        raise Forbidden(f"{parsed.host} is an address inside the house")


def _parsed(url: str) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError) as fault:
        raise Forbidden("no address") from fault
    if parsed.scheme not in ("http", "https") or not parsed.host or parsed.userinfo:
        raise Forbidden("an address begins with http:// or https:// and names a host")
    return parsed


def _port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _allowed_address(host: str, port: int) -> Address:
    """The first address of ``host``; ``Forbidden`` when any of its addresses is inside the house."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise NoAnswer("the name is not known", maybe_done=False) from fault
    addresses = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in found]
    if not all(_is_allowed(host, one) for one in addresses):
        raise Forbidden(f"{host} is inside the house")
    return addresses[0]


def _is_allowed(host: str, address: Address) -> bool:
    plain = getattr(address, "ipv4_mapped", None) or address
    outside = plain.is_global and not plain.is_multicast
    return outside or any(_names(one, host, plain) for one in settings.ENV.internal_hosts)


def _names(allowed: str, host: str, address: Address) -> bool:
    """Whether an entry of the operator's list (a host, or a network) means this one."""
    if allowed.lower() == host.lower():
        return True
    try:
        return address in ipaddress.ip_network(allowed, strict=False)
    except ValueError:
        return False


def _read(response: httpx2.Response) -> bytes:
    kept = bytearray()
    for chunk in response.iter_bytes():
        kept += chunk
        if len(kept) >= LARGEST:
            break
    return bytes(kept[:LARGEST])
