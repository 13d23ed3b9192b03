"""What differs between two regulations: nothing between equals, something after every change."""

from dataclasses import fields, replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huiyin.core.attention import Attention, Quiet
from huiyin.core.diff import ChangeKind, ClauseChange, compare
from huiyin.core.load import read_policy
from huiyin.core.policy import Chapter, Clause, Policy, Route
from huiyin.core.reach import Reach
from huiyin.core.terms import parse_term
from huiyin.core.writing.tests.strategies import clauses

pytestmark = pytest.mark.req("Z01")

TEXT = """
[[clause]]
id = "1"
text = "一小时内确认。"
kind = "executable"
[[clause.rule]]
on = "t.published"
when = { urgency = "important" }
bearer = "recipients"
owes = "confirm"
within = "1h"
met_by = "t.confirmed"
ladder = [{ after = "30min", who = "bearer", do = "remind" }]
[[clause.rule]]
on = "t.asked"
bearer = "recipients"
owes = "answer"
within = "3h"
met_by = "t.answered"
[[clause.guard]]
on = "t.published"
needs = "signed"
otherwise = "refuse"
says = "先签。"
[[clause.sign]]
of = "t"
step = "approve"
who = "management"
mode = "one"
[[clause.story]]
title = "例"
events = ["09:00 t.published n:1 by li"]
then = ["li owes nothing"]
[[clause]]
id = "2"
text = "说清楚。"
kind = "guidance"
[[route]]
when = { urgency = "urgent" }
channels = ["inbox", "mail"]
confirm = "acknowledge"
[[route]]
channels = ["inbox"]
confirm = "acknowledge"
"""
POLICY = read_policy(1, {"a": TEXT})


def told(changes: list[ClauseChange]) -> list[tuple[str, str, str]]:
    return [(one.clause, each.part, each.field) for one in changes for each in one.differences]


def edited(old: str, new: str) -> Policy:
    assert old in TEXT
    return read_policy(2, {"a": TEXT.replace(old, new, 1)})


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("一小时内确认。", "两小时内确认。", ("1", "text", "")),
        ('within = "1h"', 'within = "2h"', ("1", "rule", "within")),
        ('urgency = "important"', 'urgency = "urgent"', ("1", "rule", "when")),
        ('after = "30min"', 'after = "40min"', ("1", "rule", "ladder")),
        ('owes = "answer"', 'owes = "reply"', ("1", "rule", "owes")),
        ('met_by = "t.confirmed"', 'met_by = "t.signed"', ("1", "rule", "met_by")),
        ('says = "先签。"', 'says = "先去签。"', ("1", "guard", "says")),
        ('who = "management"', 'who = "reviewer"', ("1", "sign", "who")),
        ('title = "例"', 'title = "例子"', ("1", "story", "title")),
        ('channels = ["inbox", "mail"]', 'channels = ["inbox"]', ("", "route", "")),
    ],
)
def test_a_change_is_found_where_it_was_made(
    old: str, new: str, where: tuple[str, str, str]
) -> None:
    assert told(compare(POLICY, edited(old, new))) == [where]


def test_the_values_are_those_of_both_versions() -> None:
    (change,) = compare(POLICY, edited('within = "1h"', 'within = "2h"'))
    (one,) = change.differences
    assert change.kind is ChangeKind.CHANGED
    assert (one.old, one.new) == (parse_term("1h"), parse_term("2h"))
    assert one.before is not None
    assert getattr(one.after, "owes", "") == "confirm"


def test_a_clause_that_came_and_one_that_went() -> None:
    new = replace(
        POLICY, clauses=(Clause("1.1", "新的。", POLICY.clauses[1].kind), POLICY.clauses[1])
    )
    assert [(one.clause, one.kind) for one in compare(POLICY, new)] == [
        ("1", ChangeKind.REMOVED),
        ("1.1", ChangeKind.ADDED),
    ]
    assert [(one.clause, one.kind) for one in compare(new, POLICY)] == [
        ("1.1", ChangeKind.REMOVED),
        ("1", ChangeKind.ADDED),
    ]


