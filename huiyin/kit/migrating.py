"""Changing tables while people work: nobody waits for a lock longer than ``PATIENCE``.

A statement that wants a table for itself stands in a queue, and everybody who comes after it waits
behind it. So it gives up after a second, lets them through and tries again. An index is built beside
the writers; one that was left half-built is thrown away first.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import OperationalError, connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

PATIENCE = "1s"
"""How long a change of a table may keep people waiting."""

TRIES = 120
PAUSE = 1.0
"""Seconds between two tries: whoever waited gets through."""

log = logging.getLogger(__name__)


class LockedOut(Exception):
    """A table was never free for a moment; nothing of the change was kept."""


def patiently(change: Callable[[], object]) -> int:
    """Run ``change`` until no lock stands in its way; the number of tries. Raises ``LockedOut``.

    What is atomic in it is kept whole or not at all, so each try goes on where the last one ended.
    """
    for tried in range(1, TRIES + 1):
        try:
            with _patience(PATIENCE):
                change()
        except OperationalError as error:
            if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                raise
            log.warning("a table is in use; people first, try %d", tried)
            time.sleep(PAUSE)
        else:
            return tried
    raise LockedOut(f"a table was in use for {TRIES} tries; nothing was changed")


class AddIndexPatiently(AddIndexConcurrently):
    """An index that is built while people write; needs ``atomic = False``. May be tried again."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Build it, without a bound: whoever builds beside others waits for them, not they for it."""
        with _patience("0"):
            if _stands(self.index.name):
                return
            name = schema_editor.quote_name(self.index.name)
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            super().database_forwards(app_label, schema_editor, from_state, to_state)


def _stands(name: str) -> bool:
    """Whether an index of that name is whole."""
    with connection.cursor() as cursor:
        cursor.execute(_VALID, [name])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return bool(row and row[0])


@contextmanager
def _patience(longest: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [longest])
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])


_VALID = """
SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = %s
"""
