"""A machine with a web node and a worker is cut off without a word while it sends.

Both sides notice, the other worker takes over what was claimed, nobody is written to twice; when the
cable is back the machine finds its way by itself.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from huiyin.config import connecting
from huiyin.config.embedded import tuning
from tests.faults import fleet as fleets
from tests.faults import network, sink, staff, verdict
from tests.faults.chance import FULL, drawn, on_request
from tests.faults.chaos import say
from tests.faults.fleet import Fleet, Node
from tests.faults.instance import ROOT, Instance
from tests.faults.network import Cable
from tests.faults.publishing import draft, publish

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

PEOPLE = 5_000 if FULL else 250
PAUSE = 0.03 if FULL else 0.1
ACTIVE = "SELECT id FROM directory_person WHERE active"
LONGEST = connecting.NOTICED + connecting.CONNECTING + 15.0
"""Seconds that somebody may wait for a page of a machine that has just been cut off."""

FREED = 2 * connecting.NOTICED + 15.0
"""Seconds after which the server must have let go: it may have had a word to say meanwhile."""


@on_request
@pytest.mark.req("R04", "R05")
@pytest.mark.timeout(1200)
def test_a_machine_that_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = drawn("cut off")
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    with network.machine() as cable:
        _listens_to(cable, monkeypatch)
        with (
            sink.running(tmp_path / "taken", pause=PAUSE, host=cable.here) as post,
            fleets.running(HUIYIN_MAIL_URL=post.url) as fleet,
        ):
            product = fleet.product
            far = _start(fleet, cable)
            assert product.huiyin("people", "import", str(file)).code == 0
            signed = product.inside("sign_in", publisher=staff.number(0), people=3)
            session = signed["publisher"]
            notice = draft(product.browser(session))
            publish(product, session, notice)
            where = post.size() + chance.randint(5, PEOPLE // 4)
            product.until(lambda: post.size() > where, "mails under way")
            fleet.start("worker")
            fleet.await_workers(2)
            assert post.size() < PEOPLE, "cut too late to show anything"
            keys = [key for _person, key in signed["crowd"]]
            _cut(fleet, cable, far, keys, f"/notices/{notice}/confirm")
            told = [signed["crowd"][0][0], signed["crowd"][2][0]]
            _judge(product, post, notice, told)


def _cut(fleet: Fleet, cable: Cable, far: Node, keys: list[str], path: str) -> None:
    """Pull the cable until all is done without the machine, and plug it in again."""
    product = fleet.product
    cable.pull()
    _lets_go(product, cable)
    assert _asked(cable, far, keys[1], path)[0] not in (200, 204)
    _press(product, keys[0], path)
    seconds = product.until(lambda: verdict.is_over(product), "taken over", 300)
    say(f"all final without the machine {seconds:.1f} s later")
    cable.plug_in()
    seconds = product.until(lambda: _asked(cable, far, "", "/readyz/web", "GET")[0] == 200, "back")
    say(f"back {seconds:.1f} s after the cable")
    fleet.await_workers(2)
    product.until(lambda: _asked(cable, far, keys[2], path)[0] in (200, 204), "confirms")


def _listens_to(cable: Cable, monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded server answers on the cable, too."""
    usual = tuning.options

    def options(*, safe: bool) -> dict[str, str]:
        return usual(safe=safe) | {"listen_addresses": cable.here}

    monkeypatch.setattr("huiyin.config.embedded.server.options", options)


def _start(fleet: Fleet, cable: Cable) -> Node:
    """A web node here; a web node and the only worker over there."""
    product = fleet.product
    hba = product.server.place.data / "pg_hba.conf"
    hba.write_text(f"{hba.read_text()}\nhost all all {cable.there}/32 trust\n")
    product.rows("SELECT pg_reload_conf()")
    url = f"postgresql://huiyin@{cable.here}:5432/huiyin"
    here = fleet.start("web")
    far = fleet.start("web", over=cable.command, DATABASE_URL=url)
    fleet.start("worker", over=cable.command, DATABASE_URL=url)
    product.until(lambda: fleet.takes(here), f"in the proxy {fleet.said()}")
    fleet.await_workers(1)
    product.until(
        lambda: _asked(cable, far, "", "/readyz/web", "GET")[0] == 200, f"over there {fleet.said()}"
    )
    return far


def _lets_go(product: Instance, cable: Cable) -> None:
    """The server ends the lines of a machine that says nothing, and with them its locks."""
    lines = "SELECT count(*) FROM pg_stat_activity WHERE client_addr = %s::inet"
    assert product.one(lines, cable.there) > 0, "it never was connected"
    seconds = product.until(lambda: product.one(lines, cable.there) == 0, "let go", FREED)
    say(f"the server let go after {seconds:.1f} s")


def _asked(
    cable: Cable, node: Node, session: str, path: str, method: str = "POST"
) -> tuple[int, float]:
    """What somebody over there is answered; never later than ``LONGEST``."""
    command = [*cable.command, sys.executable, "-m", "tests.faults.visiting", str(node.port)]
    done = subprocess.run(
        [*command, session, method, path],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    status, seconds = done.stdout.split()
    assert float(seconds) < LONGEST, f"{path} answered after {seconds} s"
    return int(status), float(seconds)


def _press(product: Instance, session: str, path: str) -> None:
    """Somebody here confirms while the other machine is away."""
    began = time.monotonic()
    assert product.browser(session).press(path).status in (200, 204)
    say(f"confirmed here after {time.monotonic() - began:.1f} s")


def _judge(product: Instance, post: sink.Sink, notice: str, told: list[Any]) -> None:
    product.until(lambda: verdict.is_over(product), "everything done", 300)
    verdict.check_duties(product, notice, 1, ACTIVE)
    verdict.check_everybody_is_written_to(product, notice)
    mails = verdict.check_mails(product, post, notice)
    verdict.check_ledger_of_mails(product, notice, mails)
    verdict.check_confirmations(product, notice, told)
    say(f"states {dict(mails.states)}, unknown but taken {mails.doubtful_taken}")
    for command in (["doctor"], ["ledger", "verify"]):
        done = product.huiyin(*command)
        assert done.code == 0, done.out
