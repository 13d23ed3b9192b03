from datetime import datetime

import pytest

from huiyin.core.due import Due
from huiyin.core.event import Who
from huiyin.core.evidence import Channel, Evidence, Proof
from huiyin.core.memory import MemoryBook
from huiyin.core.obligation import Advance, Deem, Meet, Open, Ping, Raise, State
from huiyin.core.tests.world import at

BORN = at("2026-11-23 09:00")
DUE = at("2026-11-23 10:00")
LATER = at("2026-11-23 11:00")


def opening(verb: str = "confirm_notice", bearers: str = "recipients", **more: object) -> Open:
    fields: dict[str, object] = {
        "subject": "case:1",
        "rule": "1/0",
        "policy_version": 1,
        "beneficiary": "initiator",
        "born_at": BORN,
        "due": Due(DUE, provisional=False, why=()),
        "next_at": DUE,
        "met_by": "notices.confirmed",
        "excused_by": "",
    }
    return Open(verb=verb, bearers=bearers, **(fields | more))  # type: ignore[arg-type]


def met(person: str, when: datetime = DUE, cohort: int = 1) -> Meet:
    return Meet(cohort, person, State.MET, when, Proof.BUTTON, Channel.INBOX)


@pytest.fixture
def book() -> MemoryBook:
    heads: dict[Who, Who] = {"li": "sun", "zhao": "qian", "bai": "sun"}
    roles = {"recipients": ["li", "zhao", "bai", "li"], "initiator": ["wang"]}
    memory = MemoryBook(roles=roles, heads=heads)
    memory.apply([opening()], BORN)
    return memory


def test_an_audience_becomes_rows_each_once(book: MemoryBook) -> None:
    rows = book.entries[1].rows
    assert list(rows) == ["li", "zhao", "bai"]
    first = rows["li"]
    assert (first.state, first.evidence, first.channel, first.evidence_at) == (
        State.OPEN,
        Evidence.DELIVERED,
        Channel.INBOX,
        BORN,
    )


def test_the_same_duty_is_opened_once_even_when_closed(book: MemoryBook) -> None:
    book.apply([opening()], BORN)
    assert len(book.entries) == 1
    book.apply([Deem(1, DUE)], DUE)
    assert book.cohorts("case:1") == []
    book.apply([opening()], LATER)
    assert len(book.entries) == 1


@pytest.mark.parametrize(
    "other",
    [
        opening(subject="case:2"),
        opening(rule="1/1"),
        opening(verb="reply_notice"),
        opening(due=None),
        opening(parent=1),
    ],
)
def test_another_duty_is_another_cohort(book: MemoryBook, other: Open) -> None:
    book.apply([other], BORN)
    assert len(book.entries) == 2


def test_nobody_in_the_role_opens_nothing(book: MemoryBook) -> None:
    book.apply([opening(verb="other", bearers="management")], BORN)
    assert len(book.entries) == 1


def test_a_case_may_say_who_stands_for_a_role(book: MemoryBook) -> None:
    book.cast("case:2", {"recipients": ["meng"]})
    book.apply([opening(subject="case:2")], BORN)
    assert list(book.entries[2].rows) == ["meng"]
    assert [cohort.subject for cohort in book.owes("meng")] == ["case:2"]


def test_the_first_settling_act_stays(book: MemoryBook) -> None:
    late = Meet(1, "li", State.MET_LATE, LATER, Proof.SPOKEN, Channel.PHONE)
    book.apply([met("li"), late, met("nobody")], DUE)
    row = book.entries[1].rows["li"]
    assert (row.state, row.evidence, row.closed_at) == (State.MET, Evidence.ACKNOWLEDGED, DUE)
    assert book.owes("li") == []


def test_meeting_without_proof_shows_nothing_more(book: MemoryBook) -> None:
    book.apply([Meet(1, "li", State.EXCUSED, DUE, None, Channel.PHONE)], DUE)
    assert book.entries[1].rows["li"].evidence is Evidence.DELIVERED


