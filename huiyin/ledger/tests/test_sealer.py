"""Numbering without gaps, crashes between the two transactions, and what stops the sealer."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from huiyin.ledger import check, outside, sealer, tree
from huiyin.ledger.checkpoint import read_note
from huiyin.ledger.models import Checkpoint, Entry, QueuedLeaf, Seal, Subtree
from huiyin.ledger.tests import record


@pytest.mark.django_db
def test_sealing_numbers_in_order_and_signs_the_right_root() -> None:
    ids = record.fill(600, steps=3)
    assert list(Seal.objects.order_by("seq").values_list("seq", "entry_id")) == list(enumerate(ids))
    leaves = [bytes(leaf) for leaf in Seal.objects.order_by("seq").values_list("leaf", flat=True)]
    for point in Checkpoint.objects.all():
        note = read_note(point.note)
        assert note.size == point.size
        assert note.root == bytes(point.root) == tree.root_of(leaves[: point.size])
    assert [bytes(part.root) for part in Subtree.objects.order_by("index")] == [
        tree.root_of(leaves[:256]),
        tree.root_of(leaves[256:512]),
    ]
    assert list(outside.notes()) == list(
        Checkpoint.objects.order_by("size").values_list("note", flat=True)
    )


@pytest.mark.django_db
def test_the_limit_is_kept_and_nothing_means_nothing() -> None:
    for number in range(5):
        record.append(number)
    assert [sealer.seal_once(limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert Checkpoint.objects.count() == 3
    assert not QueuedLeaf.objects.exists()


@pytest.mark.django_db
@pytest.mark.req("Z11")
@pytest.mark.parametrize("crash", ["sign", "keep", "kept"])
def test_a_crash_between_commit_and_signing_repeats_cleanly(
    crash: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.fill(10)
    record.append(11)

    def fail(*args: object) -> None:
        if crash == "kept":
            real(str(args[-1]))
        raise OSError("power cut")

    real = outside.keep
    owner, name = ("notes.Signer", "sign") if crash == "sign" else ("outside", "keep")
    with monkeypatch.context() as broken:
        broken.setattr(f"huiyin.ledger.{owner}.{name}", fail)
        with pytest.raises(OSError, match="power cut"):
            sealer.seal_once()
    assert Checkpoint.objects.get(size=11).note == ""
    assert check.verify_database().ok
    assert sealer.seal_once() == 0
    assert Checkpoint.objects.get(size=11).note
    assert [read_note(text or "").size for text in outside.notes()] == [2, 4, 6, 8, 10, 11]
    assert check.verify_database().ok


@pytest.mark.django_db
def test_a_torn_line_is_cut_off(ledger_home: Path) -> None:
    record.fill(4)
    with (ledger_home / "checkpoints.log").open("ab") as log:
        log.write(b'{"note": "huiyin.lo')
    assert check.verify_database().ok
    record.fill(1)
    assert len(list(outside.notes())) == 5
    assert check.verify_database().ok


@pytest.mark.django_db
def test_a_broken_line_stops_the_sealer_and_is_reported(ledger_home: Path) -> None:
    record.fill(4)
    with (ledger_home / "checkpoints.log").open("ab") as log:
        log.write(b"[]\n")
    assert not check.verify_database().ok
    record.append(5)
    with pytest.raises(ValueError, match="cannot be read"):
        sealer.seal_once()


@pytest.mark.django_db
@pytest.mark.req("Z11")
def test_a_database_put_back_from_an_older_copy_is_noticed_and_can_be_accepted(
    django_capture_on_commit_callbacks: type,
) -> None:
    record.fill(20)
    with record.unguarded():
        record.sql("DELETE FROM ledger_checkpoint WHERE size > 10")
        record.sql("DELETE FROM ledger_entry USING ledger_seal s WHERE s.entry_id = id AND seq > 9")
        record.sql("DELETE FROM ledger_seal WHERE seq > 9")
        record.sql("DELETE FROM ledger_private WHERE entry_id NOT IN (SELECT id FROM ledger_entry)")
    record.append(30)
    with pytest.raises(sealer.LedgerBroken, match="checkpoint 20"):
        sealer.seal_once()
    assert Seal.objects.count() == 10
    with django_capture_on_commit_callbacks(execute=True):
        sealer.accept_restore("磁盘损坏", 3)
    assert sealer.seal_once() == 2
    assert check.verify_database().ok
    assert Entry.objects.filter(kind="ledger.restored").exists()


@pytest.mark.django_db
def test_a_restore_without_anything_published_is_no_restore() -> None:
    with pytest.raises(ValueError, match="no checkpoint"):
        sealer.accept_restore("x", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger_seal WHERE seq = 19",
        "DELETE FROM ledger_checkpoint WHERE size = 20",
        "UPDATE ledger_checkpoint SET frontier = '[]' WHERE size = 20",
    ],
)
def test_the_sealer_does_not_build_on_a_broken_end(statement: str) -> None:
    record.fill(20)
    with record.unguarded():
        record.sql(statement)
    record.append(21)
    with pytest.raises(sealer.LedgerBroken):
        sealer.seal_once()


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("Z11")
def test_appends_and_seals_from_threads_leave_no_gap() -> None:
    done = threading.Event()

    def write() -> None:
        for number in range(60):
            record.append(number)
        connection.close()

    def seal() -> None:
        while not done.is_set():
            sealer.seal_once(limit=17)
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        sealers = [pool.submit(seal) for _ in range(2)]
        writers = [pool.submit(write) for _ in range(4)]
        problems = [writer.exception(60) for writer in writers]
        done.set()
        problems += [one.exception(60) for one in sealers]
    assert problems == [None] * 6
    while sealer.seal_once():
        pass
    assert list(Seal.objects.order_by("seq").values_list("seq", flat=True)) == list(range(240))
    report = check.verify_database()
    assert report.ok, report.lines
