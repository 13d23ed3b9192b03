"""Background work, deferred in the transaction of the change that causes it (Procrastinate)."""

from collections.abc import Iterable, Mapping
from typing import Any

from procrastinate.contrib.django import app


def defer(name: str, **kwargs: Any) -> None:
    """Queue one run of the task ``name``; rolled back with the surrounding transaction."""
    app.configure_task(name).defer(**kwargs)


def defer_many(name: str, batches: Iterable[Mapping[str, Any]]) -> None:
    """Queue one run per mapping in one statement; nothing for an empty list."""
    rows = [dict(batch) for batch in batches]
    if rows:
        app.configure_task(name).batch_defer(*rows)
