"""Which senders live: each holds an advisory lock of its number, which the server frees at its death."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def lock(run_id: int) -> Iterator[bool]:
    """Hold the lock of ``run_id``; false when a living sender has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [run_id])
        free = bool(cursor.fetchone()[0])
    try:
        yield free
    finally:
        if free and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [run_id])
