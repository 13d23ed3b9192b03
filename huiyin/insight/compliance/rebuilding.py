"""The roll-up made anew: cells from the duties' own rows, breaches from the ledger."""

from django.conf import settings
from django.db import connection, transaction

from huiyin.insight.compliance.cutting import UNITS
from huiyin.insight.compliance.feeding import GROWTH
from huiyin.obligations.coverage import DAY, LOCK


def rebuild() -> int:
    """Replace the roll-up in one transaction, no fold running meanwhile; the cells by day it has.

    Acts are not held up: what is not folded yet stays waiting and is added by the next fold.
    Breaches keep the department that they were written with; missing ones are taken from the
    ledger, under the department of today.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        for unit in ("day", *UNITS):
            cursor.execute(f"DELETE FROM compliance_{unit}")  # noqa: S608 - fixed text
        zone = {"zone": settings.TIME_ZONE}
        cursor.execute(_BOOK, zone)
        cursor.execute(_CELLS, zone)
        cursor.execute(_STRAY)
        cursor.execute(_BREACHES, zone)
        cursor.execute("SELECT count(*) FROM compliance_day")
        return int(cursor.fetchone()[0])


_BOOK = """
WITH counted AS (
  SELECT b.obligation_id, b.department_id, count(*) AS total,
         count(*) FILTER (WHERE b.state IN (1, 2, 3)) AS met,
         count(*) FILTER (WHERE b.state = 2) AS late, count(*) FILTER (WHERE b.state = 4) AS excused,
         count(*) FILTER (WHERE b.state = 3) AS deemed
    FROM obligation_bearer b GROUP BY 1, 2),
waiting AS (
  SELECT obligation_id, department_id, sum(total) AS total, sum(met) AS met, sum(late) AS late,
         sum(excused) AS excused, sum(deemed) AS deemed FROM obligation_coverage_delta GROUP BY 1, 2)
UPDATE obligation_coverage c
   SET total = k.total - coalesce(w.total, 0), met = k.met - coalesce(w.met, 0),
       late = k.late - coalesce(w.late, 0),
       excused = k.excused - coalesce(w.excused, 0), deemed = k.deemed - coalesce(w.deemed, 0),
       day = /*day*/, dated = o.due_at IS NOT NULL
  FROM counted k
  JOIN obligation o ON o.id = k.obligation_id
  LEFT JOIN waiting w ON w.obligation_id = k.obligation_id AND w.department_id = k.department_id
 WHERE c.obligation_id = k.obligation_id AND c.department_id = k.department_id
   AND o.parent IS NULL
""".replace("/*day*/", DAY)

_CELLS = """
WITH changed AS (
  SELECT o.clause, o.policy_version, c.department_id, c.day, c.total AS owed,
         c.met - c.late - c.deemed AS met, c.late, c.excused AS waived, c.deemed,
         CASE WHEN c.dated THEN 0 ELSE c.total - c.met - c.excused END AS undated
    FROM obligation_coverage c JOIN obligation o ON o.id = c.obligation_id
   WHERE o.parent IS NULL),
/*growth*/
SELECT 1
""".replace("/*growth*/", ", ".join(GROWTH))

_STRAY = """
DELETE FROM compliance_breach b
 WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e
                    WHERE e.id = b.entry_id AND e.kind = 'policy.breached')
"""

_BREACHES = """
INSERT INTO compliance_breach
       (entry_id, at, day, clause, guard, act, subject, actor_id, department_id, overridden)
SELECT e.id, e.at, (e.at AT TIME ZONE %(zone)s)::date, f ->> 'clause', f ->> 'guard', f ->> 'on',
       e.subject, e.actor, coalesce(p.department_id, c.department_id), (f ->> 'override')::boolean
  FROM (SELECT id, at, subject, (body::jsonb ->> 'actor')::bigint AS actor,
               body::jsonb -> 'facts' AS f
          FROM ledger_entry WHERE kind = 'policy.breached') e
  LEFT JOIN directory_person p ON p.id = e.actor
  LEFT JOIN cases_case c ON c.id = e.subject
    ON CONFLICT (entry_id) DO NOTHING
"""
