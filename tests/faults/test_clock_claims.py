"""Two clocks, a burst of deadlines, one clock killed in the middle: each fires once."""

import contextlib
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults import instance
from tests.faults.chaos import say
from tests.faults.instance import ROOT, Instance

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

CASES = 3_000


@pytest.mark.req("R04")
@pytest.mark.timeout(900)
def test_nothing_fires_twice_and_nothing_is_left() -> None:
    with instance.running(start=False, HUIYIN_MAIL_URL="smtp://127.0.0.1:9") as product:
        product.use_server_beside()
        assert product.huiyin("migrate").code == 0
        cases, bearers = product.inside("ripen", cases=CASES)
        with clock_of(product) as first, clock_of(product) as second:
            product.until(lambda: _fired(product) > cases // 3, "a third fired", 300)
            first.kill()
            first.wait()
            at = _fired(product)
            assert at < cases, "the kill came too late to show anything"
            say(f"one of two clocks killed after {at} of {cases}")
            product.until(lambda: _fired(product) >= cases, "all fired", 300)
            assert second.poll() is None
        _judge(product, cases, bearers)


def _judge(product: Instance, cases: int, bearers: int) -> None:
    told = Counter(
        row[0]
        for row in product.rows("SELECT subject FROM ledger_entry WHERE kind = 'clock.passed'")
    )
    assert len(told) == cases
    assert set(told.values()) == {1}, "a deadline fired twice"
    pings = product.rows("SELECT obligation_id, total FROM obligation_notification WHERE step = 1")
    assert len(pings) == len({cohort for cohort, _ in pings}) == cases
    assert {total for _, total in pings} == {bearers}
    reminded = "SELECT count(*) FROM delivery d JOIN obligation_notification n ON n.id = d.notification_id WHERE n.step = 1"
    assert product.one(reminded) == cases * bearers
    jobs = (
        "SELECT (args ->> 'notification_id')::bigint, count(*) FROM procrastinate_jobs GROUP BY 1"
    )
    assert {count for _, count in product.rows(jobs)} == {1}
    assert {row[0] for row in product.rows("SELECT step FROM obligation")} == {1}
    product.huiyin("compliance", "rebuild")  # the copies came past the fold
    done = product.huiyin("doctor")
    assert done.code == 0, done.out


def _fired(product: Instance) -> int:
    return int(product.one("SELECT count(*) FROM obligation WHERE step >= 1"))


@contextmanager
def clock_of(product: Instance) -> Iterator[subprocess.Popen[str]]:
    """A worker's clock and nothing else, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.inside", "keep_clock"],
        env=product.environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write("{}")
    process.stdin.close()
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()
