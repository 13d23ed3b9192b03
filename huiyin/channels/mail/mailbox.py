"""The mailbox by IMAP: new mails in order of UID, woken by IDLE, by polling where there is none."""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Stop
from typing import Any

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from huiyin.channels.mail.options import Server, Tls

TIMEOUT = 30.0
"""Seconds the server may take for one answer."""

LARGEST = 32_000_000
"""Bytes read of one mail; of a larger one only the words at its beginning count."""

SLICE = 1.0
"""Seconds of IDLE between looks at ``stop``."""

POLL = 10.0
"""Seconds between looks where the server offers no IDLE."""

IDLE_ROUNDS = 120
"""Slices after which we look anyway and ask for IDLE anew."""


class Lost(Exception):
    """The mailbox cannot be read now."""


def watch(
    server: Server,
    stop: Stop,
    last_uid: Callable[[int], int],
    accept: Callable[[str, bytes], object],
) -> None:
    """Hand every new mail to ``accept(provider id, raw)`` in order, until ``stop`` is set.

    ``last_uid(validity)`` says how far it was read before. Raises ``Lost``.
    """
    with _opened(server) as box:
        validity = _validity(box, server.folder)
        while not stop.is_set():
            box.client.untagged_responses.pop("EXISTS", None)
            for uid, raw in _newer(box, last_uid(validity)):
                accept(f"imap:{validity}/{uid}", raw)
                box.flag(str(uid), "\\Seen", True)
            _wait(box, stop)


@contextmanager
def _opened(server: Server) -> Iterator[BaseMailBox]:
    try:
        with _connected(server).login(server.user, server.password, server.folder) as box:
            yield box
    except (imaplib.IMAP4.error, ImapToolsError, OSError) as fault:
        raise Lost(f"{server.host}:{server.port}: {type(fault).__name__}") from fault


def _connected(server: Server) -> BaseMailBox:
    context = ssl.create_default_context()
    if server.tls is Tls.IMPLICIT:
        return MailBox(server.host, server.port, timeout=TIMEOUT, ssl_context=context)
    if server.tls is Tls.STARTTLS:
        return MailBoxStartTls(server.host, server.port, timeout=TIMEOUT, ssl_context=context)
    return MailBoxUnencrypted(server.host, server.port, timeout=TIMEOUT)


def _validity(box: BaseMailBox, folder: str) -> int:
    return int(box.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])


def _newer(box: BaseMailBox, last: int) -> Iterator[tuple[int, bytes]]:
    """UID and the beginning of every mail above ``last`` (``n:*`` always names the last one)."""
    uids = sorted(int(uid) for uid in box.uids(f"UID {last + 1}:*"))
    for uid in uids:
        if uid > last:
            yield uid, _fetched(box, uid)


def _fetched(box: BaseMailBox, uid: int) -> bytes:
    _, answer = box.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST}>)")
    return _literal(answer)


def _literal(answer: list[Any]) -> bytes:
    for piece in answer:
        if isinstance(piece, tuple) and re.search(rb"BODY\[\]", piece[0]):
            return bytes(piece[1])
    return b""


def _wait(box: BaseMailBox, stop: Stop) -> None:
    """Until something new is announced, ``stop`` is set, or it is time to look anyway."""
    if "IDLE" not in box.client.capabilities:
        stop.wait(POLL)
        box.client.noop()
        return
    idle: Any = box.idle
    idle.start()
    try:
        for _ in range(IDLE_ROUNDS):
            came_before = "EXISTS" in box.client.untagged_responses
            if came_before or stop.is_set() or idle.poll(timeout=SLICE):
                return
    finally:
        idle.stop()
