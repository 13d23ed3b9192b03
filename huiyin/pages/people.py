"""What the directory's pages read: people by department or by words, with who is away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.directory import picker
from huiyin.directory.models import Absence, Department, Person, RoleGrant
from huiyin.directory.names import fold


@dataclass(frozen=True, slots=True)
class Away:
    """An absence that matters now or soon; ``now`` says that it has begun."""

    id: int
    starts_at: datetime
    ends_at: datetime
    delegate: Person | None
    reason: str
    now: bool


def listed(department: Department | None, text: str) -> QuerySet[Person]:
    """Active people who fit, by pinyin: of one department with those below, of the company else."""
    found = picker.matching(text) if fold(text) else Person.objects.filter(active=True)
    if department is not None:
        found = found.filter(department__path__startswith=department.path)
    return found.select_related("department").order_by("sort_key", "pk")


def away(people: Iterable[Person], at: datetime) -> dict[int, Away]:
    """Who of ``people`` is absent at ``at``; one statement."""
    rows = Absence.objects.filter(
        person__in=list(people), starts_at__lte=at, ends_at__gt=at
    ).select_related("delegate")
    return {row.person_id: _as_away(row, at) for row in rows.order_by("starts_at")}


def absences_of(person: Person, at: datetime) -> list[Away]:
    """The absences of ``person`` that are not over, the next first."""
    rows = Absence.objects.filter(person=person, ends_at__gt=at).select_related("delegate")
    return [_as_away(row, at) for row in rows.order_by("starts_at", "pk")]


def headed(person: Person) -> QuerySet[Department]:
    """The departments that ``person`` heads."""
    return Department.objects.filter(head=person, active=True).order_by("path")


def chain(department: Department) -> list[Department]:
    """The department and those above it, from the top down; one statement."""
    ids = [int(part) for part in department.path.strip("/").split("/") if part]
    found = Department.objects.in_bulk(ids)
    return [found[key] for key in ids if key in found]


def roles(person: Person) -> list[str]:
    """The granted roles of ``person`` in words."""
    rows = RoleGrant.objects.filter(person=person).order_by("role")
    return [str(row.get_role_display()) for row in rows]


def colleague(text: str) -> Person | None:
    """The one active colleague meant by a number, a name, or ``name（number）``; else ``None``."""
    wanted = text.strip()
    number = wanted.rpartition("（")[2].removesuffix("）") if wanted.endswith("）") else wanted
    fits = Q(employee_no=number) | Q(name=wanted)
    found = list(Person.objects.filter(fits, active=True, party="")[:2])
    exact = [one for one in found if one.employee_no == number]
    if exact:
        return exact[0]
    return found[0] if len(found) == 1 else None


def _as_away(row: Absence, at: datetime) -> Away:
    return Away(
        row.pk, row.starts_at, row.ends_at, row.delegate, row.reason, now=row.starts_at <= at
    )
