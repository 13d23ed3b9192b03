"""What every test gets: a database, a clock that stands still, and no network beyond this machine."""

import csv
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from huiyin.kit import clock as kit_clock

ROOT = Path(__file__).parent
LOOPBACK = ("127.", "::1", "localhost")
SERVER_FOLDER = "HUIYIN_TEST_SERVER"
MONDAY_MORNING = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai

settings.register_profile(
    "default",
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("ci", parent=settings.get_profile("default"), max_examples=200)
settings.register_profile("deep", parent=settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


class StandingClock:
    """The frozen clock of one test; moves only when told."""

    def now(self) -> datetime:
        return kit_clock.now()

    def advance(self, **by: float) -> datetime:
        """Move on by ``hours=2`` and the like (arguments of ``timedelta``)."""
        return kit_clock.advance(timedelta(**by))

    def move_to(self, moment: datetime) -> datetime:
        """Set the clock to an aware instant, forwards or backwards."""
        return kit_clock.advance(moment - kit_clock.now())


@pytest.fixture
def clock() -> Iterator[StandingClock]:
    """Time stands still on Monday 2026-09-07, 09:00 in Shanghai."""
    with kit_clock.frozen(MONDAY_MORNING):
        yield StandingClock()


@pytest.fixture(autouse=True)
def ledger_home(tmp_path: Path, settings: Any) -> Path:
    """Each test has its own published checkpoints: the database of the last one is gone."""
    settings.LEDGER_CHECKPOINTS_FILE = tmp_path / "checkpoints.log"
    settings.LEDGER_KEY_FILE = tmp_path / "ledger.key"
    return tmp_path


def pytest_configure(config: pytest.Config) -> None:
    """Close the network and let this process own the embedded server, if one is needed."""
    _only_loopback()
    if not os.environ.get("DATABASE_URL") and SERVER_FOLDER not in os.environ:
        folder = tempfile.mkdtemp(prefix="hytest-")
        os.environ[SERVER_FOLDER] = folder
        config.add_cleanup(lambda: _drop_server(Path(folder)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a requirement id that nobody wrote down; run journeys after everything else."""
    known = _requirement_ids()
    for item in items:
        named = {name for mark in item.iter_markers("req") for name in mark.args}
        if unknown := sorted(named - known):
            raise pytest.UsageError(
                f"{item.nodeid}: {', '.join(unknown)} is not in docs/requirements.tsv"
            )
    items.sort(key=lambda item: item.get_closest_marker("journey") is not None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Without ``DATABASE_URL`` the first test that needs a database starts the embedded server."""
    folder = os.environ.get(SERVER_FOLDER)
    if not folder or os.environ.get("DATABASE_URL"):
        return
    from django.db import connections

    from huiyin.config import embedded
    from huiyin.config.environment import Environment

    (Path(folder) / "used").touch()
    server = embedded.Server(Path(folder), safe=False)
    url = server.start()
    address: dict[str, Any] = Environment(DATABASE_URL=url).database()
    chosen = {key: address[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    test_name = connections["default"].settings_dict["TEST"].get("NAME")
    connections["default"].settings_dict.update(chosen)
    connections["default"].settings_dict["TEST"]["NAME"] = test_name or "test_huiyin"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Leave statistics alone in the test database.

    Taken while tests roll back, they say that full tables are empty, and a plan for empty tables
    walks through what many tests have left behind, row by row, for minutes.
    """
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"ALTER TABLE {name} SET (autovacuum_enabled = false)")


def _drop_server(folder: Path) -> None:
    from huiyin.config import embedded

    if (folder / "used").exists():
        embedded.Server(folder, safe=False).remove()
    shutil.rmtree(folder, ignore_errors=True)


def _requirement_ids() -> set[str]:
    with (ROOT / "docs" / "requirements.tsv").open(encoding="utf-8") as file:
        return {row["id"] for row in csv.DictReader(file, delimiter="\t")}


def _only_loopback() -> None:
    """Refuse connections that leave this machine (native drivers included by address only)."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        near = self.family == socket.AF_UNIX or str(address[0]).startswith(LOOPBACK)
        if not near:
            raise RuntimeError(f"a test wants to leave this machine: {address[0]}")
        real(self, address)

    setattr(socket.socket, "connect", connect)  # noqa: B010 - a plain assignment has no type
