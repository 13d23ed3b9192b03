"""The book in memory: apart by calendar, and following working time that changed."""

from datetime import date

import pytest

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.engine import decide
from huiyin.core.following import follow
from huiyin.core.memory import MemoryBook
from huiyin.core.obligation import Meet, State
from huiyin.core.tests.world import CALENDAR, OFFICE, at, event, policy, said

pytestmark = pytest.mark.req("Z07")
DAILY = WorkingCalendar("Asia/Shanghai", dict.fromkeys(range(7), OFFICE), {}, [2026])
POLICY = policy(
    '[[clause.rule]]\non = "a.asked"\nbearer = "recipients"\nowes = "answer"\nwithin = "1wd"\n'
    'met_by = "a.answered"\nladder = [{ after = "30min", who = "bearer", do = "remind" }]\n'
    '[[clause.rule]]\non = "a.asked"\nbearer = "recipients"\nowes = "look"\nmet_by = "a.looked"\n'
    '[[clause.rule]]\non = "a.asked"\nbearer = "recipients"\nowes = "report"\n'
    'within = "every 1wd until a.done"\nmet_by = "a.reported"\n'
)
NOW = at("2026-11-20 17:20")


def asked(**working: WorkingCalendar) -> MemoryBook:
    book = MemoryBook(roles={"recipients": ["li", "zhao"]})
    book.working = {who: (f"p{who}", calendar) for who, calendar in working.items()}
    happened = event("a.asked", "2026-11-20 17:20", "wang")
    book.apply(decide(lambda _version: POLICY, book, happened, CALENDAR), NOW)
    return book


def dues(book: MemoryBook, verb: str = "answer") -> dict[str, list[object]]:
    entries = [entry for entry in book.entries.values() if entry.cohort.verb == verb]
    return {said(one.cohort.due_at)[5:16]: list(one.open()) for one in entries if one.open()}


def test_people_of_another_calendar_are_apart_and_join_again() -> None:
    book = asked(zhao=DAILY)
    assert dues(book) == {"11-23 17:20": ["li"], "11-21 17:20": ["zhao"]}
    assert len(dues(book, "report")) == 1  # a rhythm is the case's own
    book.working = {}
    assert follow(book, CALENDAR, NOW) == 1
    assert dues(book) == {"11-23 17:20": ["li", "zhao"]}
    assert follow(book, CALENDAR, NOW) == 0
    emptied = next(one for one in book.entries.values() if not one.rows)
    assert emptied.closed_at == NOW
    book.working = {"zhao": ("p9", DAILY)}
    assert follow(book, CALENDAR, NOW) == 1
    assert dues(book) == {"11-23 17:20": ["li"], "11-21 17:20": ["zhao"]}
    assert emptied.closed_at is None  # it opened again: the same people, the same time
    assert book.next_look() == at("2026-11-20 17:50")


def test_a_share_parts_and_what_is_met_stays() -> None:
    book = asked()
    book.apply([Meet(1, "li", State.MET, NOW, None, None)], NOW)
    later = CALENDAR.altered({date(2026, 11, 23): "holiday"})
    assert follow(book, later, NOW) == 3  # one answer, and the report that both owe
    assert dues(book) == {"11-24 17:20": ["zhao"]}
    assert book.state(1, "li") is State.MET
    fresh = asked()
    fresh.working = {"zhao": ("p9", DAILY)}
    assert follow(fresh, CALENDAR, NOW) == 1
    assert dues(fresh) == {"11-23 17:20": ["li"], "11-21 17:20": ["zhao"]}


def test_what_is_past_due_or_would_be_stays() -> None:
    book = asked()
    follow(book, DAILY, at("2026-11-22 09:00"))
    assert dues(book) == {"11-23 17:20": ["li", "zhao"]}
    later = CALENDAR.altered({date(2026, 11, 23): "holiday"})
    assert follow(book, later, at("2026-11-24 09:00")) == 0
