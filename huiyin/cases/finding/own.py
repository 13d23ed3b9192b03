"""What is somebody's own: every case that is something to them, asked from their side.

A superset of what ``visible_to`` grants for a relation, by indexes that begin with the person; it
narrows a search and decides nothing.
"""

from django.db import connection

from huiyin.directory.models import Person

MOST = 50_000
"""With more cases than that, judging hit by hit is sooner."""
MOST_DEPARTMENTS = 200


def cases_of(actor: Person) -> str | None:
    """All cases that are something to ``actor``, as an array in SQL; ``None`` when too many to name.

    Text, because it goes straight back into the next statement.
    """
    values = {"me": actor.pk, "most": MOST + 1, "places": MOST_DEPARTMENTS}
    with connection.cursor() as cursor:
        cursor.execute(_MANY, values)
        if cursor.fetchone()[0] > MOST_DEPARTMENTS:
            return None
        cursor.execute(_OWN, values)
        count, found = cursor.fetchone()
    return None if count > MOST else str(found)


_BELOW = """
SELECT d.id FROM directory_department h JOIN directory_department d ON starts_with(d.path, h.path)
 WHERE h.head_id = %(me)s AND h.active
"""
_MANY = """SELECT count(*) FROM (/*below*/ LIMIT %(places)s + 1) below""".replace(
    "/*below*/", _BELOW
)
_OWN = """
WITH duty AS (
  SELECT obligation_id FROM obligation_bearer WHERE person_id = %(me)s AND state = 0
  UNION ALL
  SELECT obligation_id FROM obligation_bearer WHERE person_id = %(me)s AND NOT state = 0
  UNION ALL
  SELECT obligation_id FROM obligation_bearer WHERE delegate_id = %(me)s
  UNION ALL
  SELECT obligation_id FROM obligation_coverage
   WHERE total > 0 AND department_id = ANY(ARRAY(/*below*/)))
SELECT count(*), coalesce(array_agg(case_id), '{}')::text FROM (SELECT DISTINCT case_id FROM (
  SELECT o.subject AS case_id FROM duty JOIN obligation o ON o.id = duty.obligation_id
  UNION ALL
  SELECT case_id FROM cases_reader WHERE person_id = %(me)s
  UNION ALL
  SELECT id FROM cases_case WHERE initiator_id = %(me)s
  UNION ALL
  SELECT c.id FROM cases_case c JOIN directory_department h ON h.id = c.department_id
   WHERE h.head_id = %(me)s AND h.active
  UNION ALL
  SELECT case_id FROM signoff_seat WHERE person_id = %(me)s OR acting_id = %(me)s
                                      OR acted_by_id = %(me)s) mine LIMIT %(most)s) whole
""".replace("/*below*/", _BELOW)
