"""Small records for the tests: some entries, sealed in several steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.ledger import book, sealer

AT = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
NOTICE = UUID("01990000-0000-7000-8000-000000000001")
MEETING = UUID("01990000-0000-7000-8000-000000000002")


def append(number: int, *, phone: str | None = None) -> int:
    """One entry; every third is about the meeting."""
    private = {"phone": phone} if phone else None
    return book.append(
        "notices.confirmed",
        NOTICE if number % 3 else MEETING,
        AT + timedelta(seconds=number),
        number,
        {"channel": "inbox", "title": f"第 {number} 条"},
        private=private,
    )


def fill(count: int, *, steps: int = 4, private_every: int = 5) -> list[int]:
    """``count`` sealed entries in ``steps`` checkpoints; every fifth hides a telephone number."""
    ids = []
    for number in range(count):
        hidden = f"1380000{number:04d}" if number % private_every == 0 else None
        ids.append(append(number, phone=hidden))
        if (number + 1) % max(1, count // steps) == 0:
            sealer.seal_once()
    sealer.seal_once()
    return ids


@contextmanager
def unguarded() -> Iterator[None]:
    """As a superuser who switches the guards off."""
    sql("SET session_replication_role = replica")
    try:
        yield
    finally:
        sql("SET session_replication_role = origin")


def sql(text: str, *params: Any) -> None:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(text, params)


def value(text: str, *params: Any) -> object:
    """The first value of a query."""
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        row = cursor.fetchone()
    return row[0] if row else None


def chance(seed: str) -> Random:
    """Repeatable randomness for mutations."""
    return Random(seed)  # noqa: S311 - nothing secret
