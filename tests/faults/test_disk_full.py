"""The disk is full: of uploads, of the database's tables, of its log. A clear word, nothing half-kept.

When there is room again everything goes on by itself, and what was confirmed is there.
"""

import http.client
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.faults import disk, instance, sink, staff, verdict
from tests.faults.browser import Answer
from tests.faults.chance import FULL, drawn
from tests.faults.chaos import say
from tests.faults.crowd import Crowd
from tests.faults.disk import Disk
from tests.faults.instance import Instance
from tests.faults.publishing import draft, publish

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults")]

PEOPLE = 4_000 if FULL else 300
CONFIRMING = 1_500 if FULL else 120
FULL_FOR = 20.0 if FULL else 3.0
KIB = 1024
NO_ROOM = "磁盘空间不足"
TEXT = "盘点表\n".encode() * 100
LARGE = b"x" * (4 * KIB * KIB)
DATABASE_MB = 1_200 if FULL else 500


@pytest.mark.req("R04")
@pytest.mark.timeout(300)
def test_uploads_that_find_no_room(tmp_path: Path) -> None:
    file = staff.write(tmp_path / "staff.csv", 20)
    with instance.running(start=False) as product, _stopped_first(product):
        product.environment["TMPDIR"] = str(product.folder / "passing")
        with (
            disk.mounted(product.home / "media", 2) as kept,
            disk.mounted(product.folder / "passing", 1),
            _stopped_first(product),
        ):
            product.start()
            assert product.huiyin("people", "import", str(file), url=product.url).code == 0
            signed = product.inside("sign_in", publisher=staff.number(0), people=2)
            author, notice = product.browser(signed["publisher"]), ""
            notice = draft(author)
            address = f"/notices/{notice}/attachments"
            assert author.upload(address, "files", "盘点表.txt", TEXT).status == 200
            before = _kept(product, kept)

            kept.fill()
            refused = author.upload(address, "files", "明细.txt", TEXT * 20)
            assert (refused.status, NO_ROOM in refused.text) == (422, True), refused.text[-2000:]
            assert "明细.txt" in refused.text
            too_big = author.upload(address, "files", "很大.txt", LARGE)
            assert (too_big.status, NO_ROOM in too_big.text) == (507, True), too_big.text[-2000:]
            assert _kept(product, kept) == before, "half kept"
            publish(product, signed["publisher"], notice)
            _press(product, signed["crowd"][0][1], notice)

            kept.empty()
            second = draft(author)
            again = author.upload(f"/notices/{second}/attachments", "files", "明细.txt", TEXT * 20)
            assert again.status == 200
            assert len(_kept(product, kept)[1]) == len(before[1]) + 1
            _healthy(product)


@pytest.mark.req("R04", "R05")
@pytest.mark.timeout(900)
def test_a_database_without_room(tmp_path: Path) -> None:
    chance = drawn("database without room")
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    with (
        sink.running(tmp_path / "taken") as post,
        instance.running(
            start=False, HUIYIN_MAIL_URL=post.url, HUIYIN_LIVE_PER_CLIENT="10000"
        ) as product,
        disk.mounted(product.home / "postgres", DATABASE_MB) as room,
        _stopped_first(product),
    ):
        product.start()
        assert product.huiyin("people", "import", str(file), url=product.url).code == 0
        signed = product.inside("sign_in", publisher=staff.number(0), people=CONFIRMING)
        notice = draft(product.browser(signed["publisher"]))
        publish(product, signed["publisher"], notice)
        people = [(person, key) for person, key in signed["crowd"]]
        seed = chance.randrange(2**31)
        crowd = Crowd(product.port, people, threads=3, seconds=6, seed=seed)
        try:
            crowd.confirm(notice)
            product.until(lambda: len(crowd.acknowledged) > CONFIRMING // 6, "some confirmed")
            words = _without_room(product, room, crowd, people[-1][1], notice)
            say(f"answers while full: {dict(words)}; {len(crowd.acknowledged)} acknowledged")
            seconds = product.until(lambda: product.status("/readyz") == 200, "ready again")
            say(f"ready {seconds:.1f} s after there was room")
            product.until(lambda: not crowd.busy(), "all confirmed", 300)
        finally:
            crowd.stop()
        product.until(lambda: verdict.is_over(product), "everything done", 300)
        _judge(product, post, crowd, notice)


def _without_room(
    product: Instance, room: Disk, crowd: Crowd, session: str, notice: str
) -> Counter[str]:
    """Fill the disk under the crowd: first the tables find no room, then the log."""
    said: Counter[str] = Counter()
    room.fill()
    try:
        kept = 0
        for turn in range(2):
            product.until(lambda: _refused(crowd), "somebody refused", 120)
            for _ in range(int(FULL_FOR)):
                said[_page(product, session, notice)] += 1
                threading.Event().wait(1.0)
            kept = len(crowd.acknowledged)
            if turn == 0:
                _new_log(product)
        say(f"acknowledged until the log was full: {kept}")
    finally:
        room.empty()
    return said


def _new_log(product: Instance) -> None:
    """Ask for the next piece of the log, for which there is no room: the server gives up."""
    for _ in range(3):
        try:
            product.rows("SELECT pg_switch_wal(), txid_current()")
            product.rows("SELECT pg_logical_emit_message(true, 'full', repeat('x', 100000))")
        except psycopg.Error as error:
            say(f"the log is full: {type(error).__name__}")
            return


def _refused(crowd: Crowd) -> bool:
    return crowd.troubles > 0


def _page(product: Instance, session: str, notice: str) -> str:
    """What a person is told who tries to draft something: a status, with or without the word."""
    try:
        answer: Answer = product.browser(session).press(f"/notices/{notice}/confirm")
    except (OSError, http.client.HTTPException):
        return "no answer"
    clear = any(word in answer.text for word in (NO_ROOM, "暂时连不上数据库"))
    assert answer.status < 500 or clear, answer.text[-1500:]
    return str(answer.status)


def _kept(product: Instance, room: Disk) -> tuple[int, list[str]]:
    files = [str(one) for one in room.folder.rglob("*") if one.is_file() and one.name != "ballast"]
    return int(product.one("SELECT count(*) FROM cases_attachment")), sorted(files)


def _press(product: Instance, session: str, notice: str) -> None:
    browser = product.browser(session)
    assert browser.press(f"/notices/{notice}/confirm").status in (200, 204)


def _judge(product: Instance, post: sink.Sink, crowd: Crowd, notice: str) -> None:
    verdict.check_duties(product, notice, 1, "SELECT id FROM directory_person WHERE active")
    verdict.check_everybody_is_written_to(product, notice)
    mails = verdict.check_mails(product, post, notice)
    verdict.check_ledger_of_mails(product, notice, mails)
    assert crowd.refused == []
    assert len(crowd.acknowledged) == CONFIRMING
    verdict.check_confirmations(product, notice, crowd.acknowledged)
    say(f"states {dict(mails.states)}, {crowd.troubles} tried again")
    _healthy(product)


def _healthy(product: Instance) -> None:
    product.until(lambda: verdict.is_over(product), "quiet")
    for command in (["doctor"], ["ledger", "verify"]):
        done = product.huiyin(*command, url=product.url)
        assert done.code == 0, done.out


@contextmanager
def _stopped_first(product: Instance) -> Iterator[None]:
    """Nothing may stand on a disk that is taken away."""
    try:
        yield
    finally:
        product.stop()
