"""Contradictions: found, declared, decided, and carried out by the engine."""

from datetime import UTC, datetime, time

import pytest

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.engine import decide
from huiyin.core.event import Event
from huiyin.core.linting import Finding, Weight, lint
from huiyin.core.linting.tensions import SPECIFIC, STRICT
from huiyin.core.linting.tests.house import read
from huiyin.core.load_tension import read_tension
from huiyin.core.memory import MemoryBook
from huiyin.core.obligation import Open
from huiyin.core.policy import Policy
from huiyin.core.table import PolicyError, Table

pytestmark = pytest.mark.req("Z15")

HOUSE_EVENT = "problems.raised"
MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
CALENDAR = WorkingCalendar("Asia/Shanghai", {0: ((time(9), time(18)),)}, {}, [2026])


def clause(number: str, term: str, more: str = "", when: str = "") -> str:
    """A clause by which the bearer reports a solution within ``term``."""
    return f"""
[[clause]]
id = "{number}"
text = "解决办法"
kind = "executable"
[[clause.rule]]
on = "{HOUSE_EVENT}"
{when}
bearer = "bearer"
owes = "report_solution"
within = "{term}"
met_by = "problems.solved"
{more}
[[clause.story]]
title = "t"
events = ["09:00 {HOUSE_EVENT} problem:1 by li bearer=li sort=blocked urgent=true"]
then = []
"""


def tension(*between: str, more: str = "") -> str:
    names = ", ".join(f'"{each}"' for each in between)
    return f'\n[[tension]]\nbetween = [{names}]\nabout = "24 小时还是 2 个工作日"\n{more}\n'


def short(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.clause, one.field, one.code) for one in found]


def fired(policy: Policy, **facts: str) -> list[str]:
    """The rules that open something when a problem is raised."""
    told = Event(HOUSE_EVENT, "problem:1", MORNING, "li", {"bearer": "li", **facts})
    changes = decide(lambda _version: policy, MemoryBook(), told, CALENDAR)
    return [change.rule for change in changes if isinstance(change, Open)]


TWO = clause("A", "24h") + clause("B", "2wd")
BLOCKED = 'when = { sort = "blocked" }'


def test_a_contradiction_that_is_not_declared_is_an_error_at_the_later_rule() -> None:
    (found,) = lint(read(TWO))
    assert short([found]) == [("B", "rule[0].within", "conflict")]
    assert found.weight is Weight.ERROR
    assert fired(read(TWO)) == ["A/0", "B/0"]


def test_a_declared_one_is_a_note_with_the_stricter_rule_and_only_that_fires() -> None:
    policy = read(TWO + tension("B", "A"))
    (note,) = lint(policy)
    assert (note.weight, note.code, note.field) == (Weight.NOTE, "tension", "tension[0]")
    assert (note.clause, note.against, note.wins, note.why) == ("B", ("A",), "A", STRICT)
    assert fired(policy) == ["A/0"]
    assert [rule.key for rule in policy.rules_on(HOUSE_EVENT)] == ["A/0"]
    assert [rule.key for rule in policy.rules()] == ["A/0", "B/0"], "both stay in the text"


def test_specific_beats_general_even_when_it_is_laxer() -> None:
    policy = read(clause("A", "24h") + clause("B", "2wd", when=BLOCKED) + tension("A", "B"))
    (note,) = lint(policy)
    assert (note.wins, note.why) == ("B", SPECIFIC)
    assert fired(policy, sort="blocked") == ["B/0"]
    assert fired(policy, sort="other") == ["A/0"], "the general one holds everywhere else"


def test_what_is_said_why_is_shown() -> None:
    policy = read(TWO + tension("A", "B", more='why = "问题要当天有办法"'))
    assert lint(policy)[0].why == "问题要当天有办法"


def test_a_winner_against_both_principles_needs_a_waiver() -> None:
    wins = 'wins = "B"\nwhy = "人手不够"\n'
    assert short(lint(read(TWO + tension("A", "B", more=wins)))) == [
        ("A", "tension[0].wins", "wins_against")
    ]
    policy = read(TWO + tension("A", "B", more=f"{wins}waived = true"))
    assert [(one.weight, one.wins) for one in lint(policy)] == [(Weight.NOTE, "B")]
    assert fired(policy) == ["B/0"]


def test_one_principle_is_enough() -> None:
    text = clause("A", "24h") + clause("B", "2wd", when=BLOCKED)
    policy = read(text + tension("A", "B", more='wins = "A"'))
    assert [(one.weight, one.wins) for one in lint(policy)] == [(Weight.NOTE, "A")]
    assert fired(policy, sort="blocked") == ["A/0"]


def test_where_no_principle_helps_the_winner_has_to_be_said() -> None:
    text = clause("A", "4wh") + clause("B", "1wd")
    assert short(lint(read(text + tension("A", "B")))) == [("A", "tension[0].wins", "undecided")]
    assert fired(read(text + tension("A", "B"))) == ["A/0", "B/0"]
    assert lint(read(text + tension("A", "B", more='wins = "B"')))[0].wins == "B"


