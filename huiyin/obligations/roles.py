"""Roles of the policy as sets of people in SQL: each gives rows of (person_id, department_id)."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from huiyin.core.event import Event
from huiyin.directory.heads import head_of_sql
from huiyin.directory.offices import OFFICES, office_sql

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

    ``head_of(bearer)`` needs the ``parent`` cohort whose open bearers are meant. The next beat of a
    rhythm, opened by the clock, binds those whom the ``rule`` bound at the last one.
    """
    if role in sets:
        return sets[role]
    if role == "head_of(bearer)" and parent is not None:
        return _heads_of_open(parent)
    if role == "initiator" and parent is not None:
        return _beneficiary_of(parent)
    person = person_of(role, event)
    if person is not None:
        return one(person)
    if role in OFFICES:
        sql, params = office_sql(role)
        return sql, list(params)
    if _bound_before(event.subject, rule):
        return _as_before(event.subject, rule)
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
