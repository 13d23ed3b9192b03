"""Who sits where in a sign-off, as pure values: asked first, standing in, and never twice.

A *place* is a seat to fill: the person asked by office, and the department whose people may take
it. A *house* answers what seating asks of an organisation at one moment; ``house.py`` asks the
directory, tests ask a few dictionaries.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol


class House(Protocol):
    """An organisation at one moment. Every person named is active; ids throughout."""

    def is_there(self, person: int) -> bool:
        """Whether ``person`` is active and not away."""
        ...

    def delegate(self, person: int) -> int | None:
        """Who answers for ``person``, who is away or left."""
        ...

    def department_of(self, person: int) -> int | None:
        """The department of a person."""
        ...

    def belongs(self, person: int, department: int) -> bool:
        """Whether ``person`` works in the tree of ``department``."""
        ...

    def members(self, department: int) -> Iterable[int]:
        """The people of the tree: those who are there first, its own before those below."""
        ...

    def above(self, department: int) -> Sequence[int]:
        """``department`` and those above it, up to the root."""
        ...

    def head(self, department: int) -> int | None:
        """The head of exactly this department."""
        ...

    def last_resorts(self) -> Iterable[int]:
        """Publishers, then heads, then everybody; those who are there first."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A seat to fill. ``pair``: one of two that must be different people of the department."""

    person: int
    department: int | None = None
    pair: bool = False


class NobodyLeft(LookupError):
    """The organisation has too few people besides the author for this step."""


def heads_over(department: int | None, house: House) -> Iterator[int]:
    """The heads of a department and of those above it, the nearest first."""
    for place in house.above(department) if department is not None else ():
        head = house.head(place)
        if head is not None:
            yield head


def chair(department: int | None, barred: Collection[int], house: House) -> int:
    """Who speaks for ``department``: its nearest head, at the top whoever may publish.

    Somebody on leave is still the one asked. ``NobodyLeft`` when all are barred.
    """
    return _first(chain(heads_over(department, house), house.last_resorts()), barred)


def two_of(department: int, barred: Collection[int], house: House) -> tuple[int, int]:
    """Two different people for a double check: of the department, else of the nearest tree above.

    ``NobodyLeft`` when the organisation has not got two besides ``barred``.
    """
    first = _first(_people(department, house), barred)
    return first, _first(_people(department, house), {*barred, first})


def stand_in(place: Place, barred: Collection[int], house: House) -> int | None:
    """Who may act for ``place`` while its person cannot; ``None`` when nobody is there at all.

    The delegate first; for a double check only one of the department. Nobody of ``barred`` (the
    author, and for a double check whoever has the other seat) is ever named.
    """
    return next(
        (
            one
            for one in _candidates(place, house)
            if one != place.person and one not in barred and house.is_there(one)
        ),
        None,
    )


def _candidates(place: Place, house: House) -> Iterator[int]:
    delegate = house.delegate(place.person)
    department = place.department
    if department is None:
        department = house.department_of(place.person)
    if delegate is not None and _may_stand_in(delegate, place, department, house):
        yield delegate
    if place.pair and department is not None:
        yield from _people(department, house)
    else:
        yield from heads_over(department, house)
    yield from house.last_resorts()


def _may_stand_in(delegate: int, place: Place, department: int | None, house: House) -> bool:
    return not place.pair or (department is not None and house.belongs(delegate, department))


def _people(department: int, house: House) -> Iterator[int]:
    for place in house.above(department):
        yield from house.members(place)


def _first(people: Iterable[int], barred: Collection[int]) -> int:
    for one in people:
        if one not in barred:
            return one
    raise NobodyLeft
