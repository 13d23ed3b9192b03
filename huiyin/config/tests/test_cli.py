"""The command line: help everywhere, useful exit codes, clear words."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.db import connection

from huiyin.config import cli, database
from huiyin.config.commands import ground, processes, run
from huiyin.config.embedded import DatabaseWontStart
from huiyin.config.tests.test_supervisor import alive, until
from huiyin.policies.in_force import install_shipped

COMMANDS = list(cli.main.commands_by_path())


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands work on the test's own database instead of reaching for another."""

    @contextmanager
    def same(*, own: bool = False) -> Iterator[None]:
        del own
        yield None

    for module in ("account", "doctor", "ledger", "people", "token", "migrate"):
        monkeypatch.setattr(f"huiyin.config.commands.{module}.product", same)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder into which the database's user may walk, so that all is removed with it."""
    with tempfile.TemporaryDirectory(prefix="hyrun-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(cli.main, [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_an_unknown_command_is_wrong_usage() -> None:
    assert CliRunner().invoke(cli.main, ["nonsense"]).exit_code == 2


def test_the_policy_is_sound() -> None:
    result = CliRunner().invoke(cli.main, ["policy", "check"])
    assert result.exit_code == 0
    assert "0 errors" in result.output.splitlines()[-1]
    assert "[K2.2.4-2 wins, K2.2.4-2 | 2.2.3: " in result.output


@pytest.mark.req("Z15")
def test_findings_for_programs() -> None:
    result = CliRunner().invoke(cli.main, ["policy", "check", "--json"])
    found = json.loads(result.output)
    assert result.exit_code == 0
    assert {one["weight"] for one in found} <= {"warning", "note"}
    assert all(one["clause"] in {one["wins"], *one["against"], one["clause"]} for one in found)


def test_an_unsound_policy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.policies.in_force.shipped_source", lambda: "# file: a\nx = 1\n")
    result = CliRunner().invoke(cli.main, ["policy", "check"])
    assert result.exit_code == 1
    assert "x" in result.output


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_the_doctor_finds_nothing_in_an_empty_house() -> None:
    result = CliRunner().invoke(cli.main, ["doctor"])
    assert (result.exit_code, result.output) == (0, "0 findings\n")


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_what_the_doctor_finds_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.obligations.doctor.findings", lambda: ["one is lost"])
    result = CliRunner().invoke(cli.main, ["doctor"])
    assert (result.exit_code, result.output) == (1, "one is lost\n")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("here")
def test_an_empty_ledger_is_whole() -> None:
    assert CliRunner().invoke(cli.main, ["ledger", "verify"]).exit_code == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_nothing_is_pending_after_migrating() -> None:
    result = CliRunner().invoke(cli.main, ["migrate", "--check"])
    assert (result.exit_code, result.output) == (0, "0 pending\n")


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_a_token_needs_a_person() -> None:
    result = CliRunner().invoke(cli.main, ["token", "create", "--person", "999"])
    assert result.exit_code == 2
    assert "999" in result.output


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
@pytest.mark.req("O01")
def test_a_staff_list_is_tried_then_imported_then_in_step(tmp_path: Path) -> None:
    install_shipped()
    file = tmp_path / "staff.csv"
    file.write_text("工号,姓名,部门\n1,林若溪,运营部\n2,陈屿,技术部\n", encoding="utf-8")

    tried = CliRunner().invoke(cli.main, ["people", "import", str(file), "--dry-run"])
    assert tried.exit_code == 0, tried.output
    assert "would be: 2 new" in tried.output
    assert _people() == 0

    done = CliRunner().invoke(cli.main, ["people", "import", str(file)])
    assert done.exit_code == 0, done.output
    assert _people() == 2

    again = CliRunner().invoke(cli.main, ["people", "import", str(file)])
    assert "2 unchanged" in again.output


@pytest.mark.django_db
@pytest.mark.usefixtures("here")
def test_a_bad_staff_list_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("工号,姓名,部门\n1,林若溪,运营部\n1,陈屿,技术部\n", encoding="utf-8")
    result = CliRunner().invoke(cli.main, ["people", "import", str(file)])
    assert result.exit_code == 1
    assert "Nothing was changed" in result.output
    assert _people() == 0


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(click.ClickException, match="Choose another"):
            run._refuse_taken("127.0.0.1", taken.getsockname()[1])


def test_trouble_with_the_database_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def reachable(_say: object, *, own: bool) -> Iterator[None]:
        raise DatabaseWontStart("it said why")
        yield

    monkeypatch.setattr(database, "reachable", contextmanager(reachable))
    with pytest.raises(click.ClickException, match="it said why"), ground.product():
        raise AssertionError


def test_a_child_ties_its_life_to_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    tied: list[int] = []
    monkeypatch.setattr("huiyin.config.lifeline.tie", lambda: tied.append(1))
    monkeypatch.delenv("HUIYIN_CHILD", raising=False)
    processes._tie()
    assert tied == []
    monkeypatch.setenv("HUIYIN_CHILD", "web")
    processes._tie()
    assert tied == [1]


@pytest.mark.slow
@pytest.mark.fault
@pytest.mark.xdist_group("embedded")
def test_run_serves_survives_kills_and_stops_the_database_last(
    tmp_path: Path, open_folder: Path
) -> None:
    """One start from nothing: pages answer, killed children return, Ctrl-C leaves nothing behind."""
    port = _free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"HUIYIN_HOME": str(open_folder), "HUIYIN_DEMO": "0", "PORT": str(port)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "huiyin.config.cli", "run"],
            env=environment, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        until(lambda: _status(port, "/readyz") == 200, 240)
        for child in _children(process.pid, "worker"), _children(process.pid, "web"):
            os.kill(child[0], signal.SIGKILL)
        until(lambda: "web ended (SIGKILL)" in log.read_text(), 60)
        until(lambda: _status(port, "/readyz") == 200, 120)
        everybody = _children(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(90) == 0, log.read_text()
        assert not any(alive(pid) for pid in everybody)
    finally:
        process.kill()
        process.wait()


def _people() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM directory_person")
        return int(cursor.fetchone()[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1]) % 20000 + 20000


def _status(port: int, path: str) -> int:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked.request("GET", path)
        return asked.getresponse().status
    except OSError:
        return 0
    finally:
        asked.close()


def _children(pid: int, name: str = "") -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    commands = {int(one): Path(f"/proc/{one}/cmdline").read_bytes().decode() for one in found}
    return [one for one, command in commands.items() if command.rstrip("\0").endswith(name)]
