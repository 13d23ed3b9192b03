"""Clauses that contradict one another, and which of them wins (design 4).

Two rules contradict one another when the same event may ask the same people for the same thing
twice. Specific beats general, then stricter beats laxer; a ``Tension`` says that the contradiction
is known, and may decide otherwise when that was waived.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from huiyin.core.conditions import When, covers, overlaps
from huiyin.core.reach import Reach
from huiyin.core.strictness import never_later, stronger_needs
from huiyin.core.terms import Term


@dataclass(frozen=True, slots=True)
class Tension:
    """``between`` clauses that cannot all hold at once: what ``about``, which ``wins`` and ``why``.

    Without ``wins`` it follows from the rules. ``waived`` lets a clause win against both principles.
    """

    between: tuple[str, ...]
    about: str
    wins: str = ""
    why: str = ""
    waived: bool = False


class Owed(Protocol):
    """What of a rule decides whether it contradicts another one, and which wins."""

    @property
    def key(self) -> str: ...
    @property
    def clause(self) -> str: ...
    @property
    def on(self) -> str: ...
    @property
    def bearer(self) -> str: ...
    @property
    def owes(self) -> str: ...
    @property
    def when(self) -> When: ...
    @property
    def within(self) -> Term | None: ...
    @property
    def needs(self) -> str: ...
    @property
    def deem(self) -> bool: ...
    @property
    def reach(self) -> Reach: ...


def same_duty(one: Owed, other: Owed) -> bool:
    """Whether one event may ask the same people for the same thing under both rules."""
    alike = (one.on, one.bearer, one.owes) == (other.on, other.bearer, other.owes)
    return alike and overlaps(one.when, other.when) and not one.reach.apart(other.reach)


def specific(one: Owed, other: Owed) -> bool:
    """Whether ``one`` speaks of a part of what ``other`` speaks of."""
    return covers(other.when, one.when) and not covers(one.when, other.when)


def stricter(one: Owed, other: Owed) -> bool:
    """Whether ``one`` asks for more or sooner, and for nothing less or later."""
    return _asks_as_much(one, other) and not _asks_as_much(other, one)


def outranks(one: Owed, other: Owed) -> bool:
    """Whether ``one`` wins: specific beats general, and where neither is, stricter beats laxer."""
    if specific(one, other) or specific(other, one):
        return specific(one, other)
    return stricter(one, other)


def beaten(rules: Iterable[Owed], tensions: Iterable[Tension]) -> dict[str, frozenset[str]]:
    """For each rule that loses, the rules that it does not fire beside; by their keys.

    What would make a circle is left out, so that of rules in tension one always fires.
    """
    every = tuple(rules)
    found: dict[str, set[str]] = {}
    for tension in tensions:
        concerned = [rule for rule in every if rule.clause in tension.between]
        for winner, loser in _decided(concerned, tension):
            if loser.key not in _above(winner.key, found):
                found.setdefault(loser.key, set()).add(winner.key)
    return {loser: frozenset(winners) for loser, winners in found.items()}


def _above(key: str, found: Mapping[str, set[str]]) -> set[str]:
    """All that beat the rule ``key``, directly or by others."""
    seen: set[str] = set()
    ahead = set(found.get(key, ()))
    while ahead:
        seen |= ahead
        ahead = {winner for one in ahead for winner in found.get(one, ())} - seen
    return seen


def never_fires(rule: Owed, winners: Iterable[Owed]) -> bool:
    """Whether some winner fires wherever ``rule`` would, and binds all whom it would."""
    wide = (winner.reach for winner in winners if covers(winner.when, rule.when))
    return rule.reach.without(wide) is None


def winner_of(one: Owed, other: Owed, tension: Tension) -> Owed | None:
    """The rule that fires where both would; ``None`` when neither principle nor tension decides."""
    for rule, against in ((one, other), (other, one)):
        if tension.wins == rule.clause and rule.clause != against.clause:
            return rule
    if outranks(one, other):
        return one
    return other if outranks(other, one) else None


def _decided(rules: list[Owed], tension: Tension) -> Iterator[tuple[Owed, Owed]]:
    for one, other in combinations(rules, 2):
        if one.clause == other.clause or not same_duty(one, other):
            continue
        winner = winner_of(one, other, tension)
        if winner is not None:
            yield winner, other if winner is one else one


def _asks_as_much(one: Owed, other: Owed) -> bool:
    return (
        never_later(one.within, other.within)
        and stronger_needs(one.needs, other.needs)
        and one.deem <= other.deem
    )
