"""What conditions say about one another, against every assignment of a small world."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.conditions import When, both, covers, exhausted, overlaps
from huiyin.core.event import Fact
from huiyin.core.policy import fits

pytestmark = pytest.mark.req("Z15")

NAMES = ("a", "b", "c")
VALUES = ("x", "y", "z")
WORLD: list[dict[str, Fact]] = [
    {name: value for name, value in zip(NAMES, given_values, strict=True) if value}
    for given_values in product(("", *VALUES, "other"), repeat=len(NAMES))
]
"""Every fact missing, one of three values, or something else."""

whens = st.dictionaries(
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(VALUES), min_size=1, unique=True).map(tuple),
    max_size=3,
)


def where(when: When) -> list[dict[str, Fact]]:
    return [facts for facts in WORLD if fits(when, facts)]


@given(whens, whens)
def test_wider_narrower_and_shared(one: When, other: When) -> None:
    shared = [facts for facts in where(one) if facts in where(other)]
    assert covers(one, other) == all(facts in where(one) for facts in where(other))
    assert overlaps(one, other) == bool(shared)
    assert where(both(one, other)) == shared


@given(whens, st.lists(whens, max_size=4))
def test_nothing_is_left_exactly_when_each_case_is_taken(wanted: When, earlier: list[When]) -> None:
    taken = all(any(fits(when, facts) for when in earlier) for facts in where(wanted))
    assert exhausted(wanted, earlier) == taken


def test_several_together_leave_nothing() -> None:
    urgent, rest = {"a": ("x",)}, {"a": ("y", "z")}
    assert exhausted({"a": ("x", "y")}, [urgent, rest])
    assert not exhausted({}, [urgent, rest]), "the fact may be missing or something else"
    assert exhausted({"b": ("x",)}, [{}])
    assert not exhausted({}, [])
