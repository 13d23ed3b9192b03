"""A change of tables waits for people, not they for it."""

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from huiyin.kit import migrating

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is long in a test."""
    monkeypatch.setattr(migrating, "PATIENCE", "50ms")
    monkeypatch.setattr(migrating, "PAUSE", 0.01)


@pytest.fixture
def thing() -> Iterator[str]:
    """A table of a room that does not exist."""
    run("CREATE TABLE things_thing (id bigint PRIMARY KEY, name text)")
    yield "things_thing"
    run("DROP TABLE things_thing")


def run(sql: str) -> None:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def timeout() -> str:
    """How long this session waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        return str(cursor.fetchone()[0])


class Reader(threading.Thread):
    """Reads the table in one transaction until told to end."""

    def __init__(self, table: str) -> None:
        super().__init__(daemon=True)
        self._address = connection.get_connection_params()
        self._table = table
        self.reads = threading.Event()
        self.end = threading.Event()

    def run(self) -> None:
        """Hold the lock of a reader."""
        names = ("host", "port", "user", "password", "dbname")
        given = {name: self._address[name] for name in names if self._address.get(name)}
        with psycopg.connect(**given) as line:
            line.execute(f"SELECT count(*) FROM {self._table}".encode())  # noqa: S608 - our own
            self.reads.set()
            self.end.wait(20)


def test_it_tries_until_the_table_is_free(thing: str) -> None:
    reader = Reader(thing)
    reader.start()
    assert reader.reads.wait(10)
    tries = []

    def change() -> None:
        tries.append(timeout())
        if len(tries) == 3:
            reader.end.set()
            reader.join(10)
        run(f"ALTER TABLE {thing} ADD COLUMN more int")

    assert migrating.patiently(change) == 3
    assert set(tries) == {"50ms"}
    assert timeout() == "0", "the session is as it was"


def test_a_table_that_is_never_free_is_left_alone(
    thing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "TRIES", 2)
    reader = Reader(thing)
    reader.start()
    assert reader.reads.wait(10)
    with pytest.raises(migrating.LockedOut):
        migrating.patiently(lambda: run(f"ALTER TABLE {thing} ADD COLUMN more int"))
    reader.end.set()
    reader.join(10)


def test_other_trouble_is_told_at_once() -> None:
    def change() -> None:
        raise OperationalError("gone")

    with pytest.raises(OperationalError, match="gone"):
        migrating.patiently(change)


def test_an_index_is_whole_whatever_was_left_of_it(thing: str) -> None:
    state = ProjectState()
    fields: list[tuple[str, Any]] = [
        ("id", models.BigIntegerField(primary_key=True)),
        ("name", models.TextField()),
    ]
    state.add_model(ModelState("things", "Thing", fields))
    index = models.Index(fields=["name"], name="thing_of_name")
    run(f"CREATE INDEX thing_of_name ON {thing} (name)")
    run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'thing_of_name'::regclass")
    added = [migrating.AddIndexPatiently("thing", index)]
    kind = type("Migration", (migrations.Migration,), {"operations": added, "atomic": False})
    migration = kind("0002_later", "things")
    for _again in range(2):
        with connection.schema_editor(atomic=False) as editor:
            migration.apply(state.clone(), editor)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = 'thing_of_name'::regclass"
        )
        assert cursor.fetchone() == (True,)
