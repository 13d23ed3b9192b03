"""Tables change while people confirm: nobody waits longer than a second for it, nothing is lost.

Somebody reads the table for a long time meanwhile: a change that stood in the queue behind that
reader would keep everybody waiting who comes after it.
"""

import threading
from pathlib import Path

import psycopg
import pytest

from tests.faults import instance, staff, verdict
from tests.faults.chance import FULL, drawn
from tests.faults.chaos import say
from tests.faults.crowd import Crowd
from tests.faults.instance import Instance
from tests.faults.publishing import draft, publish

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

ROWS = 10_000_000 if FULL else 200_000
PEOPLE, CONFIRMING, SECONDS = (4_000, 3_000, 240.0) if FULL else (300, 250, 25.0)
IN_THE_WAY = 10.0
"""Seconds that the reader goes on after a change has begun to wait for it."""

PATIENCE = 1.0
"""Seconds: ``kit.migrating.PATIENCE``."""

SLACK = 1.0 if FULL else 6.0
"""Seconds by which a busy machine may answer later than the longest answer before.

Who waits for the change waits for the reader too, which is longer than all of this.
"""

BALLAST = -1
ACTIVE = "SELECT id FROM directory_person WHERE active"


@pytest.mark.req("R04")
@pytest.mark.timeout(3600)
def test_nobody_waits_for_a_change_of_tables(tmp_path: Path) -> None:
    seed = drawn(f"migration with {ROWS} rows").randrange(2**31)
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    with instance.running(HUIYIN_LIVE_PER_CLIENT="10000") as product:
        assert product.huiyin("people", "import", str(file), url=product.url).code == 0
        signed = product.inside("sign_in", publisher=staff.number(0), people=CONFIRMING)
        _load(product)
        notice = draft(product.browser(signed["publisher"]))
        publish(product, signed["publisher"], notice)
        people = [(person, key) for person, key in signed["crowd"]]
        crowd = Crowd(product.port, people, threads=3, seconds=SECONDS, seed=seed)
        crowd.confirm(notice)
        try:
            product.until(lambda: len(crowd.acknowledged) > CONFIRMING // 6, "people confirm")
            before, known = max(crowd.waits), len(crowd.waits)
            with _Reader(product):
                done = product.inside("change_tables")
            during = max(crowd.waits[known:])
            assert len(crowd.waits) > known + 5, "nobody confirmed meanwhile: nothing is shown"
            product.until(lambda: not crowd.busy(), "all confirmed", 900)
        finally:
            crowd.stop()
        say(f"longest answer {before:.2f} s before, {during:.2f} s during; {done['tries']} tries")
        assert done["against"] == []
        assert done["tries"] > done["steps"], "the reader was in nobody's way: nothing is shown"
        assert during <= PATIENCE + SLACK + before
        _judge(product, crowd, notice)


def _load(product: Instance) -> None:
    """Rows of a cohort that is long over."""
    with psycopg.connect(product.url, autocommit=True) as connection:
        connection.execute(_FILL, {"cohort": BALLAST, "rows": ROWS})
        connection.execute("ANALYZE obligation_bearer")


class _Reader:
    """Somebody who looks at the table in one transaction, in the way of the first change of it."""

    def __init__(self, product: Instance) -> None:
        self._url = product.url
        self._reading = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()
        assert self._reading.wait(30)

    def __exit__(self, *_trouble: object) -> None:
        self._ended.set()
        self._thread.join(30)

    def _read(self) -> None:
        with psycopg.connect(self._url) as connection:
            connection.execute("SELECT 1 FROM obligation_bearer LIMIT 1")
            self._reading.set()
            with psycopg.connect(self._url, autocommit=True) as looking:
                while not self._ended.wait(0.1):
                    if looking.execute(_WAITS).fetchone() == (True,):
                        self._ended.wait(IN_THE_WAY)
                        return


def _judge(product: Instance, crowd: Crowd, notice: str) -> None:
    _unload(product)
    product.until(lambda: verdict.is_over(product), "everything done", 300)
    assert crowd.refused == []
    assert crowd.troubles == 0, "somebody met an error"
    assert len(crowd.acknowledged) == CONFIRMING
    verdict.check_duties(product, notice, 1, ACTIVE)
    verdict.check_confirmations(product, notice, crowd.acknowledged)
    for command in (["doctor"], ["ledger", "verify"]):
        done = product.huiyin(*command, url=product.url)
        assert done.code == 0, done.out


def _unload(product: Instance) -> None:
    with psycopg.connect(product.url, autocommit=True) as connection:
        connection.execute("DELETE FROM obligation_bearer WHERE obligation_id = %s", [BALLAST])


_WAITS = """
SELECT EXISTS (SELECT FROM pg_locks
                WHERE relation = 'obligation_bearer'::regclass AND mode = 'AccessExclusiveLock'
                  AND NOT granted)
"""

_FILL = """
INSERT INTO obligation_bearer (obligation_id, person_id, department_id, state, evidence, closed_at)
SELECT %(cohort)s, n, 1, 4, 0, clock_timestamp() FROM generate_series(1, %(rows)s) n
"""
