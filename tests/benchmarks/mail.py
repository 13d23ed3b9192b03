"""W7: mails of one notice through the product's own way out, beside one kept connection that only sends.

A server of our own takes them on loopback. Ours renders each letter, signs its address, marks the
attempt durably before it is made and keeps the result; the limit sends ready bytes of the same length.
"""

import os
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from tests.benchmarks import sizes, world
from tests.benchmarks.peers import ours

LENGTH = 6_000
"""Bytes of a letter, about."""


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """One line: mails a second."""
    mails = size.of(tiny=30, quick=300, full=3_000)
    with _server() as port:
        os.environ["HUIYIN_MAIL_URL"] = f"smtp://127.0.0.1:{port}"
        settings.ENV.mail_url = os.environ["HUIYIN_MAIL_URL"]
        bound = world.measure(lambda: _bare(port, mails)).wall
        mine = ours.posted(mails)
    yield {
        "name": f"{mails} mails about one notice",
        "value": round(mails / mine),
        "unit": "/s",
        "limit": round(mails / bound),
        "ratio": round(bound / mine, 2),
    }


def _bare(port: int, mails: int) -> None:
    body = "Subject: x\r\n\r\n" + ("x" * 76 + "\r\n") * (LENGTH // 78)
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(mails):
            server.sendmail("a@bench.invalid", [f"p{number}@bench.invalid"], body)


@contextmanager
def _server() -> Iterator[int]:
    """The sink in a process of its own, so that it does not share our interpreter's time."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink"]
    process = subprocess.Popen([*command, "-l", f"127.0.0.1:{port}"])
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the mail server did not start")
