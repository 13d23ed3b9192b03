"""The job of this room."""

from uuid import UUID

from procrastinate.contrib.django import app

from huiyin.insight.backtest import running
from huiyin.insight.backtest.actions import JOB


@app.task(name=JOB, queue="backtest")
def run(run_id: str) -> bool:
    """Compute a backtest and keep its result; whether there is a new one."""
    return running.work(UUID(run_id))
