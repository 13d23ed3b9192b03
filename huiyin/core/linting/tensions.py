"""Known contradictions: whether they are any, and whether the clause that wins may."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, Weight, error, warning
from huiyin.core.phrase import phrase
from huiyin.core.policy import Kind, Policy, Rule
from huiyin.core.precedence import (
    Tension,
    beaten,
    same_duty,
    specific,
    stricter,
    winner_of,
)

SPECIFIC, STRICT = phrase("更具体的条款优先"), phrase("更严格的条款优先")


class _Contest(NamedTuple):
    """Two rules of a tension for the same duty: the one that fires, and the one that does not."""

    winner: Rule
    loser: Rule
    decided: bool


def judge(policy: Policy) -> Iterator[Finding]:
    """A note for each tension that holds, with the clause that wins and why; else what is wrong."""
    awake = policy.awake()
    rules = [placed.rule for placed in reading.rules(awake)]
    lost = beaten(rules, policy.tensions)
    known = {clause.id for clause in policy.clauses}
    for place, tension in enumerate(policy.tensions):
        contests = list(_contests(rules, tension))
        wins = tension.wins or _winner(policy, tension, contests)
        found = list(_wrong(tension, contests, wins, known, lost))
        field = f"tension[{place}]"
        for name, code, problem in found:
            yield error(tension.between[0], f"{field}.{name}", code, problem)
        if not contests and not tension.why:
            problem = phrase("这些条款并不互相矛盾；仍要并列，请写明理由（why）")
            yield warning(tension.between[0], f"{field}.why", "idle_tension", problem)
        elif not found:
            yield _note(tension, field, wins, contests)


def _contests(rules: list[Rule], tension: Tension) -> Iterator[_Contest]:
    concerned = [rule for rule in rules if rule.clause in tension.between]
    for one, other in combinations(concerned, 2):
        if one.clause != other.clause and same_duty(one, other):
            winner = winner_of(one, other, tension)
            first, second = (other, one) if winner is other else (one, other)
            yield _Contest(first, second, winner is not None)


def _winner(policy: Policy, tension: Tension, contests: list[_Contest]) -> str:
    """The clause that wins wherever it meets another; empty when there is not exactly one."""
    if not contests:
        kinds = [clause for clause in policy.clauses if clause.id in tension.between]
        first = [clause.id for clause in kinds if clause.kind is Kind.EXECUTABLE]
    else:
        lost = {contest.loser.clause for contest in contests}
        first = sorted({contest.winner.clause for contest in contests} - lost)
    return first[0] if len(first) == 1 else ""


def _wrong(
    tension: Tension,
    contests: list[_Contest],
    wins: str,
    known: set[str],
    lost: dict[str, frozenset[str]],
) -> Iterator[tuple[str, str, str]]:
    for missing in (each for each in tension.between if each not in known):
        yield "between", "no_clause", phrase("没有编号为 %(missing)s 的条款", missing=missing)
    if not wins or not all(contest.decided for contest in contests):
        yield "wins", "undecided", phrase("看不出谁更具体或更严格，请写明谁优先（wins）")
    decided = [contest for contest in contests if contest.decided]
    if not tension.waived and any(map(_against_both, decided)):
        problem = phrase(
            "%(wins)s 既不更具体也不更严格；要让它优先，须写明已获豁免（waived = true）", wins=wins
        )
        yield "wins", "wins_against", problem
    if any(each.winner.key not in lost.get(each.loser.key, ()) for each in decided):
        yield "wins", "circle", phrase("与前面写明的优先次序相反或成环")


def _against_both(contest: _Contest) -> bool:
    winner, loser = contest.winner, contest.loser
    if specific(winner, loser) or stricter(winner, loser):
        return False
    return specific(loser, winner) or stricter(loser, winner)


def _note(tension: Tension, field: str, wins: str, contests: list[_Contest]) -> Finding:
    first, *others = tension.between
    return Finding(
        first,
        field,
        tension.about,
        Weight.NOTE,
        "tension",
        wins,
        tuple(others),
        tension.why or _reason(wins, contests),
    )


def _reason(wins: str, contests: list[_Contest]) -> str:
    """The principle by which ``wins`` won."""
    mine = [each for each in contests if each.winner.clause == wins]
    return SPECIFIC if all(specific(each.winner, each.loser) for each in mine) else STRICT
