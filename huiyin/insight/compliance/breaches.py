"""Acts that passed a guard of the policy without meeting it: counted, and listed one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.insight.compliance.figures import Figures
from huiyin.insight.compliance.reading import KEYS, Key, Wanted


@dataclass(frozen=True, slots=True)
class Passed:
    """One such act. ``overridden``: the guard refuses, and somebody took it upon themselves."""

    entry_id: int
    at: datetime
    clause: str
    guard: str
    act: str
    subject: UUID | None
    actor_id: int | None
    department_id: int | None
    overridden: bool


def count(wanted: Wanted) -> dict[Key, Figures]:
    """How many, by the keys of ``wanted.by``; they belong to the day of the act, to no version."""
    keys = [("NULL::int" if key == "version" else KEYS[key]) for key in wanted.by]
    sql = _COUNT.replace("/*keys*/", "".join(f"{key}, " for key in keys))
    sql = sql.replace("/*grouped*/", ", ".join(map(str, range(1, len(keys) + 1))) or "()")
    width = len(keys)
    return {
        tuple(row[:width]): Figures(breached=int(row[width])) for row in _all(sql, _values(wanted))
    }


def listed(wanted: Wanted, *, limit: int = 200) -> list[Passed]:
    """The acts themselves, the newest first; ``wanted.by`` does not matter."""
    return [Passed(*row) for row in _all(_LIST, _values(wanted) | {"limit": limit})]


def _values(wanted: Wanted) -> dict[str, Any]:
    places = wanted.places
    return {
        "first": wanted.period.first,
        "last": wanted.period.last,
        "everywhere": places is None,
        "departments": list(places or ()),
        "places": list((places or {}).values()),
        "clauses": list(wanted.clauses) if wanted.clauses is not None else None,
    }


def _all(sql: str, values: dict[str, Any]) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


_FROM = """
  FROM compliance_breach b
  LEFT JOIN unnest(%(departments)s::int[], %(places)s::int[]) AS p (department_id, place)
    ON p.department_id = b.department_id
 WHERE day BETWEEN %(first)s AND %(last)s
   AND (%(clauses)s::text[] IS NULL OR clause = ANY(%(clauses)s::text[]))
   AND (%(everywhere)s OR p.place IS NOT NULL)"""

_COUNT = f"SELECT /*keys*/ count(*) {_FROM} GROUP BY /*grouped*/ HAVING count(*) > 0"

_LIST = f"""
SELECT entry_id, at, clause, guard, act, subject, actor_id, b.department_id, overridden {_FROM}
 ORDER BY at DESC, entry_id DESC LIMIT %(limit)s
"""
