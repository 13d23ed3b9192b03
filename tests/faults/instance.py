"""A product of our own, started as its operators start it, and thrown away at the end."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

from huiyin.config.embedded import Server, postmaster
from tests.faults.browser import Browser

ROOT = Path(__file__).parents[2]
START = 180.0
"""Seconds that anything may take on a busy machine before a test gives up."""


class GaveUp(AssertionError):
    """Something did not happen within its bound."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str


class Instance:
    """One ``HUIYIN_HOME``, its processes, its database, its pages."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.log = folder / "log"
        self.port = free_ports()
        self.environment = _environment() | {
            "HUIYIN_HOME": str(self.home),
            "HUIYIN_DEMO": "0",
            "PORT": str(self.port),
            "HUIYIN_MAIL_FROM": "echo@yunqiao.test",
            **settings,
        }
        self.home.mkdir(mode=0o711)
        self.log.touch()
        self._keepers: list[subprocess.Popen[str]] = []
        self._pid = 0
        self._server: Server | None = None

    @property
    def url(self) -> str:
        """The ``DATABASE_URL`` of its database."""
        return self.environment.get("DATABASE_URL") or self.server.url

    @property
    def server(self) -> Server:
        """Its embedded database."""
        if self._server is None:
            self._server = Server(self.home)
        return self._server

    def use_server_beside(self) -> Server:
        """A database that the product did not start, as ``DATABASE_URL`` names one."""
        beside = self.folder / "beside"
        beside.mkdir(mode=0o711)
        self._keep([sys.executable, "-c", ""])
        self._server = Server(beside)
        self.environment["DATABASE_URL"] = self._server.start()
        return self._server

    def start(self) -> None:
        """``huiyin run``, until everything is ready."""
        self._pid = self._keep([sys.executable, "-m", "huiyin.config.cli", "run"])
        self.until(lambda: self.status("/readyz") == 200, "ready")

    def stop(self) -> None:
        """End all processes."""
        for keeper in reversed(self._keepers):
            assert keeper.stdin is not None
            assert keeper.stdout is not None
            keeper.stdin.close()
            keeper.wait(150)
            keeper.stdout.close()
        if self._server is not None and "DATABASE_URL" in self.environment:
            with contextlib.suppress(FileNotFoundError):
                self._server.remove()

    def huiyin(self, *arguments: str, url: str = "") -> Done:
        """Run a command of the product to its end."""
        return self._call(["huiyin.config.cli", *arguments], url=url)

    def inside(self, verb: str, **arguments: Any) -> Any:
        """Run a function of ``tests.faults.inside`` with the product's own code and database."""
        done = self._call(["tests.faults.inside", verb], told=json.dumps(arguments), url=self.url)
        assert done.code == 0, done.out
        return json.loads(done.out.splitlines()[-1])

    def rows(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        """Ask the database directly."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(sql.encode(), params).fetchall()

    def one(self, sql: str, *params: Any) -> Any:
        """The first column of the first row."""
        return self.rows(sql, *params)[0][0]

    def browser(self, session: str = "") -> Browser:
        """A browser, signed in with the key of a session."""
        return Browser(self.port, session)

    def status(self, path: str) -> int:
        """What a fresh visitor gets for ``path``; 0 when nobody answers."""
        return Browser(self.port).try_get(path)

    def processes(self, name: str) -> list[psutil.Process]:
        """``web``, ``worker`` or ``live`` and what it started; ``database`` and its backends."""
        if name == "database":
            pid = postmaster.running_pid(self.server.place.data)
            return _family(pid) if pid else []
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self._pid).children():
                with contextlib.suppress(psutil.NoSuchProcess):
                    if child.cmdline()[-1:] == [name]:
                        return _family(child.pid)
        return []

    def until(self, holds: Callable[[], bool], what: str, seconds: float = START) -> float:
        """Look again and again until it holds; the seconds it took. Trouble means not yet."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            with contextlib.suppress(psycopg.OperationalError):
                if holds():
                    return time.monotonic() - began
            if self._pid and not psutil.pid_exists(self._pid):
                break
            threading.Event().wait(0.05)
        raise GaveUp(f"not {what} after {time.monotonic() - began:.0f} s\n{self.said()}")

    def said(self) -> str:
        """The end of the log."""
        return self.log.read_text(errors="replace")[-4000:]

    def _keep(self, command: list[str]) -> int:
        """Start a keeper of our folder with ``command``; the process id of that."""
        keeper = [sys.executable, "-m", "tests.faults.keeper", str(self.folder), str(self.log)]
        process = subprocess.Popen(
            [*keeper, *command],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        self._keepers.append(process)
        assert process.stdout is not None
        return int(process.stdout.readline())

    def _call(self, arguments: list[str], *, told: str = "", url: str = "") -> Done:
        extra = {"DATABASE_URL": url} if url else {}
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            env=self.environment | extra,
            cwd=ROOT,
            input=told,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        return Done(
            done.returncode, done.stdout if done.returncode == 0 else done.stdout + done.stderr
        )


@contextmanager
def running(*, start: bool = True, **settings: str) -> Iterator[Instance]:
    """A started product in a folder that the database's user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="hyfault-"))
    folder.chmod(0o711)
    instance = Instance(folder, settings)
    try:
        if start:
            instance.start()
        yield instance
    finally:
        instance.stop()
        shutil.rmtree(folder, ignore_errors=True)


def kill(processes: list[psutil.Process]) -> None:
    """SIGKILL, the first one first: nobody may notice that another has gone."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)


def free_ports() -> int:
    """A port that is free together with the one after it."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with contextlib.suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port


def _family(pid: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    return []


def _environment() -> dict[str, str]:
    """Ours, without what would lead the product to another database or to the tests' settings."""
    foreign = ("HUIYIN_", "DJANGO_", "PYTEST_", "PORT", "DATABASE_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
