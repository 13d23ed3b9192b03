"""Duties about a part of a case, answers that must show enough, and duties that are ended."""

import pytest

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.engine import decide
from huiyin.core.event import Event
from huiyin.core.evidence import Evidence
from huiyin.core.memory import MemoryBook
from huiyin.core.obligation import State
from huiyin.core.policy import Policy
from huiyin.core.tests.world import CALENDAR, event, policy, said

RULES = """
[[clause.rule]]
on = "notices.published"
bearer = "recipients"
owes = "confirm_notice"
within = "1h"
met_by = "notices.confirmed"
needs = "as confirm"
[[clause.rule]]
on = "questions.asked"
bearer = "owner"
owes = "answer_question"
within = "2h after asked_at"
met_by = "questions.answered"
ended_by = "questions.withdrawn"
needs = "acknowledged"
ladder = [{ after = "0min", who = "bearer", do = "remind" }]
"""


class Told:
    """A book that hears events under ``RULES``."""

    def __init__(self, text: str = RULES, calendar: WorkingCalendar = CALENDAR) -> None:
        self.policy: Policy = policy(text)
        self.calendar = calendar
        self.book = MemoryBook({"recipients": ["li", "zhao"], "owner": ["wang"]})

    def hear(self, *events: Event) -> None:
        """Decide and apply, one after another."""
        for each in events:
            changes = decide(lambda _number: self.policy, self.book, each, self.calendar)
            self.book.apply(changes, each.at)

    def states(self, who: str) -> dict[str, State]:
        """The state of ``who`` by part (or by verb for the case itself)."""
        rows = ((entry.cohort, entry.rows.get(who)) for entry in self.book.entries.values())
        return {cohort.part or cohort.verb: row.state for cohort, row in rows if row}


def asked(part: str, when: str = "09:00") -> Event:
    """A question named ``part``."""
    return event("questions.asked", when, "li", part=part, asked_at=event("x.y", "08:30").at)


@pytest.mark.req("N20")
def test_an_answer_to_one_question_leaves_the_other_open() -> None:
    told = Told()
    told.hear(asked("q1"), asked("q2"), asked("q1"))
    told.hear(event("questions.answered", "09:30", "wang", part="q1"))
    assert told.states("wang") == {"q1": State.MET, "q2": State.OPEN}
    told.hear(event("questions.answered", "09:31", "wang"))
    assert told.states("wang")["q2"] is State.MET, "without a part the whole case is meant"


@pytest.mark.req("N11")
def test_a_time_may_count_from_what_happened_before_it_was_recorded() -> None:
    told = Told()
    told.hear(asked("q1"))
    (cohort,) = told.book.cohorts("case:1")
    assert said(cohort.due_at) == "2026-11-23 10:30:00"


def test_what_comes_at_once_comes_at_the_birth() -> None:
    told = Told()
    told.hear(asked("q1"))
    assert told.book.next_look() == asked("q1").at
    told.hear(event("clock.passed", "09:00"))
    assert [heard.people for heard in told.book.heard] == [("wang",)]


def test_a_withdrawn_question_asks_nobody_any_more() -> None:
    told = Told()
    told.hear(asked("q1"), asked("q2"), event("questions.withdrawn", "09:10", "li", part="q1"))
    assert told.states("wang") == {"q1": State.EXCUSED, "q2": State.OPEN}


@pytest.mark.req("N14")
@pytest.mark.parametrize(
    ("mode", "proof", "met"),
    [
        ("acknowledge", "button", True),
        ("teach_back", "button", False),
        ("teach_back", "teach_back", True),
        ("quiz", "reply", False),
        ("quiz", "quiz", True),
        ("spoken", "quiz", True),
        (None, "page_opened", False),
    ],
)
def test_an_answer_counts_when_it_shows_enough(mode: str, proof: str, met: bool) -> None:
    told = Told()
    told.hear(event("notices.published", "09:00", "wang", confirm=mode))
    told.hear(event("notices.confirmed", "09:30", "li", proof=proof, channel="inbox"))
    assert (told.states("li")["confirm_notice"] is State.MET) is met
    row = next(iter(told.book.entries.values())).rows["li"]
    assert row.evidence >= Evidence.OPENED, "what was shown is kept all the same"


def test_an_act_without_a_proof_of_its_own_is_an_acknowledgement() -> None:
    told = Told()
    told.hear(event("notices.published", "09:00", "wang"))
    told.hear(event("notices.confirmed", "09:30", "li"))
    assert told.states("li")["confirm_notice"] is State.MET


@pytest.mark.req("N25")
def test_what_needs_no_confirmation_owes_none() -> None:
    told = Told()
    told.hear(event("notices.published", "09:00", "wang", confirm="none"))
    assert told.book.entries == {}


def test_a_receipt_about_a_part_says_nothing_of_the_rest() -> None:
    told = Told()
    told.hear(event("notices.published", "09:00", "wang"))
    told.book.roles = {**told.book.roles, "owner": ["li"]}
    told.hear(asked("q1", "09:01"))
    told.hear(
        event("questions.answered", "09:05", "li", part="q1", proof="button", channel="inbox")
    )
    rows = {entry.cohort.part: entry.rows["li"] for entry in told.book.entries.values()}
    assert rows["q1"].evidence is Evidence.ACKNOWLEDGED
    assert rows[""].evidence is Evidence.DELIVERED
