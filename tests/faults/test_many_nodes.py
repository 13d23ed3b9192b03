"""Two web nodes, two workers and a live node on one database; some are killed, nobody is lost.

``HUIYIN_FAULTS=full`` is the long form.
"""

import http.client
import json
import os
import time
from pathlib import Path

import pytest

from tests.faults import fleet as fleets
from tests.faults import sink, staff, verdict
from tests.faults.chaos import say
from tests.faults.crowd import Crowd
from tests.faults.fleet import Fleet, Node
from tests.faults.instance import Instance
from tests.faults.publishing import NOTICE, draft, publish
from tests.faults.test_database_gone import Listener

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

FULL = os.environ.get("HUIYIN_FAULTS") == "full"
CANARIES = (
    NOTICE["title"],
    NOTICE["gist"],
    "盘点表",
    "员工0",
    "@yunqiao.test",
    "13800000",
    "部门0000",
)
"""What people wrote and who they are: it may stand in no log."""

PEOPLE, CONFIRMING, SECONDS = (20_000, 3_000, 60.0) if FULL else (200, 120, 5.0)
ACTIVE = "SELECT id FROM directory_person WHERE active"
NOTICED = 1.0
"""Seconds after which the proxy has noticed that a node is gone."""


@pytest.mark.req("R04", "R05")
@pytest.mark.timeout(900)
def test_a_web_node_and_a_worker_are_killed(tmp_path: Path) -> None:
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    with (
        sink.running(tmp_path / "taken", pause=0.01) as post,
        fleets.running(HUIYIN_MAIL_URL=post.url, HUIYIN_LOG="json") as fleet,
    ):
        first, second, worker, other, live = _start(fleet)
        product = fleet.product
        assert product.huiyin("people", "import", str(file)).code == 0
        signed = product.inside("sign_in", publisher=staff.number(0), people=CONFIRMING)
        session = signed["publisher"]
        notice = draft(product.browser(session))
        _attached_is_read_on_both(fleet, session, notice, (first, second))
        publish(product, session, notice)
        page = Listener(live.port, product.inside("topics", case=notice))
        page.start()
        crowd = Crowd(
            fleet.front.port,
            [(person, key) for person, key in signed["crowd"]],
            threads=4,
            seconds=SECONDS,
            seed=1,
        )
        crowd.confirm(notice)
        try:
            product.until(lambda: len(crowd.acknowledged) > CONFIRMING // 5, "people confirm")
            _kill(fleet, first, worker)
            product.until(lambda: not crowd.busy(), "all confirmed", 300)
        finally:
            crowd.stop()
        assert crowd.refused == []
        assert len(crowd.acknowledged) == CONFIRMING
        assert fleet.takes(second)
        _workers_left(fleet, other)
        product.until(lambda: f"case:{notice}" in page.heard, "the open page told")
        page.close()
        judge(product, post, notice, crowd.acknowledged)
        _logs_tell_what_happened_and_of_nobody(
            fleet, [session, *(key for _, key in signed["crowd"])]
        )


def _logs_tell_what_happened_and_of_nobody(fleet: Fleet, sessions: list[str]) -> None:
    """One number leads from the publishing to its mails; no word, name or key is in any log."""
    logs = "\n".join(node.log.read_text(encoding="utf-8") for node in fleet.nodes)
    lines = [json.loads(line) for line in logs.splitlines() if line.startswith("{")]
    published = {
        line["request"]
        for line in lines
        if line.get("method") == "POST" and line["route"].endswith("/publish")
    }
    mailed = {
        line["request"]
        for line in lines
        if line.get("task") == "delivery.deliver" and "request" in line
    }
    assert len(published) == 1
    assert published <= mailed, "the jobs of the publishing carry another number"
    assert {line["person"] for line in lines if "person" in line}, "nobody has a pseudonym"
    words = [*CANARIES, *sessions]
    assert [word for word in words if word in logs] == []


def judge(product: Instance, post: sink.Sink, notice: str, acknowledged: list[int]) -> None:
    """Wait for the end of everything; nothing is lost, nothing doubled."""
    product.until(lambda: verdict.is_over(product), "everything done", 300)
    verdict.check_duties(product, notice, 1, ACTIVE)
    verdict.check_everybody_is_written_to(product, notice)
    mails = verdict.check_mails(product, post, notice)
    verdict.check_ledger_of_mails(product, notice, mails)
    verdict.check_confirmations(product, notice, acknowledged)
    for command in (["doctor"], ["ledger", "verify"]):
        done = product.huiyin(*command)
        assert done.code == 0, done.out


def _start(fleet: Fleet) -> tuple[Node, Node, Node, Node, Node]:
    """All five, each until it works."""
    began = time.monotonic()
    kinds = ("web", "web", "worker", "worker", "live")
    first, second, worker, other, live = (fleet.start(kind) for kind in kinds)
    product = fleet.product
    product.until(
        lambda: fleet.takes(first) and fleet.takes(second), f"in the proxy {fleet.said()}"
    )
    fleet.await_workers(2)
    product.until(lambda: _answers(live.port, "/live/healthz"), "live")
    product.until(lambda: _answers(worker.port, "/healthz"), "the worker's own port")
    alive = product.rows("SELECT DISTINCT kind, keys FROM config_node ORDER BY 1")
    assert len({keys for _, keys in alive}) == 1, f"nodes with other secrets: {alive}"
    say(f"five nodes after {time.monotonic() - began:.1f} s")
    return first, second, worker, other, live


def _attached_is_read_on_both(
    fleet: Fleet, session: str, notice: str, nodes: tuple[Node, Node]
) -> None:
    """What one node kept, the other one hands out."""
    browser = fleet.product.browser(session)
    text = "盘点表第一页\n".encode() * 40
    done = browser.upload(f"/notices/{notice}/attachments", "files", "盘点表.txt", text)
    assert done.status == 200, done.text[:500]
    row = fleet.product.one("SELECT id FROM cases_attachment WHERE case_id = %s", notice)
    for node in nodes:
        fleet.product.port = node.port
        answer = fleet.product.browser(session).get(f"/attachments/{row}")
        assert (answer.status, answer.text) == (200, text.decode()), answer.text[:300]
    fleet.product.port = fleet.front.port


def _kill(fleet: Fleet, web: Node, worker: Node) -> None:
    """SIGKILL for one node of each kind, while people confirm."""
    before = len(fleet.front.bad)
    struck = time.monotonic()
    web.kill()
    worker.kill()
    fleet.product.until(lambda: not fleet.takes(web), "taken out by the proxy", 30)
    out = time.monotonic()
    say(f"the proxy noticed after {out - struck:.2f} s")
    fleet.product.until(lambda: web.is_gone() and worker.is_gone(), "gone")
    fleet.product.until(lambda: fleet.front.answered.get(web.port, 0) > 0, "used before")
    time_passes = time.monotonic() + 2
    fleet.product.until(lambda: time.monotonic() > time_passes, "people go on")
    late = [one for one in fleet.front.bad[before:] if one[0] > out + NOTICED]
    assert late == [], f"errors after the node was taken out: {late}\n{fleet.said()}"
    say(f"{len(fleet.front.bad) - before} requests were on their way to the killed node")


def _workers_left(fleet: Fleet, other: Node) -> None:
    assert _answers(other.port, "/healthz")
    fleet.await_workers(1)


def _answers(port: int, path: str) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", path)
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
