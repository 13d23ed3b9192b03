"""Calls to other systems: to an address that somebody typed in never inside this house's network.

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
from http import HTTPStatus
from typing import Any

import httpx2
from django.conf import settings

TIMEOUT = 10.0
"""Seconds for connecting, and for each silence of the other side."""

LARGEST = 2_000_000
"""Bytes read of an answer."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


_OUTSIDE = ipaddress.IPv6Network("2000::/3")
"""Where unicast addresses of the whole world are (RFC 4291, 2.4)."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


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
    return _sent(method, parsed, str(address), headers or {}, body, timeout)


def ask_own(url: str, body: Any, *, key: str = "", timeout: float = TIMEOUT) -> Any:
    """Post JSON to a system that the operator named in the environment; the JSON that came back.

    It may be inside the house, and nothing is followed: the key goes nowhere else. Raises
    ``Forbidden`` and ``NoAnswer`` like ``call``; an answer that is no success is ``NoAnswer``.
    """
    parsed = _parsed(url)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    headers |= {"Authorization": f"Bearer {key}"} if key else {}
    content = json_text.dumps(body).encode()
    reply = _sent("POST", parsed, parsed.host, headers, content, timeout)
    if reply.status != HTTPStatus.OK:
        raise NoAnswer(f"status {reply.status}", maybe_done=True)
    return reply.json()


def _sent(
    method: str,
    parsed: httpx2.URL,
    host: str,
    headers: Mapping[str, str],
    body: bytes,
    timeout: float,
) -> Reply:
    target = parsed.copy_with(host=host)
    sent = {"Host": parsed.netloc.decode("ascii"), "User-Agent": "Huiyin", **headers}
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
    plain = _carried(address)
    outside = plain.is_global and not plain.is_multicast
    if isinstance(plain, ipaddress.IPv6Address):
        outside = outside and plain in _OUTSIDE
    return outside or any(_names(one, host, plain) for one in settings.ENV.internal_hosts)


def _carried(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it stands for one.

    Mapped (RFC 4291, 2.5.5.2), 6to4 (RFC 3056) and NAT64 (RFC 6052): a gateway would go there.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


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