@pytest.mark.req("Z03")
def test_weaker_evidence_never_replaces_better(book: MemoryBook) -> None:
    opened = Raise("case:1", "li", Evidence.OPENED, DUE, Channel.MAIL, Proof.PIXEL)
    sent = Raise("case:1", "li", Evidence.SENT, LATER, Channel.SMS, Proof.SUBMITTED)
    again = Raise("case:1", "li", Evidence.OPENED, LATER, Channel.INBOX, Proof.PAGE_OPENED)
    book.apply([opened, sent, again], LATER)
    row = book.entries[1].rows["li"]
    assert (row.evidence, row.channel, row.proof) == (Evidence.OPENED, Channel.MAIL, Proof.PIXEL)
    assert row.evidence_at == DUE


@pytest.mark.req("Z03")
def test_a_receipt_counts_for_closed_cohorts_but_for_no_other_case_or_rung(
    book: MemoryBook,
) -> None:
    book.apply([opening(subject="case:2"), opening(verb="rung", parent=1)], BORN)
    book.apply([Deem(1, DUE)], DUE)
    book.apply([Raise("case:1", "li", Evidence.OPENED, DUE, Channel.MAIL)], DUE)
    shown = [entry.rows["li"].evidence for entry in book.entries.values()]
    assert shown == [Evidence.OPENED, Evidence.DELIVERED, Evidence.DELIVERED]


@pytest.mark.req("Z03")
def test_evidence_from_before_the_birth_shows_nothing(book: MemoryBook) -> None:
    early = at("2026-11-23 08:59:59")
    book.apply([Raise("case:1", "li", Evidence.OPENED, early, Channel.MAIL)], DUE)
    assert book.entries[1].rows["li"].evidence is Evidence.DELIVERED


def test_a_ping_reaches_those_who_are_open(book: MemoryBook) -> None:
    book.apply([met("li"), Ping(1, 1, "remind")], DUE)
    assert book.heard[0].people == ("zhao", "bai")


def test_the_clock_advances_open_cohorts_only(book: MemoryBook) -> None:
    assert book.next_look() == DUE
    assert book.due_subjects(BORN) == []
    assert book.due_subjects(DUE) == ["case:1"]
    book.apply([Advance(1, 1, LATER)], DUE)
    assert (book.cohorts("case:1")[0].step, book.next_look()) == (1, LATER)
    book.apply([Deem(1, LATER)], LATER)
    book.apply([Advance(1, 2, LATER)], LATER)
    assert (book.entries[1].cohort.step, book.next_look()) == (1, None)


def test_an_end_spares_whoever_is_done(book: MemoryBook) -> None:
    book.apply([met("li"), Deem(1, DUE, State.EXCUSED)], DUE)
    assert book.state(1, "li") is State.MET
    assert book.state(1, "zhao") is State.EXCUSED


@pytest.mark.req("N16")
def test_the_initiators_rung_ends_with_the_last_open_bearer(book: MemoryBook) -> None:
    book.apply([opening("phone_unread", "initiator", parent=1, due=None)], DUE)
    book.apply([met("li"), met("zhao")], DUE)
    assert book.state(2, "wang") is State.OPEN
    book.apply([met("bai", LATER)], LATER)
    assert book.state(2, "wang") is State.MET
    assert book.cohorts("case:1") == []


@pytest.mark.req("N16")
def test_a_heads_rung_ends_with_the_last_of_their_people(book: MemoryBook) -> None:
    rung = opening("escalate", "head_of(bearer)", parent=1)
    book.heads = {"li": "sun", "zhao": "qian"}
    book.apply([rung], DUE)
    assert list(book.entries[2].rows) == ["sun", "qian"]
    book.apply([met("zhao")], DUE)
    assert (book.state(2, "sun"), book.state(2, "qian")) == (State.OPEN, State.MET)
    book.apply([met("li", LATER)], LATER)
    assert book.state(2, "sun") is State.MET_LATE
    assert [cohort.key for cohort in book.cohorts("case:1")] == [1]


def test_a_rung_that_comes_too_late_ends_at_once(book: MemoryBook) -> None:
    book.apply([Deem(1, DUE)], DUE)
    book.apply([opening("phone_unread", "initiator", parent=1, due=None)], LATER)
    assert book.owes("wang") == []


def test_a_rung_that_ended_stays_ended_while_others_below_are_met(book: MemoryBook) -> None:
    book.apply([opening(verb="look_after", bearers="initiator", parent=1)], BORN)
    book.apply([met("wang", cohort=2)], DUE)
    book.apply([met("li", LATER)], LATER)
    assert (book.entries[2].closed_at, book.state(2, "wang")) == (DUE, State.MET)
    assert book.entries[1].closed_at is None
