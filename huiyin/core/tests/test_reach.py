"""A rule that wins lets nobody go whom it does not bind itself (G04)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.load import read_policy
from huiyin.core.overlay import Own, compose
from huiyin.core.policy import Policy
from huiyin.core.reach import EVERYWHERE, Reach

pytestmark = pytest.mark.req("G04", "Z15")

ROOT, HOUSE, TEAM, OTHER = 1, 2, 3, 4

TWO = """
[[clause]]
id = "1"
text = "一小时内确认。"
kind = "executable"
[[clause.rule]]
on = "t.published"
bearer = "recipients"
owes = "confirm"
within = "{first}"
met_by = "t.confirmed"
[[clause]]
id = "2"
text = "半小时内确认。"
kind = "executable"
[[clause.rule]]
on = "t.published"
bearer = "recipients"
owes = "confirm"
within = "30min"
met_by = "t.confirmed"
[[tension]]
between = ["1", "2"]
about = "多久确认"
"""


def bound(policy: Policy, *chain: int) -> list[str]:
    """The rules that bind somebody who stands there."""
    rules = policy.rules_for("t.published", {})
    return [rule.key for rule in rules if rule.reach.covers(chain)]


def composed(own: str) -> Policy:
    company = read_policy(1, {"x": TWO.format(first="1h")})
    clauses = read_policy(0, {"x": TWO.format(first=own).partition('[[clause]]\nid = "2"')[0]})
    return compose(company, [Own(HOUSE, clauses)])


def test_the_companys_stricter_clause_wins_outside_the_departments_own_inside() -> None:
    policy = composed("10min")
    assert bound(policy, ROOT, OTHER) == ["2/0"]
    assert bound(policy, ROOT, HOUSE, TEAM) == [f"1/0@{HOUSE}"]


def test_a_departments_own_rule_that_is_laxer_loses_there_too() -> None:
    policy = composed("2h")
    assert bound(policy, ROOT, OTHER) == bound(policy, ROOT, HOUSE) == ["2/0"]


def test_a_rule_that_only_a_part_wins_against_is_kept_among_those_that_may_fire() -> None:
    assert {rule.key for rule in composed("10min").rules_on("t.published")} == {
        f"1/0@{HOUSE}", "2/0",
    }  # fmt: skip


def test_whoever_binds_everybody_leaves_nobody() -> None:
    assert EVERYWHERE.without([]) == EVERYWHERE
    assert EVERYWHERE.without([EVERYWHERE]) is None
    assert Reach(2).without([Reach(2)]) is None
    assert Reach(2).without([Reach(None, (2,))]) == Reach(2)
    left = EVERYWHERE.without([Reach(2), Reach(2)])
    assert left == Reach(but=(Reach(2),))
    assert left
    assert not EVERYWHERE


reaches = st.builds(
    Reach,
    st.none() | st.integers(1, 5),
    st.sets(st.integers(1, 5), max_size=2).map(lambda found: tuple(sorted(found))),
)
chains = st.lists(st.integers(1, 5), unique=True)


@given(reaches, st.lists(reaches, max_size=3), chains)
def test_what_is_left_are_those_whom_no_winner_binds(
    reach: Reach, winners: list[Reach], chain: list[int]
) -> None:
    left = reach.without(winners)
    free = reach.covers(chain) and not any(one.covers(chain) for one in winners)
    assert (left is not None and left.covers(chain)) == free


@given(reaches, reaches, chains)
def test_those_apart_never_meet(one: Reach, other: Reach, chain: list[int]) -> None:
    assert not (one.apart(other) and one.covers(chain) and other.covers(chain))
