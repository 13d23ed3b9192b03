"""A mail server that takes everything and writes down what it took before it says so.

Runs as a process of its own: argument is the file, one line ``Message-ID recipient`` per accepted
mail. Says its port on standard output; ends with its standard input.
"""

import asyncio
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sink:
    """Where it listens and what it took."""

    port: int
    file: Path
    host: str = "127.0.0.1"

    @property
    def url(self) -> str:
        """``HUIYIN_MAIL_URL``."""
        return f"smtp://{self.host}:{self.port}?tls=none"

    def size(self) -> int:
        """How many mails were taken so far."""
        with self.file.open("rb") as lines:
            return sum(1 for _ in lines)

    def taken(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(line.split()[0] for line in self.file.read_text().splitlines())

    def recipients(self) -> Counter[str]:
        """How many mails each address got."""
        return Counter(line.split()[1] for line in self.file.read_text().splitlines())


@contextmanager
def running(
    file: Path, *, pause: float = 0.0, host: str = "127.0.0.1", moods: bool = False
) -> Iterator[Sink]:
    """Start the process, which thinks for ``pause`` seconds over each mail; end it with the block.

    With ``moods`` it treats people as ``moods.of`` says.
    """
    file.touch()
    command = [sys.executable, "-m", "tests.faults.sink", str(file), str(pause), host, str(moods)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Sink(int(process.stdout.readline()), file, host)
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(30)


class _Writing:
    """The handler: the line is in the file before the answer is on its way."""

    def __init__(self, file: Path, pause: float) -> None:
        self._pause = pause
        self._to = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail."""
        del server, session
        found = _MESSAGE_ID.search(envelope.content)
        name = found[1] if found else b"none"
        lines = b"".join(name + b" " + to.encode() + b"\n" for to in envelope.rcpt_tos)
        await asyncio.sleep(self._pause)
        os.write(self._to, lines)
        return "250 OK"


def _main(file: Path, pause: float, host: str, *, moods: bool) -> None:
    from aiosmtpd.controller import Controller

    from tests.faults.moods import Moody

    taking = _Writing(file, pause)
    handler = Moody(taking, file.with_suffix(".tries")) if moods else taking
    server = Controller(handler, hostname=host, port=_free_port())
    server.start()
    print(server.port, flush=True)  # noqa: T201 - the caller reads it
    sys.stdin.buffer.read()
    server.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    _main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3], moods=sys.argv[4] == "True")
