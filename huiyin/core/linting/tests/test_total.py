"""The linter answers for whatever can be read, and in the order of the clauses."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.linting import Surroundings, Weight, lint, overlay
from huiyin.core.linting.tests.house import HOUSE, SOUND, read
from huiyin.core.linting.tests.strategies import EVENTS, policies, when
from huiyin.core.policy import Policy, fits

pytestmark = pytest.mark.req("Z15")


@given(policies, st.sampled_from((HOUSE, Surroundings())))
def test_any_policy_is_judged(policy: Policy, around: Surroundings) -> None:
    findings = lint(policy, around)
    assert findings == lint(policy, around)
    order = list(dict.fromkeys(clause.id for clause in policy.clauses))
    places = [order.index(one.clause) if one.clause in order else len(order) for one in findings]
    assert places == sorted(places)
    assert all(one.problem and one.field and one.code for one in findings)


@given(policies, st.sampled_from(EVENTS), when)
def test_whoever_is_asked_at_all_is_asked_by_some_rule(
    policy: Policy, kind: str, facts: dict[str, tuple[str, ...]]
) -> None:
    policy = replace(policy, clauses=tuple({one.id: one for one in policy.clauses}.values()))
    fitting = [rule for rule in policy.rules() if rule.on == kind and fits(rule.when, facts)]
    fired = policy.rules_for(kind, facts)
    assert {rule.key for rule in fired} <= {rule.key for rule in fitting}
    asked = {(rule.bearer, rule.owes) for rule in fitting}
    assert {(rule.bearer, rule.owes) for rule in fired} == asked
    if not policy.tensions:
        assert fired == fitting


@given(policies, policies)
def test_any_two_are_compared(base: Policy, own: Policy) -> None:
    assert all(one.weight is not Weight.NOTE for one in overlay(base, own))
    last = tuple({clause.id: clause for clause in base.clauses}.values())
    assert overlay(Policy(1, last), Policy(1, last)) == []


def test_what_belongs_to_no_clause_comes_last() -> None:
    text = SOUND.replace("with_text = false\n", "").replace('["N15"]', '["N99"]')
    assert [one.clause for one in lint(read(text), HOUSE)] == ["1", ""]
