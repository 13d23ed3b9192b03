"""Clauses that contradict one another: found, and known with the one that wins (design 4)."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, error, warning
from huiyin.core.linting.reading import PlacedRule
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.linting.tensions import judge
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy, Rule
from huiyin.core.precedence import same_duty


class _Pair(NamedTuple):
    """Two rules for the same duty, in the order of the regulation."""

    first: PlacedRule
    second: PlacedRule


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Rules that ask the same people for the same thing in different ways, and known tensions.

    Clauses that wait for their scenario are looked at too: they must not begin with a contradiction.
    """
    del around
    for pair in _pairs(list(reading.rules(policy.awake()))):
        between = {pair.first.clause, pair.second.clause}
        if not any(between <= set(tension.between) for tension in policy.tensions):
            yield _undeclared(pair)
    yield from judge(policy)


def _pairs(placed: list[PlacedRule]) -> Iterator[_Pair]:
    for first, second in combinations(placed, 2):
        if first.rule.reach == second.rule.reach and same_duty(first.rule, second.rule):
            yield _Pair(first, second)


def _undeclared(pair: _Pair) -> Finding:
    first, second = pair
    field = next(_differences(first.rule, second.rule), "")
    other = phrase("%(clause)s 的 %(place)s", clause=first.clause, place=first.field.rstrip("."))
    if not field:
        problem = phrase("与 %(other)s 要求同一些人做同一件事，会欠两次", other=other)
        return warning(second.clause, f"{second.field}owes", "owed_twice", problem)
    problem = phrase(
        "与 %(other)s 对同一件事的要求不同，而没有写明谁优先（[[tension]]）", other=other
    )
    return error(second.clause, second.field + field, "conflict", problem)


def _differences(one: Rule, other: Rule) -> Iterator[str]:
    for name in ("within", "needs", "met_by", "deem"):
        if getattr(one, name) != getattr(other, name):
            yield name
