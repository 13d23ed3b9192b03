"""W2: many obligations fall due at one instant while many more are pending."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection

from huiyin.core.event import Event
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations import clock as obligation_clock
from huiyin.obligations.record import record
from tests.benchmarks import world

COHORT = 10_000

BARE = """
CREATE TABLE IF NOT EXISTS bench_due (id bigint PRIMARY KEY, step int NOT NULL);
CREATE TABLE IF NOT EXISTS bench_ping (obligation_id bigint, person_id bigint, channel smallint,
  state smallint, attempts smallint, PRIMARY KEY (obligation_id, person_id, channel));
TRUNCATE bench_due, bench_ping;
INSERT INTO bench_due SELECT id, 0 FROM obligation WHERE next_at <= %(at)s;
"""

BARE_TICK = """
WITH c AS (UPDATE bench_due SET step = step + 1 RETURNING id)
INSERT INTO bench_ping SELECT c.id, b.person_id, 2, 0, 0
  FROM c JOIN obligation_bearer b ON b.obligation_id = c.id WHERE b.state = 0
"""


def lines(*, quick: bool) -> Iterator[dict[str, Any]]:
    """A line for the burst and one for the idle look."""
    due, pending = (10_000, 20_000) if quick else (100_000, 1_000_000)
    start = clock.now()
    size = min(COHORT, due)
    with clock.frozen(start + timedelta(days=1)):
        _publish(pending // size, size)
    with clock.frozen(start):
        _publish(due // size, size)
    with clock.frozen(start + timedelta(hours=1)):
        yield _idle(pending)
        yield _burst(due, pending)


def _publish(notices: int, people: int) -> None:
    for _ in range(notices):
        facts: dict[str, Any] = {
            "urgency": "important",
            "classification": "internal",
            "has_reply_by": False,
            "initiator": 1,
        }
        event = Event("notices.published", str(new_id()), clock.now(), 1, facts)
        sets = {"recipients": world.everybody(people), "key_people": world.everybody(0)}
        record(event, sets=sets)


def _burst(due: int, pending: int) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(BARE, {"at": clock.now()})
    bound = world.measure(lambda: _execute(BARE_TICK))
    mine = world.measure(obligation_clock.wake)
    return {
        "name": f"{due} due at once, {pending} pending",
        "value": round(mine.wall, 3),
        "unit": "s until the last",
        "limit": round(bound.wall, 3),
        "ratio": round(bound.wall / mine.wall, 2),
        "cpu_ratio": round(bound.cpu / mine.cpu, 2) if mine.cpu else None,
    }


def _idle(pending: int) -> dict[str, Any]:
    looks = 200

    def look() -> None:
        for _ in range(looks):
            obligation_clock.seconds_to_next()

    def nothing() -> None:
        for _ in range(looks):
            _execute("SELECT 1")

    mine, bound = world.measure(look), world.measure(nothing)
    return {
        "name": f"idle look, {pending} pending",
        "value": round(mine.wall / looks * 1000, 3),
        "unit": "ms",
        "limit": round(bound.wall / looks * 1000, 3),
        "ratio": round(bound.wall / mine.wall, 2),
    }


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
