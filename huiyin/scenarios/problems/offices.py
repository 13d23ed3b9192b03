"""Who has which part in a problem: the desk that registers, heads in charge, the review's chair."""

from django.db.models import F
from django.db.models.functions import Length

from huiyin.cases.signoff.house import DirectoryHouse
from huiyin.cases.signoff.seating import NobodyLeft, chair
from huiyin.directory.models import Department, Person, Role
from huiyin.directory.places import chain_of
from huiyin.directory.roles import holders
from huiyin.kit import clock
from huiyin.scenarios.problems.models import Desk


def desk_of(department: Department | None) -> Person | None:
    """Who registers what ``department`` raises: the nearest desk above it, else the company's.

    A house that has named nobody is looked after by its compliance officers, else by its head.
    """
    chain = chain_of(department.pk) if department else ()
    desks = Desk.objects.select_related("person").filter(person__active=True)
    near = desks.filter(department__in=chain).annotate(depth=Length(F("department__path")))
    named = near.order_by("-depth").first() or desks.filter(department=None).first()
    if named is not None:
        return named.person
    officers = holders(Role.COMPLIANCE)
    return officers[0] if officers else top()


def top() -> Person | None:
    """The head of the whole house."""
    headed = Department.objects.filter(active=True, head__active=True).select_related("head")
    first = headed.order_by("path").first()
    return first.head if first is not None else None


def head_over(department: Department, barred: frozenset[int] = frozenset()) -> int | None:
    """Who speaks for ``department``: its nearest head, none of ``barred``; ``None``: nobody does."""
    try:
        return chair(department.pk, barred, DirectoryHouse(clock.now()))
    except NobodyLeft:
        return None


def managers(barred: frozenset[int] = frozenset()) -> list[int]:
    """The management, those who are there first; of a house without any, the heads at the top."""
    house = DirectoryHouse(clock.now())
    found = [person.pk for person in holders(Role.MANAGEMENT) if person.pk not in barred]
    if not found:
        found = [one for root in house.roots() if (one := _speaks(root, barred, house))]
    return sorted(dict.fromkeys(found), key=lambda person: not house.is_there(person))


def _speaks(root: int, barred: frozenset[int], house: DirectoryHouse) -> int | None:
    try:
        return chair(root, barred, house)
    except NobodyLeft:
        return None
