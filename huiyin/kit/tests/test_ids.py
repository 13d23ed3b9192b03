"""Identifiers and digests."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from huiyin.kit import clock, digest
from huiyin.kit.ids import new_id

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_an_id_is_a_uuid_of_version_seven_that_knows_its_moment() -> None:
    with clock.frozen(NOON):
        made = new_id()
    assert (made.version, made.variant) == (7, UUID(int=0x8 << 60).variant)
    assert made.int >> 80 == int(NOON.timestamp() * 1000)


def test_ids_sort_by_time_and_never_repeat() -> None:
    with clock.frozen(NOON):
        many = {new_id() for _ in range(2000)}
        earlier = max(many)
        clock.advance(timedelta(milliseconds=1))
        assert new_id() > earlier
    assert len(many) == 2000


def test_canonical_json_has_one_form() -> None:
    made = UUID(int=5)
    value = {"b": [1, None, True], "a": "回音", "at": NOON, "id": made}
    assert digest.canonical(value) == (
        '{"a":"回音","at":"2026-11-23T04:00:00+00:00","b":[1,null,true],'
        '"id":"00000000-0000-0000-0000-000000000005"}'
    )


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no canonical form"):
        digest.canonical({"x": object()})


def test_text_and_bytes_have_the_same_digest() -> None:
    assert digest.sha256_hex("回") == digest.sha256_hex("回".encode())
    assert digest.sha256_hex("").startswith("e3b0c44298fc1c14")
