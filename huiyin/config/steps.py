"""Old and new code side by side: which step the database is at, and who may run on it.

A release that changes tables, policy or jobs raises ``huiyin.STEP`` by one, and its migrations are such
that code of the step before survives them. So code runs on a database of its own step or of the next.
"""

import threading
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

import huiyin
from huiyin.config import marks, probes

ALIVE = 30
"""Seconds since its last sign of life for which a node counts as living."""

LOOK_EVERY = 1.0


def of_database() -> int:
    """The step that the database was brought to; 0 before the first."""
    found = marks.facts(marks.SCHEMA)
    return int(found["step"]) if found else 0


def write() -> None:
    """The tables are of this code's step now; a later one stays."""
    if of_database() < huiyin.STEP:
        marks.put(marks.SCHEMA, step=huiyin.STEP, version=huiyin.__version__)


def refuse_newer() -> None:
    """``ImproperlyConfigured`` when the database is more than one step ahead of this code."""
    ahead = of_database() - huiyin.STEP
    if ahead > 1:
        raise ImproperlyConfigured(
            f"the database is {ahead} steps ahead of this code ({huiyin.__version__}); install a newer one"
        )


def await_tables(stop: threading.Event, say: Callable[[str], object]) -> None:
    """Wait until somebody has migrated the database to what this code needs, or ``stop`` is set."""
    refuse_newer()
    said = False
    while probes.pending_migrations() and not stop.is_set():
        if not said:
            say("The tables are older than this code; waiting for: huiyin migrate")
            said = True
        connection.close()
        stop.wait(LOOK_EVERY)


def older_nodes() -> int:
    """How many living nodes run code of an earlier step."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDER, [huiyin.STEP, ALIVE])
        return int(cursor.fetchone()[0])


_OLDER = """
SELECT count(*) FROM config_node
 WHERE step < %s AND seen_at > now() - make_interval(secs => %s)
"""
