"""A mail provider that answers later, not at all, twice, late and out of order.

Everybody is tried at least once and written to at most once; waiting is as long as the provider
wishes; receipts that come twice, late and in the wrong order leave the same record.
"""

import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from huiyin.core.evidence import Evidence
from huiyin.kit import clock
from tests.faults import instance, sink, staff, verdict
from tests.faults.chance import FULL, drawn, on_request
from tests.faults.chaos import say
from tests.faults.instance import Instance
from tests.faults.moods import ASKED_TO_WAIT, Mood, of
from tests.faults.publishing import draft, publish

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.xdist_group("faults"), on_request]

PEOPLE = 1_000 if FULL else 70
QUEUED, SENDING, SENT, DELIVERED, RETRY, FAILED, _, UNKNOWN = range(8)
FINAL = {
    Mood.LATER: {SENT},
    Mood.BUSY: {SENT},
    Mood.CLOSING: {SENT},
    Mood.SILENT: {UNKNOWN, DELIVERED},
    Mood.WRONG: {FAILED},
    Mood.SLOW: {SENT},
    Mood.WELL: {SENT, DELIVERED},
}


@pytest.mark.req("R04", "Z03")
@pytest.mark.timeout(900)
def test_a_provider_that_is_not_well(tmp_path: Path) -> None:
    chance = drawn("providers")
    file = staff.write(tmp_path / "staff.csv", PEOPLE)
    with (
        sink.running(tmp_path / "taken", moods=True) as post,
        instance.running(HUIYIN_MAIL_URL=post.url) as product,
    ):
        product.environment["HUIYIN_CLOCK_FILE"] = str(product.home / "clock.json")
        assert product.huiyin("people", "import", str(file), url=product.url).code == 0
        signed = product.inside("sign_in", publisher=staff.number(0), people=1)
        notice = draft(product.browser(signed["publisher"]))
        publish(product, signed["publisher"], notice)
        product.until(lambda: _under_way(product) == 0, "the first round", 300)
        _waits(product)
        _jump(product, timedelta(minutes=2))
        product.until(lambda: _in_state(product, RETRY) == _of(Mood.LATER), "the busy ones tried")
        assert _tries(post)[_address(Mood.LATER)] == 1, "earlier than it wished"
        _jump(product, timedelta(seconds=ASKED_TO_WAIT))
        product.until(lambda: _in_state(product, RETRY) == 0, "the others tried", 300)
        product.until(lambda: verdict.is_over(product), "everything done", 300)
        told = _answers_come(product, notice, chance.sample(range(6), 6))
        product.until(lambda: verdict.is_over(product), "quiet", 300)
        _judge(product, post, notice, told)


def _jump(product: Instance, by: timedelta) -> None:
    """Time goes on for every process."""
    os.environ["HUIYIN_CLOCK_FILE"] = product.environment["HUIYIN_CLOCK_FILE"]
    try:
        clock.simulate(product.home / "clock.json", at=clock.now() + by)
    finally:
        del os.environ["HUIYIN_CLOCK_FILE"]


def _waits(product: Instance) -> None:
    """Whoever is asked to wait waits that long, whoever is not by the ladder of the channel."""
    rows = product.rows(_WAITING)
    now = clock.now()
    waits = {Mood.LATER: timedelta(seconds=ASKED_TO_WAIT), Mood.BUSY: timedelta(minutes=1)}
    assert {of(address) for address, _ in rows} == set(waits)
    for address, next_at in rows:
        left, asked = next_at - now, waits[of(address)]
        assert asked - timedelta(seconds=300) < left <= asked, (address, left)
    assert len(rows) == _of(Mood.LATER) + _of(Mood.BUSY)


def _answers_come(product: Instance, notice: str, order: list[int]) -> int:
    """Read, delivered, confirmed, for one person: shuffled, some twice; the person."""
    ping = product.one("SELECT id FROM obligation_notification WHERE subject = %s", notice)
    person = product.one("SELECT id FROM directory_person WHERE email LIKE %s", "%8@%")
    raw = product.inside("receipts", notification=ping, person=person)
    mails = [raw["delivered"], raw["read"], raw["confirmed"]] * 2
    outcomes = [product.inside("mail", raw=mails[place]) for place in order]
    say(f"answers in the order {order}: {outcomes}")
    return int(person)


def _judge(product: Instance, post: sink.Sink, notice: str, told: int) -> None:
    verdict.check_duties(product, notice, 1, "SELECT id FROM directory_person WHERE active")
    verdict.check_everybody_is_written_to(product, notice)
    taken, tries = post.recipients(), _tries(post)
    ends: Counter[tuple[Mood, int]] = Counter()
    for address, state in product.rows(_ENDS, notice):
        mood = of(address)
        ends[mood, state] += 1
        assert state in FINAL[mood], (address, state)
        assert taken[address] == (0 if mood is Mood.WRONG else 1), (address, taken[address])
        assert tries[address] == (2 if mood in (Mood.LATER, Mood.BUSY, Mood.CLOSING) else 1)
    say(f"ends: {dict(ends)}")
    assert sum(ends.values()) == PEOPLE
    verdict.check_confirmations(product, notice, [told])
    evidence = product.one("SELECT max(evidence) FROM obligation_bearer WHERE person_id = %s", told)
    assert evidence >= Evidence.ACKNOWLEDGED
    for command in (["doctor"], ["ledger", "verify"]):
        done = product.huiyin(*command, url=product.url)
        assert done.code == 0, done.out


def _of(mood: Mood) -> int:
    return sum(of(_address(place)) is mood for place in range(PEOPLE))


def _address(place: int) -> str:
    return f"f{place:06}@yunqiao.test"


def _tries(post: sink.Sink) -> Counter[str]:
    return Counter(post.file.with_suffix(".tries").read_text().split())


def _under_way(product: Instance) -> int:
    states = "SELECT count(*) FROM delivery WHERE state IN (0, 1) OR run IS NOT NULL"
    begun = product.one("SELECT count(*) FROM delivery")
    return int(product.one(states)) if begun else 1


def _in_state(product: Instance, state: int) -> int:
    done = "SELECT count(*) FROM delivery WHERE state = %s"
    return -1 if _under_way(product) else int(product.one(done, state))


_WAITING = """
SELECT p.email, d.next_at FROM delivery d JOIN directory_person p ON p.id = d.person_id
 WHERE d.state = 4
"""
_ENDS = """
SELECT p.email, d.state FROM delivery d JOIN directory_person p ON p.id = d.person_id
  JOIN obligation_notification n ON n.id = d.notification_id
 WHERE n.subject = %s AND n.step = 0
"""
