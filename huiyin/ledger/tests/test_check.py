"""Tampering with SQL as a superuser without guards: always found, and the place is named."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import translation

from huiyin.ledger import check, export, notes, outside, sealer, tree
from huiyin.ledger.tests import record

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z11")]

SIZE = 300

Tamper = Callable[[random.Random], set[int] | None]


def change(chance: random.Random) -> set[int]:
    seq = chance.randrange(SIZE)
    record.sql(
        'UPDATE ledger_entry SET body = replace(body, \'"channel":"inbox"\','
        ' \'"channel":"phone"\') WHERE id = (SELECT entry_id FROM ledger_seal WHERE seq = %s)',
        seq,
    )
    return {seq}


def remove(chance: random.Random) -> set[int]:
    seq = chance.randrange(SIZE)
    record.sql(
        "DELETE FROM ledger_entry WHERE id = (SELECT entry_id FROM ledger_seal WHERE seq = %s)", seq
    )
    return {seq}


def remove_with_seal(chance: random.Random) -> set[int]:
    seq = chance.randrange(SIZE)
    remove_seq(seq)
    return {seq}


def remove_seq(seq: int) -> None:
    record.sql(
        "WITH gone AS (DELETE FROM ledger_seal WHERE seq = %s RETURNING entry_id), hidden AS ("
        "DELETE FROM ledger_private WHERE entry_id IN (SELECT entry_id FROM gone))"
        " DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM gone)",
        seq,
    )


def remove_and_renumber(chance: random.Random) -> None:
    seq = chance.randrange(SIZE)
    remove_seq(seq)
    record.sql("UPDATE ledger_seal SET seq = -seq WHERE seq > %s", seq)
    record.sql("UPDATE ledger_seal SET seq = -seq - 1 WHERE seq < 0")


def swap(chance: random.Random) -> None:
    a, b = chance.sample(range(SIZE), 2)
    for old, new in ((a, -1), (b, a), (-1, b)):
        record.sql("UPDATE ledger_seal SET seq = %s WHERE seq = %s", new, old)


def swap_bodies(chance: random.Random) -> set[int]:
    a, b = chance.sample(range(SIZE), 2)
    record.sql(
        "UPDATE ledger_entry e SET body = o.body FROM ledger_entry o, ledger_seal s, ledger_seal t"
        " WHERE s.entry_id = e.id AND t.entry_id = o.id"
        " AND ((s.seq = %s AND t.seq = %s) OR (s.seq = %s AND t.seq = %s))",
        a,
        b,
        b,
        a,
    )
    return {min(a, b)}


def truncate_tail(chance: random.Random) -> set[int]:
    points = [75, 150, 225]
    size = chance.choice(points)
    record.sql("DELETE FROM ledger_checkpoint WHERE size > %s", size)
    record.sql("DELETE FROM ledger_subtree WHERE (index + 1) * 256 > %s", size)
    for seq in range(size, SIZE):
        remove_seq(seq)
    return {size}


def hide_queue(_: random.Random) -> None:
    record.sql("DELETE FROM ledger_queue")


def change_waiting(_: random.Random) -> None:
    record.sql(
        "UPDATE ledger_entry SET body = replace(body, 'inbox', 'phone')"
        " WHERE id = (SELECT min(id) FROM ledger_queue)"
    )


def remove_waiting(_: random.Random) -> None:
    record.sql("DELETE FROM ledger_entry WHERE id = (SELECT min(id) FROM ledger_queue)")


def queue_twice(_: random.Random) -> None:
    record.sql("INSERT INTO ledger_queue SELECT entry_id, leaf FROM ledger_seal WHERE seq = 3")


def insert_unsealed(_: random.Random) -> None:
    record.append(1)  # with the guards off nothing reaches the queue


def insert_backdated(chance: random.Random) -> None:
    number, seq = record.append(1), chance.randrange(SIZE)
    record.sql("UPDATE ledger_seal SET seq = -seq - 1 WHERE seq >= %s", seq)
    record.sql("UPDATE ledger_seal SET seq = -seq WHERE seq < 0")
    record.sql(
        "INSERT INTO ledger_seal SELECT %s, id, leaf FROM ledger_entry WHERE id = %s", seq, number
    )


def change_column(chance: random.Random) -> set[int]:
    seq = chance.randrange(SIZE)
    which = chance.randrange(3)
    record.sql(
        "UPDATE ledger_entry SET kind = CASE %s WHEN 0 THEN 'notices.read' ELSE kind END,"
        " subject = CASE %s WHEN 1 THEN NULL ELSE subject END,"
        " at = CASE %s WHEN 2 THEN at - interval '1 day' ELSE at END"
        " WHERE id = (SELECT entry_id FROM ledger_seal WHERE seq = %s)",
        which,
        which,
        which,
        seq,
    )
    return {seq}


def change_private(_: random.Random) -> None:
    record.sql(
        "UPDATE ledger_private SET value = '13900000000'"
        " WHERE entry_id = (SELECT max(entry_id) FROM ledger_private)"
    )


def remove_private(_: random.Random) -> None:
    record.sql(
        "DELETE FROM ledger_private WHERE entry_id = (SELECT min(entry_id) FROM ledger_private)"
    )


def rebuild_everything(chance: random.Random) -> None:
    """Change an entry and recompute every hash that the database holds; the key is missing."""
    change(chance)
    record.sql(
        "UPDATE ledger_seal SET leaf = e.leaf FROM ledger_entry e"
        " WHERE e.id = entry_id AND ledger_seal.leaf <> e.leaf"
    )
    rebuild()


def rebuild() -> None:
    leaves = [bytes(row[0]) for row in export.rows("SELECT leaf FROM ledger_seal ORDER BY seq", [])]
    record.sql("UPDATE ledger_subtree SET root = %s", tree.root_of(leaves[:256]))
    for (size,) in list(export.rows("SELECT size FROM ledger_checkpoint", [])):
        part = tree.Frontier()
        for leaf in leaves[:size]:
            part.push(leaf)
        nodes = json.dumps([node.hex() for node in part.nodes])
        record.sql(
            "UPDATE ledger_checkpoint SET root = %s, frontier = %s WHERE size = %s",
            part.root(),
            nodes,
            size,
        )


def rebuild_with_the_key(chance: random.Random) -> None:
    """The same with the signing key: only the copies outside tell."""
    rebuild_everything(chance)
    for size, root in list(export.rows("SELECT size, root FROM ledger_checkpoint", [])):
        note = notes.signer().sign(size, bytes(root))
        record.sql("UPDATE ledger_checkpoint SET note = %s WHERE size = %s", note, size)


def change_subtree(_: random.Random) -> None:
    record.sql("UPDATE ledger_subtree SET root = sha256(root)")


def change_checkpoint(chance: random.Random) -> None:
    record.sql(
        "UPDATE ledger_checkpoint SET root = sha256(root) WHERE size = %s", chance.choice([75, 300])
    )


def change_note(_: random.Random) -> None:
    record.sql(
        "UPDATE ledger_checkpoint SET note = replace(note, 'huiyin', 'huixin') WHERE size = 75"
    )


def change_frontier(_: random.Random) -> None:
    record.sql("UPDATE ledger_checkpoint SET frontier = '[]' WHERE size = 75")


def drop_checkpoint(_: random.Random) -> None:
    record.sql("DELETE FROM ledger_checkpoint WHERE size = 300")


def drop_trigger(_: random.Random) -> None:
    record.sql("DROP TRIGGER ledger_entry_refuse ON ledger_entry")


def disable_trigger(_: random.Random) -> None:
    record.sql("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_enqueue")


def alter_leaf(_: random.Random) -> None:
    record.sql(
        "CREATE OR REPLACE FUNCTION ledger_leaf(t text) RETURNS bytea LANGUAGE sql IMMUTABLE"
        " RETURN sha256(convert_to('x', 'UTF8'))"
    )


ALL: list[Tamper] = [
    change,
    remove,
    remove_with_seal,
    remove_and_renumber,
    swap,
    swap_bodies,
    truncate_tail,
    hide_queue,
    change_waiting,
    remove_waiting,
    queue_twice,
    insert_unsealed,
    insert_backdated,
    change_column,
    change_private,
    remove_private,
    rebuild_everything,
    rebuild_with_the_key,
    change_subtree,
    change_checkpoint,
    change_note,
    change_frontier,
    drop_checkpoint,
    drop_trigger,
    disable_trigger,
    alter_leaf,
]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("tamper", ALL, ids=lambda tamper: tamper.__name__)
def test_every_tampering_is_found_and_its_first_place_named(tamper: Tamper, seed: int) -> None:
    record.fill(SIZE)
    for number in range(3):
        record.append(number)
    assert check.verify_database().ok
    with record.unguarded():
        places = tamper(record.chance(f"{tamper.__name__} {seed}"))
    report = check.verify_database()
    assert not report.ok
    assert report.lines
    if places:
        assert {min(f.seq for f in report.findings if f.seq is not None)} == places


def test_the_span_between_two_sound_checkpoints_is_named() -> None:
    record.fill(SIZE)
    with record.unguarded():
        record.sql(
            "UPDATE ledger_entry SET body = replace(body, 'inbox', 'phone')"
            " WHERE id = (SELECT entry_id FROM ledger_seal WHERE seq = 200)"
        )
        record.sql("UPDATE ledger_seal SET leaf = e.leaf FROM ledger_entry e WHERE e.id = entry_id")
    found = [item for item in check.verify_database().findings if item.code == "root"]
    assert [(item.where, item.seq) for item in found] == [("#150-#224", 150)]


def test_a_checkpoint_from_a_mailbox_tells_when_the_machine_forgot(ledger_home: Path) -> None:
    record.fill(20)
    mailed = outside.last() or ""
    with record.unguarded():
        record.sql("DELETE FROM ledger_checkpoint WHERE size > 10")
        for seq in range(10, 20):
            remove_seq(seq)
    (ledger_home / "checkpoints.log").unlink()
    assert check.verify_database().ok
    report = check.verify_database(checkpoints=[mailed])
    assert [finding.code for finding in report.findings] == ["truncated"]
    assert report.findings[0].seq == 10


def test_a_lawful_record_is_intact_and_said_to_be_in_both_languages() -> None:
    assert check.verify_database().ok
    record.fill(7)
    record.append(8)
    told: list[int] = []
    with translation.override("en"):
        assert check.verify_database(told.append).lines == ["Intact: 7 entries"]
    with translation.override("zh-hans"):
        assert check.verify_database().lines == ["完好：7 条"]
    assert told == []


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    record.fill(7)
    monkeypatch.setattr(check, "STEP", 3)
    told: list[int] = []
    assert check.verify_database(told.append).size == 7
    assert told == [3, 6]


def test_a_check_that_cannot_run_is_no_intact_record(monkeypatch: pytest.MonkeyPatch) -> None:
    record.fill(3)

    def fail() -> None:
        raise OSError("disk")

    monkeypatch.setattr(outside, "notes", fail)
    report = check.verify_database()
    assert not report.ok
    assert "disk" in report.lines[0]


def test_bodies_that_are_no_entries_are_findings_not_errors() -> None:
    record.fill(4)
    for body in ("[]", "{", "[" * 5000, '{"private":{"a":"zz"}}', '{"people":7}', '{"at":3}'):
        record.sql(
            "INSERT INTO ledger_entry (at, kind, body) VALUES (%s, 'a.b', %s)", record.AT, body
        )
    sealer.seal_once()
    report = check.verify_database()
    assert {item.code for item in report.findings} == {"unreadable", "columns"}
    assert {item.seq for item in report.findings} == set(range(4, 10))
    assert report.size == 10


def test_a_manifest_whose_list_does_not_fit_is_found() -> None:
    body = '{"count":2,"people":[1,2],"root":"00"}'
    record.sql("INSERT INTO ledger_entry (at, kind, body) VALUES (%s, 'a.b', %s)", record.AT, body)
    sealer.seal_once()
    assert "rows" in {item.code for item in check.verify_database().findings}
