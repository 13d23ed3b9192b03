"""Whose word counts for where a request came from: proxies that the operator names, nobody else.

``X-Forwarded-For`` is read from its end, past the proxies we know, so that what a visitor writes into
it is never believed (RFC 7239, 5.2 says of ``Forwarded`` why).
"""

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

TOLD = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
    "HTTP_X_REQUEST_ID",
    "HTTP_TRACEPARENT",
)


class Proxies:
    """Addresses and networks (CIDR) of our own proxies; ValueError for what is neither."""

    def __init__(self, known: Sequence[str]) -> None:
        self._known = [ipaddress.ip_network(one, strict=False) for one in known]

    def include(self, address: str) -> bool:
        """Whether ``address`` is one of them."""
        try:
            given = ipaddress.ip_address(address.strip())
        except ValueError:
            return False
        mapped = getattr(given, "ipv4_mapped", None) or given
        return any(mapped in network for network in self._known)

    def client(self, peer: str, forwarded: str) -> str:
        """Who asked: the last one of ``forwarded`` that is no proxy of ours, else ``peer``."""
        for address in reversed([part.strip() for part in forwarded.split(",")]):
            if not _is_address(address):
                return peer
            if not self.include(address):
                return address
            peer = address
        return peer


def behind(application: Application, proxies: Proxies) -> Application:
    """``application`` that sees the visitor's address, and hears of HTTPS from our proxies only."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        peer = str(environ.get("REMOTE_ADDR", ""))
        if proxies.include(peer):
            told = str(environ.get("HTTP_X_FORWARDED_FOR", ""))
            environ["REMOTE_ADDR"] = proxies.client(peer, told)
        else:
            for name in TOLD:
                environ.pop(name, None)
        return application(environ, start_response)

    return answer


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