def test_a_rule_before_the_others_changes_none_of_them() -> None:
    rule = '[[clause.rule]]\non = "t.ended"\nbearer = "initiator"\nowes = "sum_up"\nmet_by = "t.done"\n'
    (change,) = compare(POLICY, edited("[[clause.rule]]", rule + "[[clause.rule]]"))
    assert [(each.part, each.field, each.old) for each in change.differences] == [
        ("rule", "", None)
    ]
    (back,) = compare(edited("[[clause.rule]]", rule + "[[clause.rule]]"), POLICY)
    assert [(each.part, each.new) for each in back.differences] == [("rule", None)]


def test_another_order_is_a_change() -> None:
    turned = replace(POLICY, clauses=POLICY.clauses[::-1])
    assert told(compare(POLICY, turned)) == [("", "order", "")]
    rules = POLICY.clauses[0].rules[::-1]
    inside = replace(POLICY.clauses[0], rules=rules)
    assert told(compare(POLICY, replace(POLICY, clauses=(inside, POLICY.clauses[1])))) == [
        ("1", "order", "")
    ]


def test_what_belongs_to_no_clause() -> None:
    night = Quiet(time(20), time(8))
    quiet = Attention("1", 5, night, (time(9),), timedelta(hours=2))
    with_it = replace(POLICY, attention=quiet, chapters=(Chapter("1", "总则"),))
    assert {where[1] for where in told(compare(POLICY, with_it))} == {"attention", "chapter"}
    more = replace(with_it, attention=replace(quiet, budget=6))
    assert told(compare(with_it, more)) == [("", "attention", "budget")]


policies = st.lists(clauses(), max_size=3, unique_by=lambda one: one.id).map(
    lambda found: Policy(1, tuple(found))
)


@given(policy=policies)
def test_a_version_does_not_differ_from_itself(policy: Policy) -> None:
    assert compare(policy, replace(policy, version=7)) == []


@given(policy=policies, other=policies, data=st.data())
def test_every_change_is_reported(policy: Policy, other: Policy, data: st.DataObject) -> None:
    assert bool(compare(policy, other)) == (policy != replace(other, version=1))
    assume(policy.clauses)
    place = data.draw(st.integers(0, len(policy.clauses) - 1))
    clause, drawn = policy.clauses[place], data.draw(clauses())
    name = data.draw(st.sampled_from([each.name for each in fields(Clause) if each.name != "id"]))
    value: Any = Reach(7) if name == "reach" else getattr(drawn, name)
    changed = replace(clause, **{name: value})
    parts = (*policy.clauses[:place], changed, *policy.clauses[place + 1 :])
    found = compare(policy, replace(policy, clauses=parts))
    assert [one.clause for one in found] == ([clause.id] if changed != clause else [])


@given(policy=policies)
def test_what_was_lost_comes_back(policy: Policy) -> None:
    empty = Policy(1, (), (Route({}, ("inbox",), "acknowledge"),))
    lost, back = compare(policy, empty), compare(empty, policy)
    assert {one.clause for one in lost} == {one.clause for one in back}
    assert [one.kind for one in lost[:-1]] == [ChangeKind.REMOVED] * len(policy.clauses)
    assert [one.kind for one in back[:-1]] == [ChangeKind.ADDED] * len(policy.clauses)


def test_a_route_that_is_only_spelled_in_another_order_did_not_change() -> None:
    calm = Route({"urgency": ("urgent",), "room": ("all",)}, ("inbox",), "acknowledge")
    turned = replace(calm, when=dict(reversed(list(calm.when.items()))))
    loud, louder = (Route({}, channels, "acknowledge") for channels in (("inbox",), ("sms",)))
    old, new = replace(POLICY, matrix=(calm, loud)), replace(POLICY, matrix=(turned, louder))
    (change,) = compare(old, new)
    assert [(one.old, one.new) for one in change.differences] == [(loud, louder)]
