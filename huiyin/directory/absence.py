"""Who is away, who answers instead, and who inherits when somebody leaves for good."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.directory.models import Absence, Person
from huiyin.kit import clock

LONGEST_CHAIN = 3

_DELEGATES = """
WITH RECURSIVE away AS (
    SELECT DISTINCT ON (a.person_id) a.person_id, a.delegate_id
    FROM directory_absence a
    WHERE a.starts_at <= %s AND a.ends_at > %s
    ORDER BY a.person_id, a.starts_at DESC, a.id DESC
), chain AS (
    SELECT w.person_id, d.id AS reached, 1 AS hop, ARRAY[w.person_id, d.id] AS seen
    FROM away w JOIN directory_person d ON d.id = w.delegate_id AND d.active
    WHERE d.id <> w.person_id
    UNION ALL
    SELECT c.person_id, d.id, c.hop + 1, c.seen || d.id
    FROM chain c
    JOIN away w ON w.person_id = c.reached
    JOIN directory_person d ON d.id = w.delegate_id AND d.active
    WHERE c.hop < %s AND NOT d.id = ANY(c.seen)
), answering AS (
    SELECT c.person_id, c.reached FROM chain c
    WHERE NOT EXISTS (SELECT 1 FROM away w WHERE w.person_id = c.reached)
), heads AS (
    SELECT DISTINCT ON (w.person_id) w.person_id, h.id AS reached
    FROM away w
    JOIN directory_person p ON p.id = w.person_id
    JOIN directory_department own ON own.id = p.department_id
    JOIN directory_department d ON starts_with(own.path, d.path)
    JOIN directory_person h ON h.id = d.head_id AND h.active AND h.id <> w.person_id
    WHERE NOT EXISTS (SELECT 1 FROM away x WHERE x.person_id = h.id)
    ORDER BY w.person_id, length(d.path) DESC
)
SELECT w.person_id, coalesce(a.reached, h.reached) AS delegate_id
FROM away w
JOIN directory_person p ON p.id = w.person_id AND p.active
LEFT JOIN answering a ON a.person_id = w.person_id
LEFT JOIN heads h ON h.person_id = w.person_id
WHERE coalesce(a.reached, h.reached) IS NOT NULL
"""

_HEIRS = """
WITH leaver AS (
    SELECT p.id, p.manager_id, own.path
    FROM directory_person p JOIN directory_department own ON own.id = p.department_id
    WHERE p.id = ANY(%s)
), candidate AS (
    SELECT a.person_id, a.delegate_id AS heir_id, 0 AS place, a.starts_at AS latest
    FROM directory_absence a JOIN leaver l ON l.id = a.person_id
    WHERE a.starts_at <= %s AND a.ends_at > %s
    UNION ALL
    SELECT l.id, l.manager_id, 1, NULL FROM leaver l
    UNION ALL
    SELECT l.id, d.head_id, 10000 - length(d.path), NULL
    FROM leaver l JOIN directory_department d ON starts_with(l.path, d.path)
)
SELECT DISTINCT ON (c.person_id) c.person_id, c.heir_id
FROM candidate c JOIN directory_person h ON h.id = c.heir_id AND h.active
WHERE c.heir_id <> c.person_id AND NOT c.heir_id = ANY(%s)
ORDER BY c.person_id, c.place, c.latest DESC, c.heir_id
"""


def delegates_sql(at: datetime) -> tuple[str, tuple[Any, ...]]:
    """``SELECT person_id, delegate_id`` for all who are away at the instant ``at``.

    A delegate who is away too passes on, at most ``LONGEST_CHAIN`` hops. A loop, a chain too long,
    a delegate who left or none at all ends at the nearest head who is there; with no such head the
    person is left out. Confidential matters are not handed on: that is for the caller.
    """
    return _DELEGATES, (at, at, LONGEST_CHAIN)


def delegates(at: datetime) -> dict[int, int]:
    """Who answers for whom at ``at``; the rows of ``delegates_sql``."""
    with connection.cursor() as cursor:
        cursor.execute(*delegates_sql(at))
        return dict(cursor.fetchall())


def is_away(person: Person, at: datetime) -> bool:
    """Whether ``person`` is absent at ``at`` (the end of an absence is no longer absence)."""
    return Absence.objects.filter(person=person, starts_at__lte=at, ends_at__gt=at).exists()


def heirs_of(people: Iterable[int], at: datetime) -> dict[int, int]:
    """Who takes over from each leaver; those for whom nobody is left are left out.

    In this order, each only when active and not leaving too: the delegate of the moment, the
    manager, the head of the department, the heads of the departments above.
    """
    ids = list(people)
    with connection.cursor() as cursor:
        cursor.execute(_HEIRS, [ids, at, at, ids])
        return dict(cursor.fetchall())


def heir_of(person: Person) -> Person | None:
    """Who takes over from ``person`` now."""
    found = heirs_of([person.pk], clock.now()).get(person.pk)
    return None if found is None else Person.objects.get(pk=found)
