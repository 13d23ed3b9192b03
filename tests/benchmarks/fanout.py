"""W1: one notice to many people: obligations, deliveries, roll-up, ledger and jobs in one step."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction

from huiyin.core.event import Event
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.record import record
from tests.benchmarks import limits, world

ROUNDS = 3


def lines(*, quick: bool) -> Iterator[dict[str, Any]]:
    """A line per size."""
    for people in (10_000,) if quick else (10_000, 100_000):
        yield line(people)


def line(people: int) -> dict[str, Any]:
    """Publish to ``people`` and compare with the same rows under nothing but primary keys."""
    limits.run(limits.TABLES)
    ours, bound = [], []
    for number in range(ROUNDS):
        with world.checkpointed():
            bound.append(world.measure(partial(fill, number, people)))
        with world.checkpointed():
            ours.append(world.measure(partial(publish, people)))
    mine, limit = world.median(ours), world.median(bound)
    return {
        "name": f"publish to {people}",
        "value": round(mine.wall, 3),
        "unit": "s",
        "limit": round(limit.wall, 3),
        "ratio": round(limit.wall / mine.wall, 2),
        "cpu_ratio": round(limit.cpu / mine.cpu, 2) if mine.cpu else None,
    }


def publish(people: int) -> str:
    """Publish an important notice; the case's id."""
    case = str(new_id())
    facts: dict[str, Any] = {
        "urgency": "important",
        "classification": "internal",
        "has_reply_by": False,
        "initiator": 1,
    }
    event = Event("notices.published", case, clock.now(), 1, facts)
    record(event, sets={"recipients": world.everybody(people)})
    return case


def fill(number: int, people: int) -> None:
    """The bound: the same two rows a person in one transaction."""
    with transaction.atomic():
        limits.run(limits.FILL, {"n": number, "at": clock.now(), "people": people})
