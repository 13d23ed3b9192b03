"""A second PostgreSQL that follows the first one by streaming, and can take its place."""

import contextlib
import shutil
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from huiyin.config.embedded import Server, identity, postmaster
from huiyin.config.embedded.server import DATABASE, OWNER
from tests.faults.instance import GaveUp

NAME = "standby"
LONGEST = 90.0


class Standby:
    """Made from a running primary by ``pg_basebackup``; both are programs of the wheel."""

    def __init__(self, primary: Server, folder: Path) -> None:
        self._primary = primary
        self._identity = identity.for_this_process()
        self._binaries = primary.place.binaries
        self._base = folder / NAME
        self.data, self.socket = self._base / "data", self._base / "socket"
        self._server: subprocess.Popen[bytes] | None = None
        for path in (self._base, self.socket):
            path.mkdir(mode=0o700)
            self._identity.own(path)

    @property
    def url(self) -> str:
        """``DATABASE_URL`` of whichever of the two may be written to."""
        hosts = f"{self._primary.place.socket},{self.socket}"
        return (
            f"postgresql://{OWNER}@/{DATABASE}?host={quote(hosts, safe=',')}"
            "&target_session_attrs=read-write"
        )

    def follow(self) -> None:
        """Copy the primary, start, and let the primary wait for us at each commit."""
        source = f"host={self._primary.place.socket} user={OWNER} application_name={NAME}"
        done = self._identity.run(
            [
                *(str(self._binaries / "pg_basebackup"), "--pgdata", str(self.data)),
                *("--dbname", source, "--write-recovery-conf", "--checkpoint=fast"),
                *("--wal-method=stream", "--create-slot", "--slot", NAME),
            ]
        )
        assert done.returncode == 0, done.stderr
        with (self._base / "log").open("ab") as log:
            self._server = self._identity.spawn(
                [
                    *(str(self._binaries / "postgres"), "-D", str(self.data)),
                    *("-k", str(self.socket), "-h", "", "-c", "unix_socket_permissions=0700"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._until("SELECT pg_is_in_recovery()", str(self.socket))
        with self._connected(str(self._primary.place.socket)) as connection:
            connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 ({NAME})'")
            connection.execute("SELECT pg_reload_conf()")
        self._until(_IN_STEP, str(self._primary.place.socket))

    def promote(self) -> None:
        """Take the place of the primary, which must have gone."""
        assert postmaster.running_pid(self._primary.place.data) is None
        done = self._identity.run(
            [str(self._binaries / "pg_ctl"), "promote", "--wait", "--pgdata", str(self.data)]
        )
        assert done.returncode == 0, done.stderr

    def remove(self) -> None:
        """Stop it, and delete everything."""
        if self._server is not None:
            self._identity.run(
                [
                    *(str(self._binaries / "pg_ctl"), "stop", "--mode", "immediate"),
                    *("--pgdata", str(self.data)),
                ]
            )
            self._server.wait(60)
        shutil.rmtree(self._base, ignore_errors=True)

    def _connected(self, socket: str) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(host=socket, user=OWNER, dbname=DATABASE, autocommit=True)

    def _until(self, question: str, socket: str) -> None:
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError), self._connected(socket) as one:
                row = one.execute(question.encode()).fetchone()
                if row is not None and row[0]:
                    return
            threading.Event().wait(0.05)
        raise GaveUp(f"{question}: not so\n{(self._base / 'log').read_text()[-2000:]}")


_IN_STEP = """
SELECT EXISTS (SELECT FROM pg_stat_replication
                WHERE application_name = 'standby' AND sync_state = 'sync')
"""
