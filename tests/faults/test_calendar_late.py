"""A year's holidays are published late, under load: duties move once, and people hear of it once.

The command is killed in its middle, and so is the worker: all duties have moved or none.
"""

import random
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults import instance, staff, verdict
from tests.faults.chance import FULL, drawn, on_request
from tests.faults.chaos import say
from tests.faults.crowd import Crowd
from tests.faults.instance import ROOT, Instance
from tests.faults.publishing import draft, publish

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults"), on_request]

CASES = 5_000 if FULL else 250
PEOPLE, CONFIRMING, SECONDS = (1_000, 600, 60.0) if FULL else (60, 50, 10.0)
KILLS = 5 if FULL else 2
YEAR = 2028
FRIDAY_AFTERNOON = datetime(2027, 12, 31, 7, 0, tzinfo=UTC)  # 15:00 in Shanghai
GUESSED = datetime(2028, 1, 4, 7, 0, tzinfo=UTC)
PUBLISHED = datetime(2028, 1, 7, 7, 0, tzinfo=UTC)
"""Two working days after that Friday: when 3 January is worked, and when nobody works until the 5th."""

HOLIDAYS = "2028-01-01~2028-01-05 休 元旦\n"
TAKES = 20.0 if FULL else 6.0
"""Seconds within which a kill may strike."""


@pytest.mark.req("R04", "Z07")
@pytest.mark.timeout(1800)
def test_a_year_that_is_published_late(tmp_path: Path) -> None:
    chance = drawn("calendar published late")
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    days = tmp_path / "days.txt"
    days.write_text(HOLIDAYS, encoding="utf-8")
    with instance.running(HUIYIN_LIVE_PER_CLIENT="10000") as product:
        product.environment["HUIYIN_CLOCK_FILE"] = str(product.home / "clock.json")
        assert product.huiyin("people", "import", str(file), url=product.url).code == 0
        signed = product.inside("sign_in", publisher=staff.number(0), people=CONFIRMING)
        notice = draft(product.browser(signed["publisher"]))
        publish(product, signed["publisher"], notice)
        product.inside("await_year", at=FRIDAY_AFTERNOON.isoformat(), cases=CASES)
        assert _times(product) == {(GUESSED, True): CASES}, "provisional until it is known"
        people = [(person, key) for person, key in signed["crowd"]]
        crowd = Crowd(
            product.port, people, threads=2, seconds=SECONDS, seed=chance.randrange(2**31)
        )
        crowd.confirm(notice)
        try:
            _publish_in_the_end(product, days, chance)
            product.until(lambda: not crowd.busy(), "all confirmed", 300)
        finally:
            crowd.stop()
        assert sorted(crowd.acknowledged) == sorted(person for person, _key in people)
        product.until(lambda: verdict.is_over(product), "quiet", 300)
        _judge(product)
        verdict.check_confirmations(product, notice, crowd.acknowledged)


def _publish_in_the_end(product: Instance, days: Path, chance: random.Random) -> None:
    """Killed some times, then done, with a worker that dies meanwhile; done again it moves nothing."""
    for _ in range(KILLS):
        _killed(product, days, chance)
        assert len(_times(product)) == 1, "half of them moved"
    instance.kill(product.processes("worker"))
    command = ("calendar", "publish", str(YEAR), "--file", str(days))
    done = product.huiyin(*command, url=product.url)
    assert done.code == 0, done.out
    again = product.huiyin(*command, url=product.url)
    assert again.out.startswith("0 duties moved"), again.out


def _killed(product: Instance, days: Path, chance: random.Random) -> None:
    """Publish, and die at a random moment of it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "huiyin.config.cli", "calendar", "publish", str(YEAR), "--file", str(days)],
        env=product.environment | {"DATABASE_URL": product.url},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    product.until(lambda: bool(product.one(_AT_WORK)) or process.poll() is not None, "at work")
    threading.Event().wait(chance.uniform(0, TAKES * 0.3))
    process.kill()
    code = process.wait()
    say(f"publishing {'was killed' if code < 0 else 'ended first'}: {_times(product)}")


def _times(product: Instance) -> Counter[tuple[datetime, bool]]:
    """Due times of what waits for the year, and whether they are provisional."""
    return Counter((row[0].astimezone(UTC), row[1]) for row in product.rows(_DUE))


def _judge(product: Instance) -> None:
    assert _times(product) == {(PUBLISHED, False): CASES}
    told = Counter(row[0] for row in product.rows(_PINGS))
    assert (len(told), set(told.values())) == (CASES, {1}), "told twice, or never"
    written = Counter(row[0] for row in product.rows(_WRITTEN))
    assert (len(written), set(written.values())) == (CASES, {1})
    born = product.rows(_BORN)
    assert len(born) == 1, "time that was used is kept: all still count from their birth"
    assert abs(born[0][0] - FRIDAY_AFTERNOON) < timedelta(minutes=5)
    product.huiyin("compliance", "rebuild", url=product.url)  # the copies came past the fold
    for command in (["doctor"], ["ledger", "verify"]):
        done = product.huiyin(*command, url=product.url)
        assert done.code == 0, done.out


_DUE = """
SELECT date_trunc('hour', due_at), provisional FROM obligation
 WHERE verb = 'mend_request' AND parent IS NULL
"""
_BORN = """
SELECT DISTINCT born_at, counted_from FROM obligation
 WHERE verb = 'mend_request' AND parent IS NULL
"""
_PINGS = """
SELECT n.obligation_id FROM obligation_notification n JOIN obligation o ON o.id = n.obligation_id
 WHERE n.purpose = 'moved' AND o.verb = 'mend_request' AND o.parent IS NULL
"""
_WRITTEN = """
SELECT e.subject FROM ledger_entry e JOIN obligation o ON o.subject = e.subject
 WHERE e.kind = 'obligations.moved' AND o.verb = 'mend_request' AND o.parent IS NULL
"""
_AT_WORK = """
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock'
                AND objid = 720107 AND granted)
"""
