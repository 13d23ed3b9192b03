"""What differs between two versions of a regulation, clause by clause and field by field (Z01).

``compare`` reports everything that a version says: words, rules, terms, roles, ladders, guards,
steps of sign-off, targets, weights, examples, the channel matrix, attention, and the order. It
returns nothing exactly when both say the same. Values are the policy's own; words are a page's.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from huiyin.core.policy import Aim, Clause, Guard, Lint, Policy, Rule, Signing, Story

Row = Rule | Guard | Signing | Aim | Lint | Story


class ChangeKind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. ``part`` is ``text``, ``rule``, ``guard``, ``route``, and so on.

    Without a ``field`` the whole part came (``old`` is ``None``) or went (``new`` is ``None``).
    ``before`` and ``after`` are the rows in which a field differs.
    """

    part: str
    field: str
    old: Any
    new: Any
    before: Row | None = None
    after: Row | None = None


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What differs in one clause; ``clause`` is empty for what belongs to none (the matrix)."""

    clause: str
    kind: ChangeKind
    differences: tuple[Difference, ...] = ()
    old: Clause | None = None
    new: Clause | None = None


def compare(old: Policy, new: Policy) -> list[ClauseChange]:
    """What differs, in the order of the new version; what was removed stands where it was."""
    was = {clause.id: clause for clause in old.clauses}
    now = {clause.id: clause for clause in new.clauses}
    found = [
        each
        for clause_id in _merged_order(list(was), list(now))
        if (each := _clause(was.get(clause_id), now.get(clause_id))) is not None
    ]
    beside = tuple(_beside(old, new))
    if beside:
        found.append(ClauseChange("", ChangeKind.CHANGED, beside))
    return found


def _merged_order(was: list[str], now: list[str]) -> list[str]:
    """The ids of both, each once: those of ``now`` in their order, the rest where they were."""
    order = list(now)
    for place, clause_id in enumerate(was):
        if clause_id not in now:
            before = was[place - 1] if place else None
            order.insert(order.index(before) + 1 if before else 0, clause_id)
    return order


def _clause(old: Clause | None, new: Clause | None) -> ClauseChange | None:
    if old is None and new is not None:
        return ClauseChange(new.id, ChangeKind.ADDED, (), None, new)
    if new is None and old is not None:
        return ClauseChange(old.id, ChangeKind.REMOVED, (), old, None)
    if old is None or new is None or old == new:
        return None
    found = [
        Difference(name, "", was, now)
        for name, was, now in _plain_fields(old, new)
        if name not in _ROWS
    ]
    for name, (part, likenesses) in _ROWS.items():
        found += _rows(part, getattr(old, name), getattr(new, name), likenesses)
    if not found:  # the same rows in another order
        found.append(Difference("order", "", old, new))
    return ClauseChange(new.id, ChangeKind.CHANGED, tuple(found), old, new)


Likeness = Callable[[Any], Hashable]
"""What two rows have in common when one became the other; the strongest likeness comes first."""

_ROWS: dict[str, tuple[str, tuple[Likeness, ...]]] = {
    "rules": (
        "rule",
        (
            lambda one: (one.on, one.owes, one.bearer, repr(sorted(one.when.items()))),
            lambda one: (one.on, one.owes, one.bearer),
            lambda one: (one.on, one.owes),
            lambda one: one.owes,
            lambda one: one.on,
        ),
    ),
    "guards": ("guard", (lambda one: (one.on, one.needs), lambda one: one.on)),
    "signings": (
        "sign",
        (lambda one: (one.of, one.step, one.who), lambda one: (one.of, one.step)),
    ),
    "targets": ("target", (lambda one: one.measure,)),
    "lints": ("lint", (lambda one: one.code,)),
    "stories": ("story", (lambda one: one.title, lambda one: one.events)),
}


def _rows(
    part: str, was: Sequence[Row], now: Sequence[Row], likenesses: tuple[Likeness, ...]
) -> Iterator[Difference]:
    for old, new in _pairs([_bare(one) for one in was], [_bare(one) for one in now], likenesses):
        if old is None or new is None:
            yield Difference(part, "", old, new, old, new)
        else:
            for name, before, after in _plain_fields(old, new):
                yield Difference(part, name, before, after, old, new)


def _pairs(
    was: list[Row], now: list[Row], likenesses: tuple[Likeness, ...]
) -> list[tuple[Row | None, Row | None]]:
    """Each row with what became of it: the same, else the most alike, else nothing."""
    match: dict[int, int] = {}
    for likeness in (repr, *likenesses):
        for place, row in enumerate(now):
            alike = (
                other
                for other, one in enumerate(was)
                if other not in match.values() and likeness(one) == likeness(row)
            )
            if place not in match and (other := next(alike, None)) is not None:
                match[place] = other
    gone = [(one, None) for place, one in enumerate(was) if place not in match.values()]
    return [
        *((was[match[place]] if place in match else None, row) for place, row in enumerate(now)),
        *gone,
    ]


def _bare(row: Row) -> Row:
    """A row without what follows from its place in the clause."""
    return replace(row, key="") if isinstance(row, Rule | Guard | Signing) else row


def _plain_fields(old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Name, old and new value of every field that differs between two of a kind."""
    for each in fields(old):
        was, now = getattr(old, each.name), getattr(new, each.name)
        if each.compare and was != now:
            yield each.name, was, now


def _beside(old: Policy, new: Policy) -> Iterator[Difference]:
    """What differs outside the clauses."""
    both = [clause.id for clause in old.clauses if clause.id in {one.id for one in new.clauses}]
    order = [clause.id for clause in new.clauses if clause.id in set(both)]
    if both != order:
        yield Difference("order", "", tuple(both), tuple(order))
    for name, was, now in _plain_fields(old, new):
        if isinstance(was, tuple) and isinstance(now, tuple) and name != "clauses":
            yield from _sequence(_PARTS.get(name, name), was, now)
        elif name == "attention" and was is not None and now is not None:
            for field, before, after in _plain_fields(was, now):
                yield Difference(name, field, before, after)
        elif name not in ("clauses", "version"):
            yield Difference(name, "", was, now)


_PARTS = {"matrix": "route", "chapters": "chapter", "tensions": "tension"}


def _sequence(part: str, was: tuple[Any, ...], now: tuple[Any, ...]) -> Iterator[Difference]:
    """Rows whose order matters."""
    same = SequenceMatcher(None, [repr(one) for one in was], [repr(one) for one in now], False)
    for what, first, last, start, end in same.get_opcodes():
        if what != "equal":
            for old, new in zip_longest(was[first:last], now[start:end]):
                if old != new:
                    yield Difference(part, "", old, new)
