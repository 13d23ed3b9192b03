"""The worker was down for an hour and all its deadlines are overdue: each rung once, in their order.

Rungs of several kinds passed meanwhile; of each kind the last is taken, nobody is called twice, and
due times stay what they were. While it is behind, the doctor and the figures say so.
"""

import time
from collections import Counter
from datetime import datetime

import psycopg
import pytest

from tests.faults import instance
from tests.faults.chance import FULL, drawn, on_request
from tests.faults.chaos import say
from tests.faults.instance import Instance
from tests.faults.test_clock_claims import clock_of

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults"), on_request]

CASES = 100_000 if FULL else 2_000
CLOCKS = 2 if FULL else 1
DOWN = 3_600 + 600
"""Seconds since the first rung: the second one passed ten minutes ago."""

SPREAD = 3_000
"""Seconds over which the deadlines of that hour were spread."""

AT_ONCE = 4 * CLOCKS
"""Places by which two clocks that work side by side may come in another order."""

LONGEST = 600.0 if FULL else 240.0
"""Seconds to be on time again (reliability: 100,000 in ten minutes)."""


@pytest.mark.req("R04", "N16")
@pytest.mark.timeout(1800)
def test_an_hour_is_caught_up() -> None:
    chance = drawn(f"{CASES} overdue")
    with instance.running(start=False, HUIYIN_MAIL_URL="smtp://127.0.0.1:9") as product:
        product.use_server_beside()
        assert product.huiyin("migrate").code == 0
        cases, bearers = product.inside("ripen", cases=CASES, due_in=-DOWN)
        _spread(product, chance.randrange(2**31))
        due = dict(product.rows("SELECT id, due_at FROM obligation"))
        behind = product.huiyin("doctor")
        assert behind.code == 1, "an hour late, and the doctor is content"
        assert "I10 no deadline waits for a minute" in behind.out
        began = time.monotonic()
        _run(product, cases)
        seconds = time.monotonic() - began
        say(f"{cases} caught up in {seconds:.0f} s, {cases / seconds:.0f} a second")
        _judge_once(product, cases, bearers)
        _judge_order(product, cases)
        assert dict(product.rows("SELECT id, due_at FROM obligation WHERE parent IS NULL")) == due
        product.huiyin("compliance", "rebuild")  # the copies came past the fold
        done = product.huiyin("doctor")
        assert done.code == 0, done.out


def _spread(product: Instance, seed: int) -> None:
    """Let them fall due one after the other, in an order that is nobody's."""
    with psycopg.connect(product.url) as connection:
        connection.execute("SELECT setseed(%s)", [seed % 1000 / 1000])
        connection.execute(_SPREAD, {"spread": SPREAD})


def _run(product: Instance, cases: int) -> None:
    """As many clocks as there are, until nothing is due."""
    with clock_of(product):
        if CLOCKS == 1:
            product.until(lambda: _left(product) == 0, "caught up", LONGEST)
        else:
            with clock_of(product):
                product.until(lambda: _left(product) == 0, "caught up", LONGEST)
    assert product.one("SELECT count(*) FROM obligation WHERE step >= 2") == cases


def _left(product: Instance) -> int:
    return int(product.one("SELECT count(*) FROM obligation WHERE next_at <= clock_timestamp()"))


def _judge_once(product: Instance, cases: int, bearers: int) -> None:
    told = Counter(row[0] for row in product.rows(_PASSED))
    assert (len(told), set(told.values())) == (cases, {1}), "acted on more than once"
    reminded = product.rows(
        "SELECT obligation_id, total FROM obligation_notification WHERE purpose = 'remind'"
    )
    assert len(reminded) == len({cohort for cohort, _ in reminded}) == cases
    assert {total for _, total in reminded} == {bearers}
    calls = product.rows(_CALLS)
    assert len(calls) == len({parent for parent, _, _ in calls}) == cases, "called twice, or never"
    assert {(verb, people) for _, verb, people in calls} == {("phone_unread", 1)}


def _judge_order(product: Instance, cases: int) -> None:
    """The record tells of them in the order in which they fell due."""
    moments: list[datetime] = [row[0] for row in product.rows(_IN_ORDER)]
    assert len(moments) == cases
    rank = {place: at for at, place in enumerate(sorted(range(cases), key=moments.__getitem__))}
    worst = max(abs(place - at) for place, at in rank.items())
    assert worst <= AT_ONCE, f"out of order by {worst} places"


_SPREAD = """
UPDATE obligation SET born_at = born_at + late, due_at = due_at + late, next_at = next_at + late
  FROM (SELECT id AS key, make_interval(secs => random() * %(spread)s) - make_interval(secs => %(spread)s)
               AS late FROM obligation) n
 WHERE key = id
"""
_PASSED = "SELECT subject FROM ledger_entry WHERE kind = 'clock.passed'"
_CALLS = """
SELECT c.parent, c.verb, count(b.person_id) FROM obligation c
  JOIN obligation_bearer b ON b.obligation_id = c.id
 WHERE c.parent IS NOT NULL GROUP BY c.id, c.parent, c.verb
"""
_IN_ORDER = """
SELECT o.due_at FROM ledger_entry e JOIN obligation o ON o.subject = e.subject AND o.parent IS NULL
 WHERE e.kind = 'clock.passed' ORDER BY e.id
"""
