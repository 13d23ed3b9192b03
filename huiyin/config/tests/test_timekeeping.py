"""A node whose clock is off says so, and goes by the database's."""

import json
import time
from collections.abc import Iterator

import pytest
from django.db import Error, connection

from huiyin.config import connecting, nodes, timekeeping
from huiyin.config.environment import Environment
from huiyin.kit import clock
from huiyin.obligations import doctor
from huiyin.pages import status


@pytest.fixture
def an_hour_ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine's clock is an hour ahead of the database's."""
    real = time.time
    monkeypatch.setattr("huiyin.kit.clock.time.time", lambda: real() + 3600)
    yield
    monkeypatch.undo()
    clock.set_right(time.time)


@pytest.mark.django_db
@pytest.mark.req("Z07")
def test_whoever_is_off_is_named(an_hour_ahead: None) -> None:
    nodes.Presence("worker", "north").say()
    assert [(one.name, one.words) for one in status.wrong_clocks()] == [("worker north", "+3600.0")]
    found = [line for line in doctor.findings() if line.startswith("I14")]
    assert found == [f"{timekeeping.RIGHT.name}: worker north is off by 3600.0 s"]


@pytest.mark.django_db
def test_whoever_is_right_is_not() -> None:
    nodes.Presence("web", "south").say()
    assert status.wrong_clocks() == []
    assert not [line for line in doctor.findings() if line.startswith("I14")]


@pytest.mark.django_db
def test_a_node_that_is_gone_is_forgotten() -> None:
    facts = json.dumps({"clock": 90.0})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO config_node (id, kind, name, version, step, keys, seen_at, facts)"
            " VALUES (gen_random_uuid(), 'web', 'old', '1', 1, '', now() - interval '1 minute', %s)",
            [facts],
        )
    assert status.wrong_clocks() == []


@pytest.mark.django_db
def test_connecting_puts_a_process_right(an_hour_ahead: None) -> None:
    assert clock.now().timestamp() - time.time() == pytest.approx(0, abs=0.5)
    timekeeping.off()
    assert time.time() - clock.now().timestamp() == pytest.approx(3600, abs=0.5)


@pytest.mark.django_db(transaction=True)
def test_a_line_that_broke_is_an_error_that_callers_know() -> None:
    """Else whoever waits for the database to come back would not wait, but end."""
    connection.ensure_connection()
    connection.connection.close()
    with pytest.raises(Error):
        timekeeping.off()
    connection.close()
    assert abs(timekeeping.off()) < 1


@pytest.mark.django_db
def test_the_server_lets_go_of_whoever_fell_silent() -> None:
    """On a local socket the keepalives read as zero: there is no line to ask on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('idle_in_transaction_session_timeout')")
        assert cursor.fetchone()[0] == "10min"
        cursor.execute("SELECT current_setting('client_connection_check_interval')")
        assert cursor.fetchone()[0] == "5s"


def test_what_the_operator_says_comes_first() -> None:
    url = "postgresql://h@db.example/huiyin?connect_timeout=30&options=-c%20work_mem%3D1MB"
    options = Environment(DATABASE_URL=url).database()["OPTIONS"]
    assert options["connect_timeout"] == "30"
    assert options["keepalives_idle"] == connecting.SILENT_FOR
    assert options["options"].startswith("-c timezone=UTC")
    assert options["options"].endswith("-c work_mem=1MB")
    assert connecting.NOTICED <= 30
