"""One run from its start to its end: done again it changes nothing, interrupted it begins anew."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from huiyin.core.table import PolicyError
from huiyin.insight.backtest.computing import compute
from huiyin.insight.backtest.models import Run, RunState
from huiyin.kit import clock

EVERY = 1.0
"""Seconds between two reports of progress."""


class Stopped(Exception):
    """Somebody cancelled the run while it was under way."""


def work(run_id: UUID) -> bool:
    """Compute and keep the result of a run; ``False`` when it has one, or was cancelled."""
    waiting = Run.objects.filter(pk=run_id, state__in=[RunState.QUEUED, RunState.RUNNING])
    begun = clock.now()
    if not waiting.update(state=RunState.RUNNING, started_at=begun, progress=0):
        return False
    run = Run.objects.select_related("base").get(pk=run_id)
    clocked = time.monotonic()
    try:
        with _telling(run) as tell:
            found, digest = compute(run, tell)
    except Stopped:
        return False
    except PolicyError as error:
        waiting.update(state=RunState.FAILED, problem=str(error)[:500], finished_at=clock.now())
        return False
    return bool(
        waiting.update(
            state=RunState.DONE,
            report=found,
            hash=digest,
            progress=1,
            seconds=round(time.monotonic() - clocked, 2),
            finished_at=clock.now(),
        )
    )


class _Teller:
    """Writes the progress every second through a connection beside the one that only reads."""

    def __init__(self, run: Run, beside: BaseDatabaseWrapper) -> None:
        self.run, self.beside, self.last = run, beside, time.monotonic()

    def __call__(self, share: float) -> None:
        if time.monotonic() - self.last < EVERY:
            return
        self.last = time.monotonic()
        with self.beside.cursor() as cursor:
            cursor.execute(_PROGRESS, [share, self.run.pk])
            row = cursor.fetchone()
        if row is not None and row[0] == RunState.CANCELLED:
            raise Stopped


@contextmanager
def _telling(run: Run) -> Iterator[_Teller]:
    beside = connections.create_connection("default")
    try:
        yield _Teller(run, beside)
    finally:
        beside.close()


_PROGRESS = """
UPDATE backtest_run SET progress = CASE WHEN state = 'running' THEN %s ELSE progress END
 WHERE id = %s RETURNING state
"""
