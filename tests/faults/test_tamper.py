"""What is done to the record straight in SQL, by a superuser with the guards off, is found."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from tests.faults import instance
from tests.faults.instance import Instance

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

ACTS = 40


@dataclass(frozen=True, slots=True)
class Record:
    """A small sealed record and the numbers of two of its entries, by their place in the tree."""

    product: Instance
    size: int
    entries: dict[int, int]

    def verify(self, database: str) -> instance.Done:
        """``huiyin ledger verify`` on one of the copies."""
        url = self.product.url.replace("/huiyin?", f"/{database}?")
        return self.product.huiyin("ledger", "verify", url=url)


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    """A record that was made by the product, with nobody connected to it."""
    with instance.running(start=False) as product:
        product.use_server_beside()
        done = product.huiyin("migrate")
        assert done.code == 0, done.out
        product.inside("seed", acts=ACTS)
        seals = dict(product.rows("SELECT seq, entry_id FROM ledger_seal"))
        yield Record(product, len(seals), seals)


@pytest.fixture
def copy(record: Record) -> Iterator[str]:
    """The name of a copy that may be spoiled."""
    name = "copy"
    with psycopg.connect(_of(record, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE huiyin".encode())
        yield name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_an_untouched_copy_is_whole(record: Record, copy: str) -> None:
    for database in ("huiyin", copy):
        done = record.verify(database)
        assert done.code == 0, done.out
        assert str(record.size) in done.out


CHANGED = """
UPDATE ledger_entry SET body = replace(body, '"channel":"INBOX"', '"channel":"PHONE"')
 WHERE id = {id}
"""
LATER = "UPDATE ledger_entry SET at = at + interval '1 hour' WHERE id = {id}"
SEALED_ANEW = """
UPDATE ledger_seal SET leaf = e.leaf FROM ledger_entry e WHERE e.id = entry_id AND seq = {seq}
"""
DELETED = "DELETE FROM ledger_entry WHERE id = {id}"
UNSEALED = "DELETE FROM ledger_seal WHERE seq = {seq}"
CLOSED_UP = """
UPDATE ledger_seal SET seq = -seq WHERE seq > {seq};
UPDATE ledger_seal SET seq = -seq - 1 WHERE seq < 0
"""
SWAPPED = """
UPDATE ledger_entry e SET body = o.body, kind = o.kind, subject = o.subject, at = o.at
  FROM ledger_entry o WHERE (e.id, o.id) IN (({id}, {other}), ({other}, {id}))
"""
SWAPPED_SEALS = """
UPDATE ledger_seal s SET entry_id = -o.entry_id, leaf = o.leaf FROM ledger_seal o
 WHERE (s.seq, o.seq) IN (({seq}, {next}), ({next}, {seq}));
UPDATE ledger_seal SET entry_id = -entry_id WHERE entry_id < 0
"""
CUT_OFF = "DELETE FROM ledger_seal WHERE seq >= {seq}; DELETE FROM ledger_entry WHERE id >= {id}"
UNPUBLISHED = "DELETE FROM ledger_checkpoint WHERE size > {seq}"
EMPTIED = """
TRUNCATE ledger_entry, ledger_seal, ledger_subtree, ledger_checkpoint, ledger_queue, ledger_private
"""


@pytest.mark.req("R05")
@pytest.mark.parametrize(
    ("statements", "named"),
    [
        pytest.param([CHANGED], "#{seq} (id {id})", id="update"),
        pytest.param([LATER], "#{seq} (id {id})", id="update-time"),
        pytest.param([CHANGED, SEALED_ANEW], "checkpoint", id="update-with-its-seal"),
        pytest.param([DELETED], "#{seq} (id {id})", id="deletion"),
        pytest.param([DELETED, UNSEALED], "#{seq}", id="deletion-with-its-seal"),
        pytest.param([DELETED, UNSEALED, CLOSED_UP], "checkpoint", id="deletion-closed-up"),
        pytest.param([SWAPPED], "#{seq} (id {id})", id="swap"),
        pytest.param([SWAPPED_SEALS], "checkpoint", id="swap-with-seals"),
        pytest.param([CUT_OFF], "{size}", id="truncation"),
        pytest.param([CUT_OFF, UNPUBLISHED], "checkpoints.log", id="truncation-with-checkpoints"),
        pytest.param([EMPTIED], "checkpoints.log", id="everything-gone"),
    ],
)
def test_tampering_is_named(record: Record, copy: str, statements: list[str], named: str) -> None:
    place = _a_confirmation(record)
    numbers = {"seq": place, "id": record.entries[place], "size": record.size}
    numbers |= {"next": place + 1, "other": record.entries[place + 1]}
    with psycopg.connect(_of(record, copy), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for sql in statements:
            connection.execute(sql.format(**numbers).encode())
    done = record.verify(copy)
    assert done.code == 1, done.out
    assert named.format(**numbers) in done.out, done.out


def _a_confirmation(record: Record) -> int:
    """A place in the middle where this entry and the next are confirmations."""
    sql = (
        "SELECT s.seq FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry_id WHERE e.kind = %s"
    )
    places = {row[0] for row in record.product.rows(sql, "notices.confirmed")}
    return next(seq for seq in range(record.size // 2, record.size) if {seq, seq + 1} <= places)


def _of(record: Record, database: str) -> str:
    return record.product.url.replace("/huiyin?", f"/{database}?")
