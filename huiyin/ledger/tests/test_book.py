"""What an entry holds, that it cannot be changed, and that private values stay out of it."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.kit.digest import canonical
from huiyin.ledger import book, check, private, sealer, tree
from huiyin.ledger.models import Entry, PrivateValue, QueuedLeaf
from huiyin.ledger.tests import record

pytestmark = pytest.mark.django_db


@pytest.mark.req("R04", "R05")
def test_an_entry_is_canonical_json_and_its_leaf_the_hash_of_it() -> None:
    number = record.append(1)
    entry = Entry.objects.get(id=number)
    content = json.loads(entry.body)
    assert canonical(content) == entry.body
    assert content["actor"] == 1
    assert content["facts"] == {"channel": "inbox", "title": "第 1 条"}
    assert content["subject"] == str(record.NOTICE)
    assert bytes(entry.leaf) == tree.leaf_hash(entry.body.encode())
    assert bytes(QueuedLeaf.objects.get(id=number).leaf) == bytes(entry.leaf)


@pytest.mark.req("R05")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET kind = 'x'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_seal SET seq = seq + 1",
        "DELETE FROM ledger_seal",
        "UPDATE ledger_subtree SET index = 1",
        "DELETE FROM ledger_checkpoint",
        "UPDATE ledger_checkpoint SET note = ''",
        "UPDATE ledger_checkpoint SET size = size + 1",
        "UPDATE ledger_private SET value = 'x'",
    ],
)
def test_the_database_refuses_to_change_the_record(statement: str) -> None:
    record.fill(5)
    with pytest.raises(DatabaseError, match="the ledger refuses"), transaction.atomic():
        record.sql(statement)


def test_truncate_is_refused_outside_test_databases() -> None:
    body = record.value("SELECT prosrc FROM pg_proc WHERE proname = 'ledger_refuse'")
    renamed = str(body).replace(r"test\_%", "nowhere")
    record.sql("SELECT set_config('check_function_bodies', 'on', true)")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$" + renamed + "$$"
        )
    with pytest.raises(DatabaseError, match="refuses TRUNCATE"), transaction.atomic():
        record.sql("TRUNCATE ledger_entry")


def test_an_entry_needs_an_aware_instant_and_a_uuid() -> None:
    with pytest.raises(ValueError, match="aware"):
        book.append("a.b", None, datetime(2026, 9, 7), None, {})  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="UUID"):
        book.append("a.b", "notice:7", record.AT, None, {})
    with pytest.raises(UnicodeEncodeError):
        book.append("a.b", None, record.AT, None, {"text": "\ud800"})
    assert not Entry.objects.exists()


def test_the_building_block_appends_as_often_as_its_source_has_rows() -> None:
    act = "WITH act AS (SELECT 1 WHERE %(go)s)"
    sql = f"{act} {book.APPEND_SQL} FROM act RETURNING id"
    parameters = book.append_parameters("notices.confirmed", record.NOTICE, record.AT, 3, {})
    assert record_rows(sql, parameters | {"go": False}) == 0
    assert record_rows(sql, parameters | {"go": True}) == 1
    assert Entry.objects.get().body == parameters["body"]


def record_rows(sql: str, parameters: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return len(cursor.fetchall())


@pytest.mark.req("Z11")
def test_private_values_are_beside_the_body_and_can_be_forgotten() -> None:
    facts = {"person": 7}
    secret: dict[str, book.Private | str] = {
        "phone": "13800001234",
        "note": book.Private("只给医生", 8),
    }
    number = book.append("people.changed", None, record.AT, 3, facts, private=secret)
    body = Entry.objects.get(id=number).body
    assert "13800001234" not in body
    assert "只给医生" not in body
    kept = PrivateValue.objects.get(entry_id=number, field="phone")
    assert kept.person_id == 7
    assert len(bytes(kept.salt)) == 16
    digest = book.commitment(bytes(kept.salt), "phone", "13800001234")
    assert json.loads(body)["private"]["phone"] == digest
    sealer.seal_once()
    assert private.erase_person(7, record.AT) == 1
    assert private.erase_person(7, record.AT) == 0
    assert list(PrivateValue.objects.values_list("person_id", flat=True)) == [8]
    assert Entry.objects.filter(kind="privacy.erased").count() == 1
    assert check.verify_database().ok
    sealer.seal_once()
    assert check.verify_database().ok


def test_a_private_field_needs_a_plain_name() -> None:
    with pytest.raises(ValueError, match="without NUL"):
        book.append("a.b", None, record.AT, 1, {}, private={"a\0b": "x"})


@pytest.mark.req("R04")
@pytest.mark.parametrize(("people", "batch", "sizes"), [(25, 10, [10, 10, 5]), (0, 10, [])])
def test_a_manifest_is_made_of_canonical_entries(people: int, batch: int, sizes: list[int]) -> None:
    ids = book.append_manifest(
        "obligations.opened",
        record.NOTICE,
        record.AT,
        {"verb": "confirm_notice", "title": '引号 " 和 \\ 与 %'},
        "SELECT n FROM generate_series(%s::bigint, 1, -1) n",
        [people],
        batch,
    )
    bodies = [Entry.objects.get(id=number).body for number in ids]
    contents = [json.loads(body) for body in bodies]
    assert [canonical(content) for content in contents] == bodies
    assert [content["count"] for content in contents] == sizes
    assert [content["part"] for content in contents] == list(range(len(sizes)))
    assert [n for content in contents for n in content["people"]] == list(range(1, people + 1))
    assert check.verify_database().ok


def test_a_manifest_entry_holds_someone() -> None:
    with pytest.raises(ValueError, match="at least one"):
        book.append_manifest("a.b", None, record.AT, {}, "SELECT 1", [], 0)
