"""The linter answers for whatever can be read, and in the order of the clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.linting import Surroundings, Weight, lint, overlay
from huiyin.core.linting.tests.house import HOUSE, SOUND, read
from huiyin.core.policy import Clause, Policy, Route
from huiyin.core.precedence import Tension
from huiyin.core.writing.tests.strategies import clauses, when

pytestmark = pytest.mark.req("Z15")

ids = st.sampled_from(("1", "2", "3", "9"))
tensions = st.builds(
    Tension,
    st.lists(ids, min_size=2, max_size=3, unique=True).map(tuple),
    st.just("x"),
    st.sampled_from(("", "1", "2")),
    st.sampled_from(("", "y")),
    st.booleans(),
)
routes = st.builds(
    Route, when, st.just(("inbox",)), st.sampled_from(("none", "acknowledge")), st.booleans()
)
every = st.lists(clauses(ids), max_size=4)


@given(every, st.lists(routes, max_size=3), st.lists(tensions, max_size=3), st.booleans())
def test_any_policy_is_judged(
    found: list[Clause], matrix: list[Route], known: list[Tension], strict: bool
) -> None:
    policy = Policy(1, tuple(found), tuple(matrix), tensions=tuple(known))
    around = HOUSE if strict else Surroundings()
    findings = lint(policy, around)
    assert findings == lint(policy, around)
    order = list(dict.fromkeys(clause.id for clause in found))
    places = [order.index(one.clause) if one.clause in order else len(order) for one in findings]
    assert places == sorted(places)
    assert all(one.problem and one.field and one.code for one in findings)


@given(every, every)
def test_any_two_are_compared(base: list[Clause], own: list[Clause]) -> None:
    first, second = Policy(1, tuple(base)), Policy(1, tuple(own))
    assert all(one.weight is not Weight.NOTE for one in overlay(first, second))
    unlike = {clause.id: clause for clause in base}
    assert overlay(Policy(1, tuple(unlike.values())), Policy(1, tuple(unlike.values()))) == []


def test_what_belongs_to_no_clause_comes_last() -> None:
    text = SOUND.replace("with_text = false\n", "").replace('["N15"]', '["N99"]')
    assert [one.clause for one in lint(read(text), HOUSE)] == ["1", ""]
