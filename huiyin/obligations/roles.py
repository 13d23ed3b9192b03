"""Roles of the policy as sets of people in SQL: each gives rows of (person_id, department_id)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection

from huiyin.core.event import Event
from huiyin.directory.heads import head_of_sql
from huiyin.directory.offices import OFFICES, office_sql
from huiyin.ledger import book

PeopleSql = tuple[str, list[Any]]
"""SQL that selects ``person_id, department_id``, and its parameters."""

Sets = Mapping[str, PeopleSql]

NOBODY: PeopleSql = ("SELECT id AS person_id, department_id FROM directory_person WHERE false", [])
"""A role that nobody stands for this time: what it would owe is not even opened."""


class UnknownRole(Exception):
    """A rule names a role that neither the case nor the directory can resolve."""


def one(person_id: int) -> PeopleSql:
    """The set of exactly one person."""
    return (
        "SELECT id AS person_id, department_id FROM directory_person WHERE id = %s",
        [person_id],
    )


def resolve(role: str, event: Event, sets: Sets, parent: int | None, rule: str) -> PeopleSql:
    """The people of ``role``: given by the case, named in a fact, an office, or above a cohort's.

    ``head_of(bearer)`` needs the ``parent`` cohort whose open bearers are meant. A rung, which the
    clock opens without facts, may name any role for which somebody stood in the case before: whom
    the case's record named last, else the last who owed something in it. The next beat of a
    rhythm, opened by the clock too, binds those whom the ``rule`` bound at the last one.
    """
    if role in sets:
        return sets[role]
    if parent is not None and role in _ABOVE:
        return _ABOVE[role](parent)
    person = person_of(role, event)
    if person is None and parent is not None:
        person = book.named(event.subject, role)
    if person is not None:
        return one(person)
    if role in OFFICES:
        sql, params = office_sql(role)
        return sql, list(params)
    return _before(role, event, parent, rule)


def _before(role: str, event: Event, parent: int | None, rule: str) -> PeopleSql:
    """Whom the rule bound before, or on a rung the role; ``UnknownRole`` when there is nobody."""
    if _bound_before(event.subject, rule):
        return _as_before(event.subject, rule)
    if parent is not None and _stood_before(event.subject, role):
        return _as_last(event.subject, role)
    raise UnknownRole(f"nobody stands for {role!r} in {event.kind}")


def person_of(role: str, event: Event) -> int | None:
    """The single person that a fact names for ``role``; ``None`` when it names nobody."""
    value = event.facts.get(role)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _bound_before(subject: str, rule: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM obligation WHERE subject = %s AND rule = %s AND total > 0 LIMIT 1",
            [subject, rule],
        )
        return cursor.fetchone() is not None


def _as_before(subject: str, rule: str) -> PeopleSql:
    return (
        """SELECT b.person_id, b.department_id FROM obligation_bearer b
            WHERE b.obligation_id = (
              SELECT max(o.id) FROM obligation o JOIN obligation_bearer x ON x.obligation_id = o.id
               WHERE o.subject = %s AND o.rule = %s)""",
        [subject, rule],
    )


def _stood_before(subject: str, role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM obligation WHERE subject = %s AND bearer_role = %s AND total > 0 LIMIT 1",
            [subject, role],
        )
        return cursor.fetchone() is not None


def _as_last(subject: str, role: str) -> PeopleSql:
    return (
        """SELECT b.person_id, b.department_id FROM obligation_bearer b
            WHERE b.obligation_id = (SELECT max(o.id) FROM obligation o
               WHERE o.subject = %s AND o.bearer_role = %s AND o.total > 0)""",
        [subject, role],
    )


def _heads_of_open(cohort: int) -> PeopleSql:
    return _HEADS.replace("/*heads*/", head_of_sql()), [cohort]


def _beneficiary_of(cohort: int) -> PeopleSql:
    return (
        """SELECT p.id AS person_id, p.department_id
             FROM obligation o JOIN directory_person p ON p.id = o.beneficiary WHERE o.id = %s""",
        [cohort],
    )


_HEADS = """
SELECT DISTINCT p.id AS person_id, p.department_id
  FROM obligation_bearer b
  JOIN (/*heads*/) h ON h.person_id = b.person_id
  JOIN directory_person p ON p.id = h.head_id
 WHERE b.obligation_id = %s AND b.state = 0"""

_ABOVE: Mapping[str, Callable[[int], PeopleSql]] = {
    "head_of(bearer)": _heads_of_open,
    "initiator": _beneficiary_of,
}
"""Roles that follow from the cohort above a rung."""
