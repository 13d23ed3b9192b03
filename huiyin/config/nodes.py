"""Each process says every few seconds that it lives, what it runs, and how it is.

Ages are by the database's clock: nodes' own clocks may differ, and no domain time is meant.
"""

import hashlib
import hmac
import json
import logging
import os
import shutil
import socket
import threading
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import Error, connection

import huiyin
from huiyin.config import timekeeping

EVERY = 5.0
FORGET_AFTER = 24 * 3600

log = logging.getLogger(__name__)

Facts = Callable[[], dict[str, Any]]


class Presence(threading.Thread):
    """Keeps one row of ``config_node`` fresh until ``leave``; trouble with the database is waited out."""

    def __init__(self, kind: str, name: str, facts: Facts = dict) -> None:
        super().__init__(name="presence", daemon=True)
        self._id = uuid.uuid4()
        self._about: tuple[Any, ...] = (kind, name, huiyin.__version__, huiyin.STEP, fingerprint())
        self._facts = facts
        self._left = threading.Event()

    def run(self) -> None:
        """Say it again and again."""
        while not self._left.is_set():
            try:
                self.say()
            except Error as error:
                log.debug("presence waits for the database: %s", type(error).__name__)
                connection.close()
            self._left.wait(EVERY)
        connection.close()

    def say(self) -> None:
        """Write the row now."""
        own = {"pid": os.getpid(), "clock": round(timekeeping.off(), 1)}
        facts = json.dumps({**_disk(), **own, **self._facts()})
        with connection.cursor() as cursor:
            cursor.execute(_SAY, [self._id, *self._about, facts])

    def leave(self) -> None:
        """End, and take the row along."""
        self._left.set()
        if self.is_alive():
            self.join(EVERY)
        forget(self._id)


def here(port: int | None = None) -> str:
    """What this node is called: ``HUIYIN_NODE``, else the machine's name, and its port."""
    name = os.environ.get("HUIYIN_NODE") or socket.gethostname()
    return f"{name}:{port}" if port else name


def fingerprint() -> str:
    """Of the secret and of the ledger's key, if it is there: what all nodes must share."""
    parts = [settings.SECRET_KEY.encode()]
    if settings.LEDGER_KEY_FILE.exists():
        parts.append(settings.LEDGER_KEY_FILE.read_bytes())
    marks = [hmac.digest(part, b"huiyin.node", hashlib.sha256)[:6].hex() for part in parts]
    return ":".join(marks)


def forget(node: uuid.UUID) -> None:
    """Take the row of a node that ended away; nothing happens when there is no database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM config_node WHERE id = %s", [node])
    except Error:
        connection.close()


def forget_web(name: str) -> None:
    """Take the rows of all serving processes of one ``huiyin web`` away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM config_node WHERE kind = 'web' AND name = %s", [name])
    except Error:
        log.debug("the rows of %s stay until they are old", name)


def purge() -> None:
    """Forget nodes that were not seen for a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM config_node WHERE seen_at < now() - make_interval(secs => %s)",
            [FORGET_AFTER],
        )


def _disk() -> dict[str, int]:
    usage = shutil.disk_usage(settings.ENV.home)
    return {"disk_free": usage.free, "disk_total": usage.total}


_SAY = """
INSERT INTO config_node (id, kind, name, version, step, keys, started_at, seen_at, facts)
VALUES (%s, %s, %s, %s, %s, %s, now(), now(), %s::jsonb)
ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, facts = excluded.facts
"""
