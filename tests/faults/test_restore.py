"""The restore drill: a backup while people confirm, put back on another machine, proved and used."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults import instance, staff, verdict
from tests.faults.crowd import Crowd
from tests.faults.instance import Instance
from tests.faults.publishing import draft, publish

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

PEOPLE = 300
CONFIRMING = 120
CONFIRMED = "SELECT person_id FROM obligation_bearer WHERE state IN (1, 2)"
FILE = b"kept with the others"
ROOT = "SELECT encode(root, 'hex') FROM ledger_checkpoint WHERE size = %s"


@dataclass(slots=True)
class Drill:
    """A house with a notice that people are confirming, and its backup."""

    sealed: Path
    private: Path
    notice: str = ""
    people: list[tuple[int, str]] = field(default_factory=list)
    before: set[int] = field(default_factory=set)
    after: set[int] = field(default_factory=set)
    size: int = 0
    root: str = ""


@pytest.mark.timeout(900)
def test_what_was_backed_up_stands_again_elsewhere(tmp_path: Path) -> None:
    drill = Drill(tmp_path / "huiyin.age", tmp_path / "key")
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    with instance.running() as product:
        assert product.huiyin("people", "import", str(file), url=product.url).code == 0
        _publish(product, drill)
        _confirm(product, drill.notice, drill.people[: CONFIRMING // 2])
        product.until(lambda: verdict.is_over(product), "sealed")
        drill.before = _confirmed(product)
        _back_up(product, drill)
        drill.after = _confirmed(product)
    assert FILE not in drill.sealed.read_bytes()
    with instance.running(start=False) as elsewhere:
        _restore(elsewhere, drill)
        elsewhere.start()
        assert drill.before <= _confirmed(elsewhere) <= drill.after
        assert elsewhere.one(ROOT, drill.size) == drill.root
        assert elsewhere.rows("SELECT 1 FROM ledger_entry WHERE kind = 'ledger.restored'")
        assert (elsewhere.home / "media" / "attachments" / "x.bin").read_bytes() == FILE
        _confirm(elsewhere, drill.notice, drill.people)
        assert _confirmed(elsewhere) >= {person for person, _key in drill.people}
        elsewhere.until(lambda: verdict.is_over(elsewhere), "quiet")
        for command in (("doctor",), ("ledger", "verify")):
            assert (done := elsewhere.huiyin(*command)).code == 0, done.out


def _publish(product: Instance, drill: Drill) -> None:
    signed = product.inside("sign_in", publisher=staff.number(0), people=CONFIRMING)
    drill.people = [(person, key) for person, key in signed["crowd"]]
    drill.notice = draft(product.browser(signed["publisher"]))
    publish(product, signed["publisher"], drill.notice)
    attached = product.home / "media" / "attachments" / "x.bin"
    attached.parent.mkdir(parents=True, exist_ok=True)
    attached.write_bytes(FILE)


def _confirm(product: Instance, notice: str, people: list[tuple[int, str]]) -> None:
    crowd = Crowd(product.port, people, threads=2, seconds=1, seed=1)
    crowd.confirm(notice)
    product.until(lambda: not crowd.busy(), "confirmed")
    crowd.stop()


def _back_up(product: Instance, drill: Drill) -> None:
    """While the second half confirms."""
    public = product.huiyin("backup", "key", str(drill.private)).out.split()[-1]
    crowd = Crowd(product.port, drill.people[CONFIRMING // 2 :], threads=2, seconds=6, seed=2)
    crowd.confirm(drill.notice)
    made = product.huiyin("backup", "make", str(drill.sealed), "--to", public)
    product.until(lambda: not crowd.busy(), "confirmed by the others")
    crowd.stop()
    assert made.code == 0, made.out
    size, drill.root = made.out.split()[-2:]
    drill.size = int(size)


def _restore(elsewhere: Instance, drill: Drill) -> None:
    command = ("restore", str(drill.sealed), "--key", str(drill.private), "--reason", "演练")
    done = elsewhere.huiyin(*command)
    assert done.code == 0, done.out
    assert f"ledger {drill.size} {drill.root}, 0 findings" in done.out
    again = elsewhere.huiyin(*command)
    assert again.code == 1, "nothing is ever written over"
    assert "empty" in again.out


def _confirmed(product: Instance) -> set[int]:
    return {row[0] for row in product.rows(CONFIRMED)}
