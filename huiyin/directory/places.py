"""Where somebody, or something, stands in the tree: the departments from the root down."""

from collections.abc import Iterable

from django.db import connection

from huiyin.directory.models import Department


def chain_of(department: object) -> tuple[int, ...]:
    """The ids from the root down to ``department`` (an id); empty for none, or one unknown."""
    if not isinstance(department, int) or isinstance(department, bool):
        return ()
    path = Department.objects.filter(pk=department).values_list("path", flat=True).first()
    return split(path or "")


def chains_of(people: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The same for the departments of people, by person."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAINS, [list(people)])
        return {person: split(path) for person, path in cursor.fetchall()}


def split(path: str) -> tuple[int, ...]:
    """``/1/7/`` as ids."""
    return tuple(int(part) for part in path.split("/") if part)


_CHAINS = """
SELECT p.id, d.path FROM directory_person p JOIN directory_department d ON d.id = p.department_id
 WHERE p.id = ANY(%s::bigint[])
"""
