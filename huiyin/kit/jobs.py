"""Background work, deferred in the transaction of the change that causes it (Procrastinate).

A job goes to the queue of the code's step (``huiyin.STEP``): workers of earlier code leave it to those
that know it, workers of later code do it as well.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from procrastinate.contrib.django import app

import huiyin
from huiyin.kit import trail


def defer(name: str, **kwargs: Any) -> None:
    """Queue one run of the task ``name``; rolled back with the surrounding transaction."""
    _configured(name).defer(**kwargs, **trail.carried())


def defer_many(name: str, batches: Iterable[Mapping[str, Any]]) -> None:
    """Queue one run per mapping in one statement; nothing for an empty list."""
    carried = trail.carried()
    rows = [{**batch, **carried} for batch in batches]
    if rows:
        _configured(name).batch_defer(*rows)


def queues() -> list[str]:
    """The queues that a worker of this code serves: of its own step and of all before."""
    own = {task.queue for task in app.tasks.values()} | {"default"}
    return sorted(queue_of(name, step) for name in own for step in range(1, huiyin.STEP + 1))


def queue_of(name: str, step: int) -> str:
    """The queue ``name`` as code of ``step`` calls it."""
    return name if step == 1 else f"{name}.{step}"


def _configured(name: str) -> Any:
    task = app.tasks.get(name)
    queue = queue_of(task.queue if task else "default", huiyin.STEP)
    return app.configure_task(name, queue=queue)
