"""Reads of the directory for pages, the API and the command line."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from huiyin.directory.access import Action, may
from huiyin.directory.models import Department, Person

_TREE = """
SELECT d.id, d.name, d.parent_id, coalesce(h.name, ''),
       count(p.id) FILTER (WHERE p.department_id = d.id), count(p.id),
       array_length(string_to_array(trim(both '/' from d.path), '/'), 1) - 1
FROM directory_department d
LEFT JOIN directory_person h ON h.id = d.head_id AND h.active
JOIN directory_department sub ON starts_with(sub.path, d.path)
LEFT JOIN directory_person p ON p.department_id = sub.id AND p.active AND p.party = ''
WHERE d.active
GROUP BY d.id, h.name
ORDER BY d.sort_key, d.id
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A department in tree order: ``own`` people in it, ``total`` with those below."""

    id: int
    name: str
    parent_id: int | None
    head: str
    own: int
    total: int
    depth: int


def department_tree(actor: Person) -> list[Node]:
    """All active departments, each after its parent, siblings by pinyin; one statement.

    Empty for somebody who may not see the directory.
    """
    if not may(actor, Action.SEE_DIRECTORY):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_TREE)
        below: dict[int | None, list[Node]] = {}
        for row in cursor.fetchall():
            below.setdefault(row[2], []).append(Node(*row))
    ordered: list[Node] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting.extend(reversed(below.get(node.id, [])))
    return ordered


def people_of(department: Department, *, sub: bool = True) -> QuerySet[Person]:
    """The active people of a department, with those below when ``sub``, by name."""
    place = Q(department__path__startswith=department.path) if sub else Q(department=department)
    found = Person.objects.filter(place, active=True)
    return found.select_related("department").order_by("sort_key", "pk")


def find_person(text: str) -> Person | None:
    """The one active person with this employee number, else e-mail, else name; else ``None``."""
    wanted = text.strip()
    for match in (Q(employee_no=wanted), Q(email__iexact=wanted), Q(name=wanted)):
        found = list(Person.objects.filter(match, active=True)[:2]) if wanted else []
        if len(found) == 1:
            return found[0]
    return None
