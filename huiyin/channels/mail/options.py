"""Where mail goes out and comes in: ``HUIYIN_MAIL_URL``, ``HUIYIN_IMAP_URL``, ``HUIYIN_MAIL_FROM``.

``smtp://user:password@host:587?tls=starttls`` (``smtps://`` for port 465) and
``imap://user:password@host:143?tls=none&folder=INBOX`` (``imaps://`` for port 993).
"""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings


class Tls(StrEnum):
    """How the line is protected. Without a word: not on loopback, required elsewhere."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """One mail server and how to sign in to it."""

    host: str
    port: int
    user: str
    password: str
    tls: Tls
    folder: str = "INBOX"


class Misconfigured(ValueError):
    """An address in the environment cannot be read; the words name the variable."""


_LOOPBACK = ("localhost", "127.", "::1")


def outgoing() -> Server | None:
    """The server that takes our mail; ``None`` when none is configured."""
    url = settings.ENV.mail_url
    return server(url, "HUIYIN_MAIL_URL", "smtp", (587, 465)) if url else None


def incoming() -> Server | None:
    """The mailbox that answers come to; ``None`` when none is configured."""
    url = settings.ENV.imap_url
    return server(url, "HUIYIN_IMAP_URL", "imap", (143, 993)) if url else None


def sender() -> tuple[str, str]:
    """Local part and domain of the address we write from."""
    local, at, domain = settings.ENV.mail_from.rpartition("@")
    if not (local and at and domain and local.isascii() and domain.isascii()):
        raise Misconfigured("HUIYIN_MAIL_FROM is no plain address: user@domain")
    return local, domain.lower()


def server(url: str, variable: str, scheme: str, ports: tuple[int, int]) -> Server:
    """Read one address; ``ports`` are the usual plain and the usual encrypted one."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme not in (scheme, f"{scheme}s") or not parts.hostname:
        raise Misconfigured(f"{variable} is not {scheme}://user:password@host:port")
    try:
        port = parts.port
        tls = _tls(parts.scheme, scheme, parts.hostname, query.get("tls", ""))
    except ValueError as fault:
        raise Misconfigured(f"{variable}: {fault}") from fault
    return Server(
        host=parts.hostname,
        port=port or ports[tls is Tls.IMPLICIT],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
        folder=query.get("folder", "INBOX"),
    )


def _tls(given: str, scheme: str, host: str, asked: str) -> Tls:
    if given != scheme:
        return Tls.IMPLICIT
    if asked:
        return Tls(asked)
    return Tls.NONE if host.startswith(_LOOPBACK) else Tls.STARTTLS