def test_three_at_once_are_one_note() -> None:
    text = clause("A", "2h") + clause("B", "4wh") + clause("C", "1wd")
    policy = read(text + tension("A", "B", "C", more='wins = "A"'))
    found = lint(policy)
    assert short(found) == [("A", "tension[0].wins", "undecided")], "4wh and 1wd are not compared"
    policy = read(
        clause("A", "2h") + clause("B", "24h") + clause("C", "1wd") + tension("A", "B", "C")
    )
    (note,) = lint(policy)
    assert (note.wins, note.against) == ("A", ("B", "C"))
    assert fired(policy) == ["A/0"]


def test_a_weaker_answer_loses_as_well() -> None:
    text = clause("A", "24h", 'needs = "understood"') + clause("B", "24h")
    (found,) = lint(read(text))
    assert short([found]) == [("B", "rule[0].needs", "conflict")]
    assert lint(read(text + tension("A", "B")))[0].wins == "A"


def test_another_answer_is_a_contradiction_that_only_words_decide() -> None:
    text = clause("A", "24h") + clause("B", "24h").replace("problems.solved", "problems.ended")
    assert short(lint(read(text))) == [("B", "rule[0].met_by", "conflict")]
    assert short(lint(read(text + tension("A", "B")))) == [("A", "tension[0].wins", "undecided")]


@pytest.mark.parametrize(
    ("when", "clean"),
    [
        ('when = { sort = "other" }', True),
        ("when = { urgent = true }", False),
        ('when = { sort = ["other", "blocked"] }', False),
    ],
)
def test_only_conditions_that_overlap_contradict(when: str, clean: bool) -> None:
    text = clause("A", "24h", when=BLOCKED) + clause("B", "2wd", when=when)
    text = text.replace("sort=blocked urgent", "sort=blocked,other urgent")
    assert (lint(read(text)) == []) is clean


def test_waiting_clauses_contradict_too_but_take_nothing_away() -> None:
    waiting = 'kind = "executable"\nwaits_for = "problems"'
    text = clause("A", "24h") + clause("B", "2wd").replace('kind = "executable"', waiting)
    assert short(lint(read(text))) == [("B", "rule[0].within", "conflict")]
    late = clause("A", "24h").replace('kind = "executable"', waiting) + clause("B", "2wd")
    policy = read(late + tension("A", "B"))
    assert lint(policy)[0].wins == "A"
    assert fired(policy) == ["B/0"], "who wins is not there yet"
    assert fired(policy.awake()) == ["A/0"]


def test_a_tension_between_clauses_that_do_not_contradict_one_another() -> None:
    plain = '[[clause]]\nid = "P"\ntext = "减少层级"\nkind = "guidance"\n'
    text = plain + clause("A", "24h")
    assert [(one.code, one.weight) for one in lint(read(text + tension("A", "P")))] == [
        ("idle_tension", Weight.WARNING)
    ]
    assert lint(read(text + tension("P", "A", more='why = "有规则"')))[0].wins == "A"
    assert lint(read(text + tension("P", "A", more='wins = "P"\nwhy = "先例"')))[0].wins == "P"
    two = plain + plain.replace('"P"', '"Q"') + tension("P", "Q", more='why = "并列"')
    assert short(lint(read(two))) == [("P", "tension[0].wins", "undecided")]


def test_a_clause_that_does_not_exist() -> None:
    found = lint(read(TWO + tension("A", "Z", more='why = "w"') + tension("A", "B")))
    assert short(found) == [
        ("A", "tension[0].between", "no_clause"),
        ("A", "tension[1]", "tension"),
    ]


def test_opposite_decisions_are_found_and_somebody_still_owes() -> None:
    again = 'wins = "B"\nwhy = "w"\nwaived = true'
    policy = read(TWO + tension("A", "B") + tension("B", "A", more=again))
    assert short(lint(policy)) == [
        ("A", "tension[0]", "tension"),
        ("B", "tension[1].wins", "circle"),
    ]
    assert fired(policy) == ["A/0"]


def test_a_circle_over_three_is_broken() -> None:
    text = clause("A", "4wh") + clause("B", "1wd") + clause("C", "by 18:00")
    for one, other in (("A", "B"), ("B", "C"), ("C", "A")):
        text += tension(one, other, more=f'wins = "{one}"')
    policy = read(text)
    assert ("C", "tension[2].wins", "circle") in short(lint(policy))
    assert fired(policy) == ["A/0"]


def test_two_rules_of_one_clause_contradict_one_another_for_good() -> None:
    one = clause("A", "24h")
    rule = one[one.index("[[clause.rule]]") : one.index("[[clause.story]]")]
    text = one.replace(rule, rule + rule.replace("24h", "2wd"))
    assert short(lint(read(text))) == [("A", "rule[1].within", "conflict")]
    assert fired(read(text + tension("A", "B"))) == ["A/0", "A/1"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"between": ["A"]}, "tension[0].between"),
        ({"between": ["A", "A"]}, "tension[0].between"),
        ({"wins": "C"}, "tension[0].wins"),
        ({"about": None}, "tension[0].about"),
        ({"waived": "yes"}, "tension[0].waived"),
        ({"since": "2026"}, "tension[0].since"),
    ],
)
def test_a_tension_that_cannot_be_read(change: dict[str, object], field: str) -> None:
    said: dict[str, object] = {"between": ["A", "B"], "about": "x", **change}
    left = {key: value for key, value in said.items() if value is not None}
    with pytest.raises(PolicyError) as caught:
        read_tension(Table("f", "", "tension[0].", left))
    assert caught.value.field == field
