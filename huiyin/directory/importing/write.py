"""The statements of an import, each over a whole set."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.directory import names
from huiyin.directory.importing.links import Link
from huiyin.directory.importing.paths import Key, Path, key_of
from huiyin.directory.importing.plan import Target
from huiyin.directory.importing.snapshot import take_places

_DEPARTMENTS = """
WITH made AS (
    INSERT INTO directory_department
        (external_id, name, sort_key, search_key, parent_id, path, active)
    SELECT '', n.name, n.sort_key, n.search_key, n.parent_id, '', TRUE
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[])
         AS n (name, sort_key, search_key, parent_id)
    RETURNING id
)
SELECT count(*) FROM made
"""
_PATHS = """
UPDATE directory_department d
SET path = coalesce((SELECT up.path FROM directory_department up WHERE up.id = d.parent_id), '/')
           || d.id || '/'
WHERE d.path = ''
"""
_PEOPLE = """
INSERT INTO directory_person AS p
    (employee_no, name, sort_key, search_key, department_id, position, mobile, email, extension,
     joined_at, party, email_suspect, simulated, active)
SELECT n.employee_no, n.name, n.sort_key, n.search_key, n.department_id, n.position, n.mobile,
       n.email, n.extension, coalesce(n.joined_at, %s), '', FALSE, FALSE, TRUE
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::int[], %s::text[], %s::text[],
            %s::text[], %s::text[], %s::timestamptz[])
     AS n (employee_no, name, sort_key, search_key, department_id, position, mobile, email,
           extension, joined_at)
ON CONFLICT (employee_no) DO UPDATE SET
    name = excluded.name, sort_key = excluded.sort_key, search_key = excluded.search_key,
    department_id = excluded.department_id, position = excluded.position,
    mobile = excluded.mobile, email = excluded.email, extension = excluded.extension,
    joined_at = excluded.joined_at, active = TRUE, left_at = NULL,
    email_suspect = p.email_suspect AND p.email = excluded.email
RETURNING p.employee_no, p.id
"""
_BACK = """
UPDATE directory_account a SET is_active = TRUE
FROM directory_person p
WHERE p.id = a.person_id AND NOT p.active AND p.employee_no = ANY(%s)
"""
_MANAGERS = """
UPDATE directory_person p SET manager_id = m.id
FROM unnest(%s::text[], %s::text[]) AS n (employee_no, manager_no)
LEFT JOIN directory_person m ON m.employee_no = n.manager_no
WHERE p.employee_no = n.employee_no
"""
_HEADS = """
UPDATE directory_department d SET head_id = p.id
FROM unnest(%s::int[], %s::text[]) AS n (department_id, employee_no)
JOIN directory_person p ON p.employee_no = n.employee_no
WHERE d.id = n.department_id
"""
_LEAVE = (
    "UPDATE directory_person SET active = FALSE, left_at = %s WHERE id = ANY(%s)",
    "UPDATE directory_account SET is_active = FALSE WHERE person_id = ANY(%s)",
    """DELETE FROM directory_sign_in
        WHERE account_id IN (SELECT id FROM directory_account WHERE person_id = ANY(%s))""",
    "UPDATE directory_department SET head_id = NULL WHERE head_id = ANY(%s)",
)


def departments(paths: Sequence[Path]) -> None:
    """Make the departments that are missing, one level of the tree after the other."""
    for depth in sorted({len(path) for path in paths}):
        places = take_places()
        level = [path for path in paths if len(path) == depth]
        keys = [names.department_sort_key(path[-1]) for path in level]
        parents = [places[key_of(path[:-1])].department_id if depth > 1 else None for path in level]
        found = [names.search_key(path[-1], key) for path, key in zip(level, keys, strict=True)]
        _run(_DEPARTMENTS, [[path[-1] for path in level], keys, found, parents])
        _run(_PATHS, [])


def people(targets: Sequence[Target], places: Mapping[Key, int], at: datetime) -> dict[str, int]:
    """Add or change ``targets``; the person id of each employee number.

    Whoever comes back signs in with the account of old.
    """
    if not targets:
        return {}
    keys = [names.person_sort_key(target.name) for target in targets]
    columns: list[list[Any]] = [
        [target.employee_no for target in targets],
        [target.name for target in targets],
        keys,
        [names.search_key(target.name, key) for target, key in zip(targets, keys, strict=True)],
        [places[key_of(target.path)] for target in targets],
        [target.position for target in targets],
        [target.mobile for target in targets],
        [target.email for target in targets],
        [target.extension for target in targets],
        [target.joined for target in targets],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_BACK, [columns[0]])
        cursor.execute(_PEOPLE, [at, *columns])
        return dict(cursor.fetchall())


def managers(links: Sequence[Link]) -> None:
    """Set the manager of each employee number (an empty one: nobody)."""
    _run(_MANAGERS, [[link[0] for link in links], [link[1] for link in links]])


def heads(headings: Sequence[tuple[int, str]]) -> None:
    """Set the head of each department by employee number."""
    _run(_HEADS, [[pk for pk, _number in headings], [number for _pk, number in headings]])


def leave(ids: Sequence[int], at: datetime) -> None:
    """Let people leave at ``at``: no sign-in any more, and no department headed."""
    _run(_LEAVE[0], [at, list(ids)])
    for statement in _LEAVE[1:]:
        _run(statement, [list(ids)])


def _run(sql: str, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
