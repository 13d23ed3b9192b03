"""The people of a role whom a rule binds where they stand: departments have rules of their own."""

from huiyin.core.reach import Reach
from huiyin.obligations.roles import PeopleSql


def within(reach: Reach, people: PeopleSql) -> PeopleSql:
    """``people`` below ``reach.only_in`` and not below any deeper ``reach.except_in`` (G04)."""
    if not reach:
        return people
    sql, params = people
    limits = [reach.only_in, reach.only_in, list(reach.except_in), reach.only_in]
    return _WITHIN.format(people=sql), [*params, *limits]


_WITHIN = """
SELECT s.person_id, s.department_id
  FROM ({people}) s JOIN directory_department d ON d.id = s.department_id
 WHERE (%s::int IS NULL OR EXISTS (
         SELECT FROM directory_department o WHERE o.id = %s AND starts_with(d.path, o.path)))
   AND NOT EXISTS (
         SELECT FROM directory_department e
          WHERE e.id = ANY(%s::int[]) AND starts_with(d.path, e.path)
            AND length(e.path) > coalesce(
                  (SELECT length(o.path) FROM directory_department o WHERE o.id = %s), 0))
"""
