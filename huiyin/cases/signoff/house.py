"""The organisation as seating asks for it, read from the directory at one moment."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import chain

from django.db.models import Q, QuerySet

from huiyin.directory.absence import delegates, heirs_of
from huiyin.directory.models import Absence, Department, Person, Role, RoleGrant

MARKETING = ("市场", "品牌", "公关", "marketing")
"""Words in the name of the departments that answer for what is said outside."""

Chosen = Callable[[QuerySet[Person]], QuerySet[Person]]
"""Narrows and orders people."""

_MOST = 200


class DirectoryHouse:
    """``offices.Offices`` over the directory at the instant ``at``; each answer is read once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._people: dict[int, Person | None] = {}
        self._departments: dict[int, Department | None] = {}

    def is_there(self, person: int) -> bool:
        """Active, of the organisation itself, and not away."""
        found = self._person(person)
        return found is not None and _employed(found) and person not in self._away

    def delegate(self, person: int) -> int | None:
        """The delegate of somebody away, the heir of somebody who left."""
        found = self._person(person)
        if found is not None and not found.active:
            return heirs_of([person], self.at).get(person)
        return self._delegates.get(person)

    def department_of(self, person: int) -> int | None:
        """Where somebody works, or worked."""
        found = self._person(person)
        return None if found is None else found.department_id

    def belongs(self, person: int, department: int) -> bool:
        """Whether ``department`` stands on the path to the person's own."""
        own = self.department_of(person)
        return own is not None and department in self.above(own)

    def members(self, department: int) -> Iterator[int]:
        """The people of the tree, its own before those below, by name; those away at the end."""
        found = self._department(department)
        if found is None:
            return
        tree = Q(department__path__startswith=found.path)
        yield from self._present_first(
            lambda rows: rows.filter(tree).order_by("department__path", "sort_key", "pk")
        )

    def above(self, department: int) -> Sequence[int]:
        """The ids on its path, from itself up."""
        found = self._department(department)
        return [int(part) for part in reversed(found.path.split("/")) if part] if found else []

    def head(self, department: int) -> int | None:
        """Its own head, when still employed."""
        found = self._department(department)
        if found is None or not found.active or found.head_id is None:
            return None
        head = self._person(found.head_id)
        return head.pk if head is not None and _employed(head) else None

    def last_resorts(self) -> Iterator[int]:
        """Publishers, heads, everybody."""
        heads = Department.objects.filter(active=True, head__isnull=False).values("head")
        return chain(
            self.publishers(),
            self._present_first(lambda rows: rows.filter(pk__in=heads).order_by("pk")),
            self._present_first(lambda rows: rows.order_by("sort_key", "pk")),
        )

    def roots(self) -> list[int]:
        """The topmost departments."""
        tops = Department.objects.filter(parent=None, active=True)
        return list(tops.order_by("pk").values_list("pk", flat=True))

    def publishers(self) -> list[int]:
        """Holders of the role."""
        held = RoleGrant.objects.filter(role=Role.PUBLISHER).values("person")
        return list(
            self._present_first(lambda rows: rows.filter(pk__in=held).order_by("sort_key", "pk"))
        )

    def marketing(self) -> list[int]:
        """The topmost departments that are called so."""
        named = Q()
        for word in MARKETING:
            named |= Q(name__icontains=word)
        found = Department.objects.filter(named, active=True).order_by("path")
        paths = list(found.values_list("pk", "path"))
        return [
            pk
            for pk, path in paths
            if not any(path != other and path.startswith(other) for _pk, other in paths)
        ]

    @cached_property
    def _away(self) -> frozenset[int]:
        rows = Absence.objects.filter(starts_at__lte=self.at, ends_at__gt=self.at)
        return frozenset(rows.values_list("person_id", flat=True))

    @cached_property
    def _delegates(self) -> dict[int, int]:
        return delegates(self.at)

    def _present_first(self, chosen: Chosen) -> Iterator[int]:
        everybody = chosen(Person.objects.filter(active=True, party="")).values_list(
            "pk", flat=True
        )
        yield from everybody.exclude(pk__in=self._away)[:_MOST]
        yield from everybody.filter(pk__in=self._away)[:_MOST]

    def _person(self, pk: int) -> Person | None:
        if pk not in self._people:
            self._people[pk] = Person.objects.filter(pk=pk).first()
        return self._people[pk]

    def _department(self, pk: int) -> Department | None:
        if pk not in self._departments:
            self._departments[pk] = Department.objects.filter(pk=pk).first()
        return self._departments[pk]


def _employed(person: Person) -> bool:
    return person.active and not person.party
