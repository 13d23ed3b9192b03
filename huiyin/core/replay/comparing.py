"""Which duty of the one regulation is which of the other, person by person.

Two duties are the same when the same event of the case asked the same person for the same verb
about the same part; a beat of a rhythm also when it is due at the same instant. Rungs follow the
duties that they look after.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from huiyin.core.event import Who
from huiyin.core.replay.book import Duty
from huiyin.core.replay.playing import Played

Group = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """``people`` owed ``was``, and would have owed ``would``; ``None``: nothing of the kind."""

    was: Duty | None
    would: Duty | None
    people: tuple[Who, ...]


@dataclass(slots=True)
class _Group:
    was: list[Duty] = field(default_factory=list)
    would: list[Duty] = field(default_factory=list)


def pairs(played: Played) -> list[Pair]:
    """Every duty that was or would have been born in the span, with its counterpart."""
    first = played.was.world.first
    groups: dict[Group, _Group] = {}
    for side, book in (("was", played.was.book), ("would", played.would.book)):
        names: dict[int, Group] = {}
        for key, duty in book.duties.items():
            names[key] = name = _name(duty, names)
            if duty.moment.event.at >= first:
                found: list[Duty] = getattr(groups.setdefault(name, _Group()), side)
                found.append(duty)
    return [pair for group in groups.values() for pair in _paired(group)]


def _name(duty: Duty, names: Mapping[int, Group]) -> Group:
    cohort = duty.entry.cohort
    if cohort.parent is not None:
        return ("rung", names[cohort.parent], duty.entry.bearers, cohort.verb)
    if duty.fired:
        return ("fired", duty.cause, cohort.part, cohort.verb)
    return ("beat", cohort.part, cohort.verb, cohort.due_at)


def _paired(group: _Group) -> Iterable[Pair]:
    if len(group.was) == len(group.would) and all(map(_alike, group.was, group.would)):
        for one, other in zip(group.was, group.would, strict=True):
            yield Pair(one, other, tuple(one.entry.rows))
        return
    found: dict[tuple[int | None, int | None], list[Who]] = {}
    before, after = _by_person(group.was), _by_person(group.would)
    for person in dict.fromkeys((*before, *after)):
        for keys in _matched(before.get(person, ()), after.get(person, ())):
            found.setdefault(keys, []).append(person)
    was, would = dict(_keyed(group.was)), dict(_keyed(group.would))
    for (mine, theirs), people in found.items():
        yield Pair(was.get(mine or 0), would.get(theirs or 0), tuple(people))


def _alike(one: Duty, other: Duty) -> bool:
    same = one.entry.cohort.rule == other.entry.cohort.rule
    return same and one.entry.rows.keys() == other.entry.rows.keys()


def _keyed(duties: Sequence[Duty]) -> Iterable[tuple[int, Duty]]:
    return ((duty.entry.cohort.key, duty) for duty in duties)


Choice = tuple[str, str, int]
"""Rule, due time, key: in this order duties of one person are matched."""


def _by_person(duties: Sequence[Duty]) -> dict[Who, list[Choice]]:
    found: dict[Who, list[Choice]] = {}
    for key, duty in _keyed(duties):
        choice = (duty.entry.cohort.rule, str(duty.entry.cohort.due_at), key)
        for person in duty.entry.rows:
            found.setdefault(person, []).append(choice)
    return found


def _matched(
    was: Sequence[Choice], would: Sequence[Choice]
) -> Iterable[tuple[int | None, int | None]]:
    """First what the same rule asks, then in the order of the due times."""
    left = sorted(was, key=lambda one: (one[1], one[2]))
    right = sorted(would, key=lambda one: (one[1], one[2]))
    for one in list(left):
        same = next((other for other in right if other[0] == one[0]), None)
        if same is not None:
            left.remove(one)
            right.remove(same)
            yield one[2], same[2]
    count = max(len(left), len(right))
    for place in range(count):
        one_key = left[place][2] if place < len(left) else None
        other_key = right[place][2] if place < len(right) else None
        yield one_key, other_key
