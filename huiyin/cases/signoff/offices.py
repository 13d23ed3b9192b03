"""Which seats a role of the policy means: the default that every scenario may use as it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from huiyin.cases.signoff.seating import House, Place, chair, two_of
from huiyin.core.policy import Mode


class Offices(House, Protocol):
    """A house that also knows its roots, its publishers, and who leads marketing."""

    def roots(self) -> list[int]:
        """The topmost departments."""
        ...

    def publishers(self) -> list[int]:
        """Who may publish to anybody; those who are there first."""
        ...

    def marketing(self) -> list[int]:
        """The departments that answer for what is said outside."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """Whose text it is, and which departments' data and work it touches (ids)."""

    author: int
    department: int
    sources: tuple[int, ...] = ()
    concerned: tuple[int, ...] = ()


Seats = Callable[[str, Mode, Request, Offices], list[Place]]
"""The seats that a step asks: the role, how many must sign, what is asked, the organisation."""


class UnknownOffice(LookupError):
    """The policy names a role that nobody can resolve."""


def seats(who: str, mode: Mode, request: Request, house: Offices) -> list[Place]:
    """The places for ``who``; the author has none. Empty when the role means no department.

    ``NobodyLeft`` when too few people are left, ``UnknownOffice`` for a role without meaning.
    """
    match who:
        case "head_of(author)":
            return _chairs([request.department], request, house)
        case "source_departments":
            return _of_departments(request.sources, mode, request, house)
        case "concerned_departments":
            return _of_departments(request.concerned, mode, request, house)
        case "marketing":
            return _chairs(house.marketing() or house.roots(), request, house)
        case "management":
            return _chairs(house.roots(), request, house)
        case "reviewer":
            return _reviewers(request, house)
        case _:
            raise UnknownOffice(who)


def _of_departments(
    departments: Iterable[int], mode: Mode, request: Request, house: Offices
) -> list[Place]:
    if mode is not Mode.TWO:
        return _chairs(departments, request, house)
    found: list[Place] = []
    for department in dict.fromkeys(departments):
        barred = {request.author, *(place.person for place in found)}
        pair = two_of(department, barred, house)
        found += [Place(person, department, pair=True) for person in pair]
    return found


def _chairs(departments: Iterable[int], request: Request, house: Offices) -> list[Place]:
    """One seat for each head; who speaks for two departments is asked once."""
    found: dict[int, Place] = {}
    for department in departments:
        person = chair(department, {request.author}, house)
        found.setdefault(person, Place(person, department))
    return list(found.values())


def _reviewers(request: Request, house: Offices) -> list[Place]:
    """Who may publish reviews what others write; without one, the author's head."""
    others = [person for person in house.publishers() if person != request.author]
    if not others:
        return _chairs([request.department], request, house)
    return [Place(others[0])]
