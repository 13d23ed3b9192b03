"""No numbered passage is unmapped, no clock of the requirements is unsaid, no waiting is for ever."""

import re
import time

import pytest

from huiyin.config.installed import SCENARIOS
from huiyin.core.policy import Clause, Kind, Rule
from huiyin.core.story import run
from huiyin.worktime.calendars import chinese_calendar
from tests.stories.clocks import Row, rows, says, stands_under
from tests.stories.regulation import installed

POLICY = installed()
ROWS = rows()
CLOCKS = [(row, clock) for row in ROWS for clock in row.clocks]
WAITING = [clause for clause in POLICY.clauses if clause.waits_for]
AWAITED = [rule for clause in WAITING for rule in clause.rules]
SECONDS = 5.0

pytestmark = pytest.mark.req("Z01")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_citation_has_a_clause_that_serves_the_requirement(row: Row) -> None:
    for number in row.cites:
        assert any(clause.id == number for clause in POLICY.clauses), number
        under = [clause for clause in POLICY.clauses if stands_under(clause, number)]
        assert any(row.id in clause.requirement for clause in under), number


@pytest.mark.parametrize(("row", "clock"), CLOCKS, ids=[f"{row.id} {one}" for row, one in CLOCKS])
def test_every_clock_is_said_by_an_executable_clause(row: Row, clock: str) -> None:
    serving = [clause for clause in POLICY.clauses if row.id in clause.requirement]
    said = says(clock)
    assert any(clause.kind is Kind.EXECUTABLE and said(clause) for clause in serving)


def test_a_clause_is_waited_for_only_while_its_scenario_is_missing() -> None:
    installed_names = {name.rpartition(".")[2] for name in SCENARIOS}
    assert not {clause.waits_for for clause in WAITING} & installed_names
    for clause in WAITING:
        assert clause.kind is Kind.EXECUTABLE
        own = [rule.on for rule in clause.rules] + [guard.on for guard in clause.guards]
        assert all(event.split(".")[0] == clause.waits_for for event in own), clause.id


def test_every_clause_has_a_title_and_a_heading_above_it() -> None:
    chapters = {chapter.id for chapter in POLICY.chapters}
    for clause in POLICY.clauses:
        assert clause.title, clause.id
        assert clause.id[:1] in chapters, clause.id
        assert clause.kind is not Kind.OUT_OF_SCOPE or clause.reason


@pytest.mark.parametrize("rule", AWAITED, ids=lambda rule: f"{rule.key} {rule.owes}")
def test_every_clock_that_waits_is_shown_kept_and_broken(rule: Rule) -> None:
    clause = POLICY.clause(rule.clause)
    said = [line for story in clause.stories for line in story.then]
    ends = [f"met {rule.owes}", *([f"deemed {rule.owes}"] if rule.deem else [])]
    assert any(line.endswith(end) for line in said for end in ends)
    assert any(_broken(rule, line) for line in said)


def _broken(rule: Rule, line: str) -> bool:
    rungs = "|".join(rung.do.split("_")[0] + r"\w*" for rung in rule.ladder if rung.do != "remind")
    owed = rf"\S+ (still owes {rule.owes}|met {rule.owes} late|is deemed {rule.owes})"
    return re.fullmatch(rf"{owed}|\S+ must ({rungs or 'nothing'}) \S+", line) is not None


def test_the_stories_of_the_regulation_run_in_a_few_seconds() -> None:
    calendar = chinese_calendar(2025, 2027)
    stories = [story for clause in POLICY.clauses for story in clause.stories]
    began = time.perf_counter()
    failed = [story.title for story in stories if run(story, POLICY, calendar)]
    took = time.perf_counter() - began
    assert failed == []
    assert took < SECONDS, f"{len(stories)} stories took {took:.2f} s"


def test_a_clock_that_nobody_says_would_be_found() -> None:
    clause: Clause = POLICY.clause("3.3.1")
    assert says("1 h")(clause)
    assert not says("3 h")(clause)
    with pytest.raises(KeyError):
        says("soon")
