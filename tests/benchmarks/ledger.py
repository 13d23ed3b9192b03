"""L02, L03: sealing beside the bare insert of the same seals, verification beside SHA-256 of the same bytes."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from huiyin.kit import clock
from huiyin.kit.digest import canonical
from huiyin.kit.ids import new_id
from huiyin.ledger import check, sealer
from tests.benchmarks import limits, sizes, world

FILL = """
INSERT INTO ledger_entry (at, kind, subject, body)
SELECT %(at)s, 'bench.said', %(subject)s, replace(%(body)s, '"number":0', '"number":' || n)
  FROM generate_series(1, %(entries)s) n
"""
BARE = """
DROP TABLE IF EXISTS bench_seal;
CREATE TABLE bench_seal (seq bigint PRIMARY KEY, entry_id bigint NOT NULL UNIQUE, leaf bytea NOT NULL)
"""
INSERT = "INSERT INTO bench_seal SELECT row_number() OVER (ORDER BY id), id, leaf FROM ledger_entry"


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """A line for sealing and one for verification, for each number of entries."""
    for entries in sorted(
        {size.of(tiny=1_000, quick=20_000, full=each) for each in (20_000, 200_000)}
    ):
        _append(entries)
        limits.run(BARE)
        bare = world.measure(lambda: limits.run(INSERT))
        before = _sealed()
        mine = world.measure(_seal)
        sealed = _sealed() - before
        yield _line(f"{sealed} entries sealed", sealed, mine.wall, bare.wall * sealed / _sealed())
        hashed = world.measure(_hash)
        verified = world.measure(_verify)
        yield _line(f"{_sealed()} entries verified", _sealed(), verified.wall, hashed.wall)


def _line(name: str, entries: int, seconds: float, bound: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(entries / seconds),
        "unit": "entries/s",
        "limit": round(entries / bound),
        "ratio": round(bound / seconds, 3),
        "seconds": round(seconds, 2),
    }


def _append(entries: int) -> None:
    """Entries as the product writes them: canonical bodies of some 300 bytes."""
    at, subject = clock.now(), new_id()
    facts = {"person": 1, "number": 0, "text": "机房搬迁安排" * 8}
    body = {
        "v": 1,
        "kind": "bench.said",
        "at": at,
        "subject": str(subject),
        "actor": 1,
        "facts": facts,
    }
    values = {"at": at, "subject": subject, "body": canonical(body), "entries": entries}
    limits.run(FILL, values)


def _seal() -> None:
    while sealer.seal_once():
        pass


def _sealed() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_seal")
        return int(cursor.fetchone()[0])


def _hash() -> None:
    """The bound: every body once out of the database and through SHA-256."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_entry ORDER BY id")
        while rows := cursor.fetchmany(10_000):
            for (body,) in rows:
                sha256(body.encode()).digest()


def _verify() -> None:
    report = check.verify_database()
    if not report.ok:
        raise RuntimeError("\n".join(report.lines))
