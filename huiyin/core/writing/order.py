"""The order in which lawyers count clauses."""

import re

_PART = re.compile(r"\d+|\D+")

Place = tuple[bool, list[tuple[int, str]]]


def legal_order(number: str) -> Place:
    """Numbers sort as lawyers count: ``2.1.10`` after ``2.1.9``, plain ones before lettered ones."""
    return not number[:1].isdecimal(), parts(number)


def parts(number: str) -> list[tuple[int, str]]:
    """``2.1.10`` as its places; letters are places of their own (``K2.1`` is ``K``, 2, 1)."""
    found = [part for part in _PART.findall(number) if part not in {".", "-"}]
    return [(int(part), "") if part.isdecimal() else (0, part) for part in found]


def shared(one: str, other: str) -> int:
    """How many places from the left two numbers have in common."""
    pairs = zip(parts(one), parts(other), strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), _shorter(one, other))


def _shorter(one: str, other: str) -> int:
    return min(len(parts(one)), len(parts(other)))
