"""Who heads whom, set by set."""

from django.db import connection

from huiyin.directory.models import Department, Person

_HEAD_OF = """
WITH RECURSIVE up AS (
    SELECT id AS department_id, parent_id, head_id, 0 AS hop FROM directory_department
    UNION ALL
    SELECT up.department_id, d.parent_id, d.head_id, up.hop + 1
    FROM up JOIN directory_department d ON d.id = up.parent_id
), led AS (
    SELECT up.department_id, up.hop, up.head_id
    FROM up JOIN directory_person h ON h.id = up.head_id AND h.active
), nearest AS (
    SELECT DISTINCT ON (department_id) department_id, head_id
    FROM led ORDER BY department_id, hop
), above AS MATERIALIZED (
    SELECT DISTINCT ON (l.department_id) l.department_id, l.head_id
    FROM led l JOIN nearest n USING (department_id)
    WHERE l.head_id <> n.head_id ORDER BY l.department_id, l.hop
)
SELECT person_id, head_id FROM (
    SELECT p.id AS person_id,
           CASE WHEN n.head_id = p.id THEN a.head_id ELSE n.head_id END AS head_id
    FROM directory_person p
    JOIN nearest n USING (department_id)
    LEFT JOIN above a USING (department_id)
) answered WHERE head_id IS NOT NULL
"""
_HEADS_OF = "SELECT person_id, head_id FROM (" + _HEAD_OF + ") h WHERE person_id = ANY(%s)"  # noqa: S608 - constant text


def head_of_sql() -> str:
    """``SELECT person_id, head_id`` for everybody who has a head; no parameters.

    The head of a person is the active head of their department or of the nearest department above
    that has one; a head's own head is looked for further up. Nobody heads themselves.
    """
    return _HEAD_OF


def heads_of(people: list[int]) -> dict[int, int]:
    """Head per person; those without one are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS_OF, [people])
        return dict(cursor.fetchall())


def head_of(person: Person) -> Person | None:
    """The head of one person, ``None`` at the top."""
    found = heads_of([person.pk]).get(person.pk)
    return None if found is None else Person.objects.get(pk=found)


def headed_by(person: Person) -> list[Department]:
    """The active departments that ``person`` heads themselves (not those below)."""
    return list(Department.objects.filter(head=person, active=True).order_by("path"))


def heads_anything(person: Person) -> bool:
    """Whether ``person`` is head of some active department."""
    return Department.objects.filter(head=person, active=True).exists()
