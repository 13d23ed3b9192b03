"""Reads of backtests."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiyin.insight.backtest.models import Run, RunState


def runs() -> QuerySet[Run]:
    """All runs, the newest first, without their reports."""
    return (
        Run.objects.select_related("by", "base").defer("report", "source").order_by("-created_at")
    )


def of_amendment(amendment: UUID) -> QuerySet[Run]:
    """The runs of one amendment, the newest first."""
    return runs().filter(amendment=amendment)


def find(run_id: UUID) -> Run | None:
    """One run with its report."""
    return Run.objects.select_related("by", "base").filter(pk=run_id).first()


def report(run: Run) -> dict[str, Any] | None:
    """What a run found; ``None`` until it is done."""
    return run.report if run.state == RunState.DONE else None
