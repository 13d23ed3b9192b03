"""Departments' own rules on top of the company's regulation: one policy that holds both (G04).

A clause that a department writes under the number of a company's clause stands in its place for
that department's people; one with a number of its own is added for them. What a department cannot
write (routes of the channel matrix, attention, targets, weights, tensions) is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from huiyin.core.policy import Clause, Guard, Policy, Rule, Signing
from huiyin.core.reach import Reach
from huiyin.core.table import PolicyError


@dataclass(frozen=True, slots=True)
class Own:
    """The rules of one department, read as a policy of their own."""

    department: int
    policy: Policy


def compose(base: Policy, owns: Sequence[Own]) -> Policy:
    """``base`` with every department's own clauses; keys of own rules end in ``@department``."""
    if not owns:
        return base
    ids = {clause.id for clause in base.clauses}
    clauses = [_merged(clause, owns) for clause in base.clauses]
    clauses += [
        _added(clause, own.department, ())
        for own in owns
        for clause in own.policy.clauses
        if clause.id not in ids
    ]
    return replace(base, clauses=tuple(clauses))


def refuse_beyond(policy: Policy) -> None:
    """``PolicyError`` for what only the company's regulation may say."""
    said: dict[str, object] = {
        "route": policy.matrix,
        "attention": policy.attention,
        "chapter": policy.chapters,
        "tension": policy.tensions,
    }
    for field, value in said.items():
        if value:
            raise PolicyError("", "", field, "部门细则只能写条款，这一项由全公司的规定来定")
    for clause in policy.clauses:
        for field, rows in (("target", clause.targets), ("lint", clause.lints)):
            if rows:
                raise PolicyError("", clause.id, field, "部门细则不能改这一项")


def seen_from(base: Policy, own: Policy) -> Policy:
    """The regulation as the department's people read it: own clauses in place of the company's."""
    mine = {clause.id: clause for clause in own.clauses}
    clauses = [mine.pop(clause.id, clause) for clause in base.clauses]
    return replace(base, clauses=(*clauses, *mine.values()))


def _merged(clause: Clause, owns: Iterable[Own]) -> Clause:
    """A company's clause, sparing the departments that have their own, and these beside it."""
    writers = [own for own in owns if any(one.id == clause.id for one in own.policy.clauses)]
    if not writers:
        return clause
    places = tuple(own.department for own in writers)
    parts = [
        _limited(clause, Reach(None, places)),
        *(_added(own.policy.clause(clause.id), own.department, places) for own in writers),
    ]
    return replace(
        clause,
        rules=tuple(rule for part in parts for rule in part.rules),
        guards=tuple(guard for part in parts for guard in part.guards),
        signings=tuple(signing for part in parts for signing in part.signings),
        stories=clause.stories,
    )


def _added(clause: Clause, department: int, rivals: Iterable[int]) -> Clause:
    others = tuple(place for place in rivals if place != department)
    limited = _limited(clause, Reach(department, others))
    return replace(
        limited,
        rules=tuple(replace(rule, key=f"{rule.key}@{department}") for rule in limited.rules),
        guards=tuple(replace(guard, key=f"{guard.key}@{department}") for guard in limited.guards),
        signings=tuple(replace(one, key=f"{one.key}@{department}") for one in limited.signings),
    )


def _limited(clause: Clause, reach: Reach) -> Clause:
    def rule(one: Rule) -> Rule:
        return replace(one, reach=reach)

    def guard(one: Guard) -> Guard:
        return replace(one, reach=reach)

    def signing(one: Signing) -> Signing:
        return replace(one, reach=reach)

    return replace(
        clause,
        reach=reach,
        rules=tuple(map(rule, clause.rules)),
        guards=tuple(map(guard, clause.guards)),
        signings=tuple(map(signing, clause.signings)),
    )
