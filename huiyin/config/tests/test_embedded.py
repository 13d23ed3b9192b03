"""The embedded server: found again, recovered, stopped; its folders private and short."""

import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huiyin.config.embedded import DatabaseWontStart, Server, identity, place, postmaster

pytestmark = pytest.mark.xdist_group("embedded")


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder in which the database's user may walk."""
    with tempfile.TemporaryDirectory(prefix="hyembedded-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    """A server that was never started; removed afterwards."""
    server = Server(home, safe=False)
    yield server
    server.remove()


def test_it_survives_a_kill_and_keeps_what_was_committed(home: Path, server: Server) -> None:
    server = Server(home)
    url = server.start()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(_pid(server), signal.SIGKILL)
    _until(lambda: not server.is_running())

    server.start()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_whoever_starts_second_uses_the_running_server(server: Server, home: Path) -> None:
    server.start()
    pid = _pid(server)
    threads = [threading.Thread(target=Server(home, safe=False).start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _pid(server) == pid


def test_stopped_it_is_gone_and_a_second_stop_is_nothing(server: Server) -> None:
    server.start()
    server.stop()
    assert not server.is_running()
    server.stop()


def test_a_reused_process_number_does_not_block_the_start(server: Server) -> None:
    server.start()
    os.kill(_pid(server), signal.SIGKILL)
    _until(lambda: not server.is_running())
    file = server.place.data / "postmaster.pid"
    first, rest = file.read_text().split("\n", 1)
    file.write_text(f"{os.getppid()}\n{rest}")  # alive, and no PostgreSQL

    assert server.start() == server.url
    assert first != str(_pid(server))


def test_it_speaks_unicode_and_keeps_time_in_utc(server: Server) -> None:
    with psycopg.connect(server.start()) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SHOW timezone").fetchone() == ("UTC",)
        assert connection.execute("SELECT upper('é')").fetchone() == ("É",)
        version = connection.execute("SHOW server_version_num").fetchone()
    assert version is not None
    assert int(version[0]) >= 180000


def test_why_it_does_not_start_is_told(server: Server) -> None:
    server.start()
    server.stop()
    (server.place.data / "global" / "pg_control").unlink()
    with pytest.raises(DatabaseWontStart, match="pg_control"):
        server.start()


def test_a_half_made_cluster_is_made_anew(server: Server) -> None:
    (server.place.base / "data.new").mkdir()
    server.start()
    assert server.is_running()


def test_slow_steps_are_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("huiyin.config.embedded.server.SAY_EVERY", 0.0)
    server._say = said.append
    server.start()
    assert said
    assert said[0].startswith("Waiting for the database")


def test_the_socket_is_private_and_its_path_short(home: Path) -> None:
    deep = home / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    for folder in (deep, deep.parent):
        folder.chmod(0o711)
    found = place.find(deep, identity.for_this_process())
    try:
        assert len(os.fsencode(found.socket / place.SOCKET_NAME)) <= place.LONGEST_SOCKET
        assert found.socket.stat().st_mode & 0o077 == 0
        assert found.base == deep / "postgres"
    finally:
        found.socket.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_a_home_that_the_database_user_cannot_enter_is_left(home: Path) -> None:
    home.chmod(0o700)
    found = place.find(home, identity.for_this_process())
    try:
        assert found.base.is_relative_to(place.SHARED_ROOT)
        assert not (home / "postgres").exists()
    finally:
        found.socket.rmdir()
        found.base.rmdir()


def test_a_foreign_socket_folder_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "LONGEST_SOCKET", 60)
    base = home / ("x" * 50) / "postgres"
    base.mkdir(parents=True)
    folder = Path(tempfile.gettempdir()) / f"huiyin-{place._mark(base)}"
    folder.mkdir(mode=0o755)
    try:
        with pytest.raises(PermissionError, match="not a private folder"):
            place._socket(base, identity.Identity())
    finally:
        folder.rmdir()


def test_binaries_that_cannot_be_read_are_copied_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = home / "wheel"
    (tree / "bin").mkdir(parents=True)
    (tree / "bin" / "postgres").write_text("#!/bin/sh\n")
    (tree / "bin" / "postgres").chmod(0o700)
    monkeypatch.setattr(place, "SHARED_ROOT", home / "shared")
    copy = place._copy(tree)
    assert place._copy(tree) == copy
    assert (copy / "bin" / "postgres").stat().st_mode & 0o555 == 0o555


def test_a_process_that_is_no_server_is_not_taken_for_one(home: Path) -> None:
    assert postmaster.running_pid(home) is None
    (home / "postmaster.pid").write_text(f"{os.getpid()}\nrest\n")
    assert postmaster.running_pid(home) is None
    (home / "postmaster.pid").write_text("nonsense")
    assert postmaster.running_pid(home) is None


def _pid(server: Server) -> int:
    pid = postmaster.running_pid(server.place.data)
    assert pid is not None
    return pid


def _until(condition: "object", seconds: float = 10.0) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
