"""W1: one notice to many people: obligations, deliveries, roll-up, ledger and jobs in one step."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from huiyin.core.event import Event
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.record import record
from huiyin.obligations.roles import NOBODY
from huiyin.scenarios.notices import actions
from tests.benchmarks import limits, sizes, world

ROUNDS = 3
LARGE = 100_000
BYTES = """
SELECT sum(pg_total_relation_size(oid)) FROM pg_class
 WHERE relkind = 'r' AND relname ~ '^(obligation|delivery|ledger|procrastinate)'
"""
TEXT = {
    "title": "机房搬迁安排",
    "background": "旧机房租约 12 月 31 日到期。",
    "items": "- 12 月 5 日 22:00 至 24:00 停机。\n- 12 月 6 日 08:00 恢复。",
    "requirements": "- 各部门于 12 月 4 日 18:00 前保存在线文档，由部门负责人负责。",
    "contact": "总机，分机 8000",
}


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """Two lines per number of people: the door alone, and the whole of pressing the button."""
    most = size.of(tiny=1_000, quick=10_000, full=1_000_000)
    world.populate(most)
    for people in sorted({min(most, each) for each in (10_000, 100_000, 1_000_000)}):
        yield line("the door", people, partial(partial, enter, people))
        yield line("publish", people, partial(_publishing, people))


def line(what: str, people: int, make: Callable[[], Callable[[], object]]) -> dict[str, Any]:
    """Do it to ``people`` and compare with the same rows under nothing but primary keys."""
    limits.run(limits.TABLES)
    ours, bound = [], []
    rounds = ROUNDS if people <= LARGE else 1
    before = stored()
    for number in range(rounds):
        with world.checkpointed():
            bound.append(world.measure(partial(fill, number, people)))
        act = make()
        with world.checkpointed():
            ours.append(world.measure(act))
    mine, limit = world.median(ours), world.median(bound)
    return {
        "name": f"{what} to {people}",
        "value": round(mine.wall, 3),
        "unit": "s",
        "limit": round(limit.wall, 3),
        "ratio": round(limit.wall / mine.wall, 2),
        "cpu_ratio": round(limit.cpu / mine.cpu, 2) if mine.cpu else None,
        "bytes_a_person": round((stored() - before) / people / rounds),
    }


def stored() -> int:
    """Bytes that the tables of duties, deliveries, roll-up and ledger have, indexes included."""
    with connection.cursor() as cursor:
        cursor.execute(BYTES)
        return int(cursor.fetchone()[0])


def _publishing(people: int) -> Callable[[], object]:
    return partial(publish, draft(people))


def enter(people: int) -> None:
    """What the door does with the event of an important notice: duties, deliveries, ledger, jobs."""
    facts: dict[str, Any] = {
        "urgency": "important",
        "classification": "internal",
        "confirm": "acknowledge",
        "has_reply_by": False,
        "initiator": 1,
    }
    event = Event("notices.published", str(new_id()), clock.now(), 1, facts)
    record(event, sets={"recipients": world.everybody(people), "key_people": NOBODY})


def publish(notice: UUID) -> None:
    """What pressing the button does: checks, facts, sets, the text kept, duties, deliveries."""
    actions.publish(notice, by=world.author())


def draft(people: int) -> UUID:
    """An important notice to the first ``people``, written and not yet out; its id."""
    author = world.author()
    notice = actions.create_draft(by=author)
    audience = world.audience_of(people)
    values = {**TEXT, "urgency": "important", "audience": audience.to_json()}
    actions.save_draft(notice.pk, values, by=author)
    return notice.pk


def fill(number: int, people: int) -> None:
    """The bound: the same two rows a person in one transaction."""
    with transaction.atomic():
        limits.run(limits.FILL, {"n": number, "at": clock.now(), "people": people})
