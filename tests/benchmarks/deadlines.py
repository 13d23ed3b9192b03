"""W2: many obligations fall due at one instant while many more are pending.

``value`` is how late the last of them was (its commit after the instant), ``p50`` and ``p99`` of all
bearers. The limit is the same claim and the same rows in one statement. The idle line is what a clock
pays for looking when nothing is due; the last one, cases of one person each, is what a cohort saves.
"""

from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter
from typing import Any

from huiyin.core.event import Event
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations import clock as obligation_clock
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.record import record
from tests.benchmarks import limits, sizes, world

COHORT = 10_000
COPIES = 9

BARE = """
CREATE TABLE IF NOT EXISTS bench_due (id bigint PRIMARY KEY, step int NOT NULL);
CREATE TABLE IF NOT EXISTS bench_ping (obligation_id bigint, person_id bigint, channel smallint,
  state smallint, attempts smallint, PRIMARY KEY (obligation_id, person_id, channel));
TRUNCATE bench_due, bench_ping;
INSERT INTO bench_due SELECT id, 0 FROM obligation WHERE next_at <= %(at)s;
ANALYZE bench_due;
"""

BARE_TICK = """
WITH c AS (UPDATE bench_due SET step = step + 1 RETURNING id)
INSERT INTO bench_ping SELECT c.id, b.person_id, 2, 0, 0
  FROM c JOIN obligation_bearer b ON b.obligation_id = c.id WHERE b.state = 0
"""

COPY = """
WITH last AS (SELECT max(id) AS id FROM obligation),
made AS (
  INSERT INTO obligation (id, subject, {columns}) OVERRIDING SYSTEM VALUE
  SELECT o.id + last.id * n, gen_random_uuid(), {columns}
    FROM obligation o, last, generate_series(1, %(copies)s) n)
INSERT INTO obligation_bearer (obligation_id, {shares})
SELECT b.obligation_id + last.id * n, {shares}
  FROM obligation_bearer b, last, generate_series(1, %(copies)s) n
"""


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """For each number of pending ones a line for the burst and one for the idle look."""
    due = size.of(tiny=1_000, quick=10_000, full=100_000)
    pending = size.of(tiny=1_000, quick=20_000, full=1_000_000)
    people = min(COHORT, due)
    world.populate(people)
    start = clock.now()
    with clock.frozen(start + timedelta(days=1)):
        _publish(pending // people, people)
    yield from _looks(start, due, pending, people)
    if size.name == "full":
        with clock.frozen(start + timedelta(hours=12)):
            obligation_clock.wake()  # what the first burst has left behind
        _multiply()
        start += timedelta(hours=2)
        yield from _looks(start, due, pending * (COPIES + 1), people)
    with clock.frozen(start + timedelta(minutes=1)):
        yield _single(size.of(tiny=10, quick=100, full=1_000))


def _looks(start: Any, due: int, pending: int, people: int) -> Iterator[dict[str, Any]]:
    with clock.frozen(start):
        _publish(due // people, people)
    with clock.frozen(start + timedelta(minutes=1)):
        yield _idle(pending)
    with clock.frozen(start + timedelta(hours=1)):
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


def _multiply() -> None:
    """Each cohort ``COPIES`` times more, its people included, as so many other cases."""
    values = {
        "columns": _columns(Obligation, {"id", "subject"}),
        "shares": _columns(Bearer, {"obligation_id"}, "b."),
    }
    shares = _columns(Bearer, {"obligation_id"})
    statement = COPY.replace("(obligation_id, {shares})", f"(obligation_id, {shares})")
    limits.run(statement.format(**values), {"copies": COPIES})
    limits.run(
        "SELECT setval(pg_get_serial_sequence('obligation', 'id'), (SELECT max(id) FROM obligation))"
    )
    limits.run("ANALYZE obligation, obligation_bearer")


def _columns(model: Any, without: set[str], prefix: str = "") -> str:
    columns = (field.column for field in model._meta.local_concrete_fields)
    return ", ".join(prefix + one for one in columns if one and one not in without)


def _burst(due: int, pending: int) -> dict[str, Any]:
    limits.run(BARE, {"at": clock.now()})
    bound = world.measure(lambda: limits.run(BARE_TICK))
    late: list[float] = []

    def wake() -> None:
        begun = perf_counter()
        while obligation_clock.wake(1):
            late.append(perf_counter() - begun)

    mine = world.measure(wake)
    return {
        "name": f"{due} due at once, {pending} pending",
        "value": round(late[-1], 3),
        "unit": "s until the last",
        "limit": round(bound.wall, 3),
        "ratio": round(bound.wall / late[-1], 2),
        "cpu_ratio": round(bound.cpu / mine.cpu, 2) if mine.cpu else None,
        "p50": round(late[len(late) // 2], 3),
        "p99": round(late[int(len(late) * 0.99)], 3),
    }


def _idle(pending: int) -> dict[str, Any]:
    looks = 200

    def look() -> None:
        for _ in range(looks):
            obligation_clock.seconds_to_next()

    def nothing() -> None:
        for _ in range(looks):
            limits.run("SELECT 1")

    mine, bound = world.measure(look), world.measure(nothing)
    return {
        "name": f"idle look, {pending} pending",
        "value": round(mine.wall / looks * 1000, 3),
        "unit": "ms",
        "limit": round(bound.wall / looks * 1000, 3),
        "ratio": round(bound.wall / mine.wall, 2),
    }


def _single(cases: int) -> dict[str, Any]:
    """Cases of one person each: no cohort to share a deadline with."""
    _publish(cases, 1)
    with clock.frozen(clock.now() + timedelta(hours=1)):
        limits.run(BARE, {"at": clock.now()})
        bound = world.measure(lambda: limits.run(BARE_TICK))
        mine = world.measure(lambda: obligation_clock.wake(cases * 2))
    return {
        "name": f"{cases} cases of one person due at once",
        "value": round(mine.wall, 3),
        "unit": "s until the last",
        "limit": round(bound.wall, 3),
        "ratio": round(bound.wall / mine.wall, 3),
        "cases_a_second": round(cases / mine.wall),
    }
