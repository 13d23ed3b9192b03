"""What the regulation does not allow now is refused before anything is written."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.core.event import Event
from huiyin.core.evidence import Channel, Evidence, Proof
from huiyin.core.guard import Broken
from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry
from huiyin.obligations import guards
from huiyin.obligations.confirm import confirm
from huiyin.obligations.guards import BREACHED, Refused
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.record import record
from huiyin.obligations.tests.conftest import REGULATION, Matter, install, people

New = Callable[[], Matter]

GUARDED = (
    REGULATION
    + """
[[clause]]
id = "3"
text = "先预告，后发布；复述才算确认。"
kind = "executable"
[[clause.guard]]
on = "test.released"
not_before = "24h after told_at"
otherwise = "refuse"
says = "预先通知满 24 小时后再发布"
[[clause.guard]]
on = "test.released"
needs = "has_aid"
otherwise = "record"
says = "附上说明"
[[clause.rule]]
on = "test.released"
bearer = "recipients"
owes = "understand"
within = "1h"
met_by = "test.confirmed"
needs = "as confirm"
"""
)


def release(case: Matter, told: timedelta, *to: Person, **facts: bool | str) -> None:
    """Release a text whose pre-notice is ``told`` old."""
    now = kit_clock.now()
    more = {"told_at": now - told, "initiator": case.initiator.pk, **facts}
    event = Event("test.released", case.id, now, case.initiator.pk, more)
    record(event, sets={"recipients": people(*to)}, private={"override": "客户要求"})


@pytest.mark.req("N12")
def test_too_early_is_refused_and_leaves_no_trace(company: Company, matter: New) -> None:
    install(GUARDED)
    case, before = matter(), Entry.objects.count()
    with pytest.raises(Refused, match="满 24 小时") as refused:
        release(case, timedelta(hours=23), company["陈屿"], has_aid=True)
    assert refused.value.broken[0].guard.clause == "3"
    assert (Entry.objects.count(), Obligation.objects.count()) == (before, 0)


@pytest.mark.req("N12", "R05")
def test_whoever_overrides_answers_for_it(company: Company, matter: New) -> None:
    install(GUARDED)
    case = matter()
    release(case, timedelta(hours=23), company["陈屿"], has_aid=False, override=True)
    breaches = Entry.objects.filter(kind=BREACHED, subject=case.id).order_by("id")
    assert [(each.kind, "3/g0" in each.body, "3/g1" in each.body) for each in breaches] == [
        (BREACHED, True, False),
        (BREACHED, False, True),
    ]
    assert "客户要求" not in Entry.objects.get(kind="test.released").body
    assert Bearer.objects.count() == 1


def test_what_is_only_recorded_passes(company: Company, matter: New) -> None:
    install(GUARDED)
    case = matter()
    release(case, timedelta(hours=24), company["陈屿"])
    assert Entry.objects.filter(kind=BREACHED, subject=case.id).count() == 1


@pytest.mark.req("N14", "Z03")
@pytest.mark.parametrize("listened", [False, True], ids=["short path", "long way"])
def test_a_button_is_not_enough_where_understanding_is_asked(
    company: Company, matter: New, listened: bool
) -> None:
    more = (
        '[[clause.guard]]\non = "test.confirmed"\nneeds = "person"\n'
        'otherwise = "record"\nsays = "x"\n'
    )
    install(GUARDED + (more if listened else ""))
    case, reader = matter(), company["陈屿"]
    release(case, timedelta(hours=24), reader, has_aid=True, confirm="teach_back")

    def answer(proof: Proof) -> bool:
        return confirm(
            case.id,
            reader.pk,
            actor_id=reader.pk,
            proof=proof,
            channel=Channel.INBOX,
            at=kit_clock.now(),
            kind="test.confirmed",
        )

    assert not answer(Proof.BUTTON)
    row = Bearer.objects.get()
    assert (row.state, row.evidence) == (State.OPEN, Evidence.ACKNOWLEDGED)
    assert answer(Proof.TEACH_BACK)
    row.refresh_from_db()
    assert (row.state, row.evidence) == (State.MET, Evidence.UNDERSTOOD)
    written = Entry.objects.filter(kind="test.confirmed").count()
    assert not answer(Proof.BUTTON)
    assert Entry.objects.filter(kind="test.confirmed").count() == written, "twice is once"


def test_who_is_told_twice_to_heed_hears_once(company: Company, matter: New) -> None:
    install(GUARDED)
    heard: list[str] = []

    def hear(entry: int, event: Event, broken: Broken) -> None:
        assert (entry > 0, event.kind) == (True, "test.released")
        heard.append(broken.guard.key)

    guards.heed(hear)
    guards.heed(hear)
    try:
        release(matter(), timedelta(days=2), company["陈屿"], has_aid=False)
    finally:
        guards._LISTENERS.remove(hear)
    assert heard == ["3/g1"]
