"""What ``when`` tables say about one another: which one is wider, whether both can hold.

A condition names facts and the values that fit; facts it does not name may hold anything or be
missing. Facts with several values are taken as holding one at a time.
"""

from collections.abc import Iterable, Mapping

When = Mapping[str, tuple[str, ...]]

_Place = tuple[bool, frozenset[str]]
"""The values that a fact may hold (true) or must not (false; it may be missing then)."""

_Region = Mapping[str, _Place]


def covers(wide: When, narrow: When) -> bool:
    """Whether ``wide`` fits wherever ``narrow`` does."""
    return all(name in narrow and set(narrow[name]) <= set(wide[name]) for name in wide)


def overlaps(one: When, other: When) -> bool:
    """Whether some facts fit both."""
    return all(set(one[name]) & set(other[name]) for name in one.keys() & other.keys())


def both(one: When, other: When) -> dict[str, tuple[str, ...]]:
    """The condition that fits exactly where the two overlap."""
    shared = dict(other) | dict(one)
    for name in one.keys() & other.keys():
        shared[name] = tuple(value for value in one[name] if value in other[name])
    return shared


def exhausted(wanted: When, earlier: Iterable[When]) -> bool:
    """Whether ``earlier`` conditions together fit wherever ``wanted`` does: nothing is left to it."""
    left: list[_Region] = [{name: (True, frozenset(wanted[name])) for name in wanted}]
    for taken in earlier:
        left = [rest for region in left for rest in _without(region, taken)]
    return not left


def _without(region: _Region, taken: When) -> list[_Region]:
    """``region`` less what fits ``taken``, as regions that share nothing."""
    rests: list[_Region] = []
    inside = dict(region)
    for name, values in taken.items():
        outside = _met(inside.get(name), (False, frozenset(values)))
        if outside is not None:
            rests.append({**inside, name: outside})
        within = _met(inside.get(name), (True, frozenset(values)))
        if within is None:
            return [region]
        inside[name] = within
    return rests


def _met(place: _Place | None, other: _Place) -> _Place | None:
    """What both allow; ``None`` when that is nothing."""
    if place is None:
        return other
    (has, values), (wanted, more) = place, other
    if has and wanted:
        both_have = values & more
        return (True, both_have) if both_have else None
    if has or wanted:
        kept = values - more if has else more - values
        return (True, kept) if kept else None
    return False, values | more
