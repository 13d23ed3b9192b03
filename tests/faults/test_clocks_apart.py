"""Nodes whose clocks are three minutes apart: each deadline is met with once, and not too early.

The record stays in the order in which things happened, and everybody is told which clock is wrong.
"""

import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.faults import fleet as fleets
from tests.faults import staff
from tests.faults.chance import FULL, drawn, on_request
from tests.faults.chaos import say
from tests.faults.crowd import Crowd
from tests.faults.fleet import Fleet
from tests.faults.instance import Instance
from tests.faults.publishing import draft, publish

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults"), on_request]

AHEAD = 90.0
CASES = 3_000 if FULL else 150
PEOPLE, CONFIRMING = (1_000, 600) if FULL else (80, 60)
LEAD = 45.0 if FULL else 25.0
"""Seconds between what is published and its first rung."""

UNSURE = 1.5
"""Seconds by which nodes may differ although they go by one clock (``kit.clock.LEEWAY``, and the way)."""


@pytest.mark.req("R04", "Z07")
@pytest.mark.timeout(900)
def test_clocks_that_differ(tmp_path: Path) -> None:
    seed = drawn("clocks apart").randrange(2**31)
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    with fleets.running(HUIYIN_MAIL_URL="smtp://127.0.0.1:9") as fleet:
        product = fleet.product
        for ahead in (AHEAD, -AHEAD):
            web = fleet.start("web", ahead=ahead)
            fleet.start("worker", ahead=ahead)
            product.until(lambda node=web: fleet.takes(node), f"in the proxy {fleet.said()}")  # type: ignore[misc]
        fleet.await_workers(2)
        assert product.huiyin("people", "import", str(file)).code == 0
        signed = product.inside(
            "sign_in", publisher=staff.number(0), people=CONFIRMING, administrator=staff.number(1)
        )
        _, bearers = product.inside("ripen", cases=CASES, due_in=LEAD)
        due = product.one("SELECT min(next_at) FROM obligation")
        session = signed["publisher"]
        notice = draft(product.browser(session), classification="internal")
        publish(product, session, notice)
        people = [(person, key) for person, key in signed["crowd"]]
        crowd = Crowd(product.port, people, threads=2, seconds=5, seed=seed)
        crowd.confirm(notice)
        try:
            early = _fired_before(product, due)
            product.until(lambda: _fired(product) >= CASES, "all fired", 300)
            product.until(lambda: not crowd.busy(), "all confirmed", 300)
        finally:
            crowd.stop()
        assert early == 0, f"{early} rungs were taken before their time"
        assert sorted(crowd.acknowledged) == sorted(person for person, _key in people)
        _judge_rungs(product, bearers)
        _judge_order(product)
        _judge_words(product, fleet, signed["crowd"][0][1])


def _fired_before(product: Instance, due: object) -> int:
    """How many rungs were taken up to shortly before ``due``."""
    fired = 0
    while product.one("SELECT clock_timestamp() < %s - make_interval(secs => %s)", due, UNSURE):
        fired = max(fired, _fired(product))
        time.sleep(0.2)
    return fired


def _fired(product: Instance) -> int:
    return int(product.one("SELECT count(*) FROM obligation WHERE step >= 1 AND parent IS NULL"))


def _judge_rungs(product: Instance, bearers: int) -> None:
    told = Counter(row[0] for row in product.rows(_PASSED))
    assert (len(told), set(told.values())) == (CASES, {1}), "a deadline was met with twice"
    pings = product.rows("SELECT obligation_id, total FROM obligation_notification WHERE step = 1")
    assert len(pings) == len({cohort for cohort, _ in pings}) == CASES
    assert {total for _, total in pings} == {bearers}


def _judge_order(product: Instance) -> None:
    """Entries as they were written have times in that order; acts on the two nodes alternate."""
    times = [row[0].timestamp() for row in product.rows("SELECT at FROM ledger_entry ORDER BY id")]
    back = max(before - after for before, after in pairwise(times))
    say(f"{len(times)} entries, at most {back:.2f} s back in time")
    assert back < AHEAD / 4, "the nodes' own clocks stand in the record"
    nodes = [
        row[0]
        for row in product.rows("SELECT DISTINCT (facts ->> 'clock')::float8 FROM config_node")
    ]
    assert any(off > AHEAD / 2 for off in nodes), nodes
    assert any(off < -AHEAD / 2 for off in nodes), nodes


def _judge_words(product: Instance, fleet: Fleet, administrator: str) -> None:
    """The doctor and the administrator's page name every node that is off, and nothing else is wrong."""
    product.huiyin("compliance", "rebuild")  # the copies came past the fold
    done = product.huiyin("doctor")
    named = [line for line in done.out.splitlines() if line.startswith("I14")]
    assert done.code == 1, done.out
    assert len(named) == len(fleet.nodes), done.out
    assert [line for line in done.out.splitlines() if line[:1] == "I" and line not in named] == []
    page = product.browser(administrator).get("/status").text
    assert page.count("的时钟差") >= len(fleet.nodes), page[:3000]
    assert product.huiyin("ledger", "verify").code == 0


_PASSED = "SELECT subject FROM ledger_entry WHERE kind = 'clock.passed'"
