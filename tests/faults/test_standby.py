"""The primary dies under load, its standby takes over: nobody restarts, nothing confirmed is lost."""

import time
from pathlib import Path

import psutil
import pytest

from tests.faults import fleet as fleets
from tests.faults import instance, sink, staff
from tests.faults.chaos import say
from tests.faults.crowd import Crowd
from tests.faults.fleet import Fleet
from tests.faults.publishing import draft, publish
from tests.faults.standby import Standby
from tests.faults.test_database_gone import Listener
from tests.faults.test_many_nodes import judge

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

PEOPLE, CONFIRMING = 300, 200


@pytest.mark.req("R04", "R05")
@pytest.mark.timeout(900)
def test_a_standby_takes_over_while_people_confirm(tmp_path: Path) -> None:
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    with (
        sink.running(tmp_path / "taken", pause=0.02) as post,
        fleets.running(HUIYIN_MAIL_URL=post.url) as fleet,
    ):
        product = fleet.product
        standby = Standby(product.server, product.folder)
        try:
            standby.follow()
            product.environment["DATABASE_URL"] = standby.url
            assert product.huiyin("people", "import", str(file)).code == 0
            signed = product.inside("sign_in", publisher=staff.number(0), people=CONFIRMING)
            _start(fleet)
            notice = draft(product.browser(signed["publisher"]))
            publish(product, signed["publisher"], notice)
            people = [(person, key) for person, key in signed["crowd"]]
            crowd = Crowd(fleet.front.port, people, threads=4, seconds=8, seed=2)
            _under_load(fleet, standby, crowd, notice)
            assert crowd.refused == []
            assert len(crowd.acknowledged) == CONFIRMING
            judge(product, post, notice, crowd.acknowledged)
        finally:
            fleet.end()
            standby.remove()


def _start(fleet: Fleet) -> None:
    for kind in ("web", "worker", "live"):
        fleet.start(kind)
    fleet.product.until(lambda: fleet.takes(fleet.nodes[0]), "in the proxy")
    fleet.await_workers(1)


def _under_load(fleet: Fleet, standby: Standby, crowd: Crowd, notice: str) -> None:
    """People confirm, the primary dies in between; every process lives through it."""
    product = fleet.product
    page = Listener(fleet.nodes[-1].port, product.inside("topics", case=notice))
    page.start()
    crowd.confirm(notice)
    try:
        product.until(lambda: len(crowd.acknowledged) > CONFIRMING // 4, "they confirm")
        before = _pids(fleet)
        _take_over(fleet, standby, crowd)
        product.until(lambda: not crowd.busy(), "all confirmed", 300)
    finally:
        crowd.stop()
    product.until(lambda: "everything" in page.heard, "pages told to look again")
    page.close()
    assert _pids(fleet) == before, "a node was started again"


def _take_over(fleet: Fleet, standby: Standby, crowd: Crowd) -> None:
    """Kill the primary, promote the other one; the seconds until people are answered again."""
    struck = time.monotonic()
    instance.kill(fleet.product.processes("database"))
    fleet.product.until(lambda: not fleet.product.processes("database"), "the primary dead")
    standby.promote()
    promoted = time.monotonic()
    told = len(crowd.acknowledged)
    fleet.product.until(lambda: len(crowd.acknowledged) > told, "somebody confirmed again", 60)
    say(
        f"promoted {promoted - struck:.2f} s after the kill,"
        f" people answered again after {time.monotonic() - struck:.2f} s"
    )
    assert time.monotonic() - promoted < 30


def _pids(fleet: Fleet) -> set[int]:
    """The processes of all nodes."""
    return {
        process.pid
        for node in fleet.nodes
        for process in node.processes
        if process.status() != psutil.STATUS_ZOMBIE
    }
