"""Background work of problems."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from huiyin.scenarios.problems import answering
from huiyin.scenarios.problems.intake import mails
from huiyin.scenarios.problems.models import Problem
from huiyin.scenarios.problems.trackers import mirroring, syncing


@app.task(name="problems.close_answered")
def close_answered(subject: str) -> bool:
    """Close a problem whose reporter let the time pass; whether it did. Other cases stay."""
    return answering.close_deemed(UUID(subject))


@app.task(name="problems.tell_outside")
def tell_outside(subject: str) -> bool:
    """Mail the last answer to somebody outside, and let trackers know; whether there was a mail."""
    mirroring.mirror(UUID(subject))
    problem = Problem.objects.filter(pk=UUID(subject)).first()
    return problem is not None and mails.tell_result(problem)


@app.task(name="problems.mirror")
def mirror(subject: str) -> int:
    """Let every tracker that shows the problem know; how many there are."""
    return mirroring.mirror(UUID(subject))


@app.task(name=mirroring.JOB, retry=RetryStrategy(max_attempts=500, wait=10))
def sync(link_id: int) -> bool:
    """Bring one tracker into step; whether it is."""
    return syncing.sync(link_id)
