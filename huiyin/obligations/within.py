"""The people of a role whom a rule binds where they stand: departments have rules of their own."""

from huiyin.core.reach import Reach
from huiyin.obligations.roles import PeopleSql


def within(reach: Reach, people: PeopleSql) -> PeopleSql:
    """``people`` below ``reach.only_in`` and not below any deeper ``reach.except_in`` (G04).

    Those whom a rule that wins binds (``reach.but``) are left out.
    """
    if not reach:
        return people
    sql, params = people
    here, limits = _bound(reach)
    return f"{_WITHIN.format(people=sql)} WHERE {here}", [*params, *limits]


def _bound(reach: Reach) -> tuple[str, list[object]]:
    """The condition on a department ``d`` that its people are bound."""
    sql = _BOUND
    limits: list[object] = [reach.only_in, reach.only_in, list(reach.except_in), reach.only_in]
    for other in reach.but:
        there, more = _bound(other)
        sql, limits = f"{sql} AND NOT ({there})", [*limits, *more]
    return sql, limits


_WITHIN = """
SELECT s.person_id, s.department_id
  FROM ({people}) s JOIN directory_department d ON d.id = s.department_id"""
_BOUND = """
       (%s::int IS NULL OR EXISTS (
         SELECT FROM directory_department o WHERE o.id = %s AND starts_with(d.path, o.path)))
   AND NOT EXISTS (
         SELECT FROM directory_department e
          WHERE e.id = ANY(%s::int[]) AND starts_with(d.path, e.path)
            AND length(e.path) > coalesce(
                  (SELECT length(o.path) FROM directory_department o WHERE o.id = %s), 0))
"""
