"""Accepted choices become clauses; a field that cannot be so is named."""

from dataclasses import replace
from typing import Any

import pytest

from huiyin.core.drafting.assembling import Choice, ChoiceError, check, clause_of
from huiyin.core.drafting.proposal import Guess
from huiyin.core.drafting.tests.test_draft import KNOWN
from huiyin.core.policy import Anchor, Kind, Otherwise, Rung
from huiyin.core.terms import parse_duration, parse_term

pytestmark = pytest.mark.req("Z16")

RULE = Choice(
    on="notices.published",
    bearer="recipients",
    verb="confirm_notice",
    what="确认",
    term="1h",
    needs="acknowledge",
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("on", "published"), ("bearer", "接收人"), ("verb", "do it"), ("to", "("), ("up_to", "!"),
        ("needs", "wink"), ("term", "soon"), ("up_after", "later"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_so(field: str, value: str) -> None:
    changed: dict[str, Any] = {field: value}
    with pytest.raises(ChoiceError) as caught:
        check(replace(RULE, **changed))
    assert caught.value.field == field


@pytest.mark.parametrize("term", ["", "2h"])
def test_a_condition_needs_a_lead_time(term: str) -> None:
    with pytest.raises(ChoiceError, match="提前量"):
        check(replace(RULE, guard=True, term=term))


def test_a_duty_may_have_no_term() -> None:
    check(replace(RULE, term=""))


def test_rules_guards_and_follow_up() -> None:
    guard = Choice(
        on="meetings.announced", term="3d before starts_at", what="发出会议通知", guard=True
    )
    chased = replace(RULE, up_to="head_of(bearer)", up_after="2h")
    clause = clause_of("4", "文", "题", None, [chased, guard], KNOWN)
    assert (clause.kind, clause.waits_for) == (Kind.EXECUTABLE, "")
    rule = clause.rules[0]
    assert (rule.key, rule.within, rule.needs, rule.met_by) == (
        "4/0", parse_term("1h"), "acknowledged", "notices.confirmed",
    )  # fmt: skip
    assert rule.ladder == (
        Rung(parse_duration("2h"), "head_of(bearer)", "chase", Anchor.AFTER_DUE),
    )
    condition = clause.guards[0]
    assert (condition.key, condition.otherwise, condition.says) == (
        "4/g0",
        Otherwise.RECORD,
        "发出会议通知",
    )


@pytest.mark.parametrize(
    ("choice", "waits"),
    [
        (RULE, ""),
        (replace(RULE, on="meetings.closed"), "meetings"),
        (replace(RULE, on=""), "own"),
        (replace(RULE, bearer=""), "own"),
        (replace(RULE, verb="do_duty"), "own"),
        (replace(RULE, term="every 30min until own.ended"), "own"),
    ],
)
def test_what_a_clause_waits_for(choice: Choice, waits: str) -> None:
    assert clause_of("4", "文", "", None, [choice], KNOWN).waits_for == waits


def test_without_choices_the_guess_stands() -> None:
    assert clause_of("4", "文", "", None, [], KNOWN).kind is Kind.GUIDANCE
    scope = clause_of("4", "文", "", Guess("4", "out_of_scope", "目的", 1.0), [], KNOWN)
    assert (scope.kind, scope.reason) == (Kind.OUT_OF_SCOPE, "目的")
    unread = clause_of("4", "文", "", Guess("4", "executable", "时限", 1.0), [], KNOWN)
    assert (unread.kind, unread.reason) == (Kind.GUIDANCE, "读出的时限没有采纳")
