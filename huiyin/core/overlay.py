"""Departments' own rules on top of the company's regulation: one policy that holds both (G04).

A clause that a department writes under the number of a company's clause stands in its place for
that department's people; one with a number of its own is added for them. What a department cannot
write (routes of the channel matrix, attention, targets, weights, tensions) is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from huiyin.core.phrase import phrase
from huiyin.core.policy import Clause, Guard, Policy, Rule, Signing
from huiyin.core.reach import Reach
from huiyin.core.table import PolicyError


@dataclass(frozen=True, slots=True)
class Own:
    """The rules of one department, read as a policy of their own."""

    department: int
    policy: Policy


def compose(base: Policy, owns: Sequence[Own]) -> Policy:
    """``base`` with every department's own clauses; keys of own rules end in ``@department``.

    Where departments that lie one below the other write the same clause, the deeper one's binds.
    """
    if not owns:
        return base
    own_ids = dict.fromkeys(clause.id for own in owns for clause in own.policy.clauses)
    ids = {clause.id for clause in base.clauses}
    clauses = [_merged(clause.id, clause, owns) for clause in base.clauses]
    clauses += [_merged(clause_id, None, owns) for clause_id in own_ids if clause_id not in ids]
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
            raise PolicyError("", "", field, phrase("部门细则只能写条款，这一项由全公司的规定来定"))
    for clause in policy.clauses:
        for field, rows in (("target", clause.targets), ("lint", clause.lints)):
            if rows:
                raise PolicyError("", clause.id, field, phrase("部门细则不能改这一项"))


def seen_from(base: Policy, own: Policy) -> Policy:
    """The regulation as the department's people read it: own clauses in place of the company's."""
    mine = {clause.id: clause for clause in own.clauses}
    clauses = [mine.pop(clause.id, clause) for clause in base.clauses]
    return replace(base, clauses=(*clauses, *mine.values()))


def _merged(clause_id: str, clause: Clause | None, owns: Iterable[Own]) -> Clause:
    """A clause as the company has it, sparing those who have their own, and these beside it."""
    written = {
        own.department: each for own in owns for each in own.policy.clauses if each.id == clause_id
    }
    if clause is not None and not written:
        return clause
    parts = [_own(each, department, written) for department, each in written.items()]
    if clause is not None:
        parts.insert(0, _limited(clause, Reach(None, tuple(written))))
    return replace(
        clause or parts[0],
        rules=tuple(rule for part in parts for rule in part.rules),
        guards=tuple(guard for part in parts for guard in part.guards),
        signings=tuple(signing for part in parts for signing in part.signings),
    )


def _own(clause: Clause, department: int, writers: Iterable[int]) -> Clause:
    others = tuple(place for place in writers if place != department)
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
