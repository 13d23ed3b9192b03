"""What the recipient picker offers while somebody types: departments, groups, positions, parties, people."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from huiyin.directory import groups
from huiyin.directory.models import Group, Person
from huiyin.directory.names import fold

_DEPARTMENTS = """
SELECT d.id, d.name, coalesce(up.name, ''), count(p.id)
FROM directory_department d
LEFT JOIN directory_department up ON up.id = d.parent_id
JOIN directory_department sub ON starts_with(sub.path, d.path)
LEFT JOIN directory_person p ON p.department_id = sub.id AND p.active AND p.party = ''
WHERE d.active AND (strpos(d.search_key, %s) = 1 OR strpos(d.search_key, %s) > 0)
GROUP BY d.id, d.name, up.name, d.sort_key
ORDER BY d.sort_key, d.id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the picker. ``kind`` and ``key`` go into the audience, ``count`` is shown."""

    kind: str
    key: int | str
    label: str
    detail: str
    count: int


def search(text: str, actor: Person, *, limit: int = 8) -> list[Choice]:
    """At most ``limit`` of each kind; by name, pinyin, initials or employee number.

    Somebody who is not an active employee finds nothing.
    """
    wanted = fold(text)[:60]
    if not wanted or not actor.active or actor.party:
        return []
    return [
        *_departments(wanted, limit),
        *_groups(wanted, limit),
        *_positions(wanted, limit),
        *_parties(wanted, limit),
        *(_person(person) for person in matching(text).select_related("department")[:limit]),
    ]


def matching(text: str) -> QuerySet[Person]:
    """Active people whose name, pinyin, initials or employee number fit, in order of name."""
    wanted = fold(text)[:60]
    pinyin = wanted.replace(" ", "")
    fits = (
        Q(search_key__startswith=wanted)
        | Q(search_key__contains=_anywhere(wanted))
        | Q(search_key__contains=" " + pinyin)
        | Q(employee_no__istartswith=wanted)
    )
    return Person.objects.filter(fits, active=True).order_by("sort_key", "pk")


def _departments(wanted: str, limit: int) -> list[Choice]:
    with connection.cursor() as cursor:
        cursor.execute(_DEPARTMENTS, [wanted, _anywhere(wanted), limit])
        return [Choice("department", pk, name, up, n) for pk, name, up, n in cursor.fetchall()]


def _positions(wanted: str, limit: int) -> list[Choice]:
    rows = (
        Person.objects.filter(active=True, party="", position__icontains=wanted)
        .values_list("position")
        .annotate(n=Count("pk"))
        .order_by("-n", "position")[:limit]
    )
    return [Choice("position", name, name, "", n) for name, n in rows]


def _groups(wanted: str, limit: int) -> list[Choice]:
    fits = Q(search_key__startswith=wanted) | Q(search_key__contains=_anywhere(wanted))
    found = list(Group.objects.filter(fits, closed_at=None).order_by("sort_key", "pk")[:limit])
    people = groups.counts(found)
    return [
        Choice("group", one.pk, one.name, str(one.get_kind_display()), people[one.pk])
        for one in found
    ]


def _parties(wanted: str, limit: int) -> list[Choice]:
    rows = (
        Person.objects.filter(active=True, party__icontains=wanted)
        .values_list("party")
        .annotate(n=Count("pk"))
        .order_by("-n", "party")[:limit]
    )
    return [Choice("party", name, name, "", n) for name, n in rows]


def _person(person: Person) -> Choice:
    detail = person.party or person.department.name
    return Choice("person", person.pk, person.name, detail, 1)


def _anywhere(wanted: str) -> str:
    """Chinese is found anywhere in the key, pinyin only at the start of one of its words."""
    return " " + wanted if wanted.isascii() else wanted
