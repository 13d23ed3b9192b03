"""Starts, finds again and stops the embedded server. It outlives us, and a kill of either."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

from huiyin.config.embedded import identity, place, postmaster
from huiyin.config.embedded.tuning import options

OWNER = DATABASE = "huiyin"
SAY_EVERY = 5.0
ORPHANS_MAY_TAKE = 30.0
LONGEST_LOG = 10_000_000

_children: list[subprocess.Popen[bytes]] = []  # kept: the servers are meant to outlive their object


class DatabaseWontStart(Exception):
    """The embedded server ended by itself; the message carries the end of its log."""


class Server:
    """The server of one ``HUIYIN_HOME``; any number of processes may start it, one does.

    ``safe=False`` gives up durability for tests. ``say`` hears one line per slow step.
    """

    def __init__(
        self, home: Path, *, safe: bool = True, say: Callable[[str], object] = lambda _line: None
    ) -> None:
        self._identity = identity.for_this_process()
        self.place = place.find(home, self._identity)
        self._safe = safe
        self._say = say
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The ``DATABASE_URL`` of the server."""
        return f"postgresql://{OWNER}@/{DATABASE}?host={quote(str(self.place.socket), safe='')}"

    def start(self) -> str:
        """Return ``url`` once the server answers, however long its crash recovery takes.

        Raises ``DatabaseWontStart`` when the server ends instead.
        """
        with self._lock():
            self._initialise()
            if postmaster.running_pid(self.place.data) is None:
                self._launch()
            self._wait_until_ready()
            self._create_database()
        return self.url

    def stop(self) -> None:
        """Fast shutdown: open transactions roll back, everything is written; then it is gone."""
        with self._lock():
            self._signal_and_wait(signal.SIGINT, 60.0) or self._signal_and_wait(
                signal.SIGQUIT, 30.0
            )

    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return postmaster.running_pid(self.place.data) is not None

    def remove(self) -> None:
        """Stop and delete everything (tests)."""
        self.stop()
        shutil.rmtree(self.place.base, ignore_errors=True)
        shutil.rmtree(self.place.socket, ignore_errors=True)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with self.place.lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it in, so that a crash leaves no half one."""
        if (self.place.data / "PG_VERSION").exists():
            return
        fresh = self.place.base / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        command = [
            *(str(self.place.binaries / "initdb"), "--pgdata", str(fresh)),
            *("--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            *("--no-instructions", *([] if self._safe else ["--no-sync"])),
        ]
        done = self._identity.run(command)
        if done.returncode:
            raise DatabaseWontStart(f"initdb failed:\n{done.stderr.strip()}")
        fresh.rename(self.place.data)

    def _launch(self) -> None:
        _collect()
        postmaster.forgive_reused_pid(self.place.data)
        (self.place.socket / f"{place.SOCKET_NAME}.lock").unlink(missing_ok=True)
        self._keep_log_short()
        settings = options(safe=self._safe)
        command = [
            *(str(self.place.binaries / "postgres"), "-D", str(self.place.data)),
            *("-k", str(self.place.socket), "-h", ""),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ]
        with self.place.log.open("ab") as log:
            self._child = self._identity.spawn(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        _children.append(self._child)

    def _wait_until_ready(self) -> None:
        started = said = time.monotonic()
        while (obstacle := self._obstacle()) is not None:
            if not self.is_running() and self._ended():
                self._try_again(started)
            if time.monotonic() - said > SAY_EVERY:
                said = time.monotonic()
                self._say(f"Waiting for the database ({said - started:.0f} s): {obstacle}")
            time.sleep(0.05)

    def _obstacle(self) -> str | None:
        """Why the server does not answer yet, in its own words; none when it does."""
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError as error:
            return str(error).strip().splitlines()[-1]
        return None

    def _ended(self) -> bool:
        return self._child is None or self._child.poll() is not None

    def _try_again(self, started: float) -> None:
        """Backends orphaned by a killed server need a moment to notice and to let go."""
        if time.monotonic() - started > ORPHANS_MAY_TAKE or "still in use" not in self._log_end():
            raise DatabaseWontStart(f"{self.place.log}:\n{self._log_end()}")
        time.sleep(0.5)
        self._launch()

    def _create_database(self) -> None:
        with self._connect("postgres") as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            if known is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.place.socket),
            user=OWNER,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def _signal_and_wait(self, number: signal.Signals, seconds: float) -> bool:
        pid = postmaster.running_pid(self.place.data)
        if pid is None:
            return True
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        until = time.monotonic() + seconds
        while postmaster.running_pid(self.place.data) is not None and time.monotonic() < until:
            _collect()
            time.sleep(0.02)
        stopped = postmaster.running_pid(self.place.data) is None
        _collect(pid if stopped else None)
        return stopped

    def _log_end(self) -> str:
        return self.place.log.read_text(errors="replace")[-2000:].strip()

    def _keep_log_short(self) -> None:
        if self.place.log.exists() and self.place.log.stat().st_size > LONGEST_LOG:
            self.place.log.replace(self.place.log.with_suffix(".log.1"))


def _collect(ended: int | None = None) -> None:
    """Reap ended servers of ours, else they would look alive as zombies.

    ``ended`` has given up its data and is about to exit: wait for it.
    """
    for child in _children:
        if child.pid == ended:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(5.0)
    _children[:] = [child for child in _children if child.poll() is None]
