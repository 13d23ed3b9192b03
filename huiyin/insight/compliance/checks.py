"""What ``huiyin doctor`` asks of the roll-up: it equals the duties' own rows (silence is health)."""

from huiyin.insight.compliance.cutting import UNITS
from huiyin.obligations.coverage import DAY, UNFOLDED
from huiyin.obligations.doctor import Invariant

_FROM_BEARERS = """
SELECT /*day*/ AS day, o.clause, o.policy_version, b.department_id, count(*) AS owed,
       count(*) FILTER (WHERE b.state = 1) AS met, count(*) FILTER (WHERE b.state = 2) AS late,
       count(*) FILTER (WHERE b.state = 4) AS waived, count(*) FILTER (WHERE b.state = 3) AS deemed,
       count(*) FILTER (WHERE b.state = 0 AND o.due_at IS NULL) AS undated
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.parent IS NULL GROUP BY 1, 2, 3, 4""".replace("/*day*/", DAY)

_SUMS = """sum(owed) AS owed, sum(met) AS met, sum(late) AS late, sum(waived) AS waived,
       sum(deemed) AS deemed, sum(undated) AS undated"""

_ROLLED = """
SELECT day, clause, policy_version, department_id, /*sums*/
  FROM (SELECT day, clause, policy_version, department_id, owed, met, late, waived, deemed, undated
          FROM compliance_day
        UNION ALL
        SELECT day, clause, policy_version, department_id, owed, met, late, waived, deemed, undated
          FROM changed) u GROUP BY 1, 2, 3, 4""".replace("/*sums*/", _SUMS)


def _summed(unit: str) -> Invariant:
    return Invariant(
        f"C2 a {unit} is the sum of its days",
        f"""WITH d AS (SELECT date_trunc('{unit}', day)::date AS {unit}, clause, policy_version,
                             department_id, {_SUMS} FROM compliance_day GROUP BY 1, 2, 3, 4)
           SELECT format('clause %%s, department %%s, %%s', clause, department_id, {unit})
             FROM d FULL JOIN compliance_{unit} m
               USING ({unit}, clause, policy_version, department_id)
            WHERE (coalesce(d.owed, 0), coalesce(d.met, 0), coalesce(d.late, 0),
                   coalesce(d.waived, 0), coalesce(d.deemed, 0), coalesce(d.undated, 0))
               <> (coalesce(m.owed, 0), coalesce(m.met, 0), coalesce(m.late, 0),
                   coalesce(m.waived, 0), coalesce(m.deemed, 0), coalesce(m.undated, 0))
            LIMIT 20""",  # noqa: S608 - fixed text
    )


INVARIANTS = (
    Invariant(
        "C1 compliance by day equals the duties",
        f"""WITH {UNFOLDED}, k AS ({_FROM_BEARERS}), c AS ({_ROLLED})
           SELECT format('clause %%s, department %%s, %%s', clause, department_id, day)
             FROM k FULL JOIN c USING (day, clause, policy_version, department_id)
            WHERE (coalesce(k.owed, 0), coalesce(k.met, 0), coalesce(k.late, 0),
                   coalesce(k.waived, 0), coalesce(k.deemed, 0), coalesce(k.undated, 0))
               <> (coalesce(c.owed, 0), coalesce(c.met, 0), coalesce(c.late, 0),
                   coalesce(c.waived, 0), coalesce(c.deemed, 0), coalesce(c.undated, 0))
            LIMIT 20""",  # noqa: S608 - fixed text
    ),
    *(_summed(unit) for unit in UNITS),
    Invariant(
        "C3 every breach of a guard is counted once",
        """SELECT format('ledger entry %%s', coalesce(e.id, b.entry_id))
             FROM (SELECT id FROM ledger_entry WHERE kind = 'policy.breached') e
             FULL JOIN compliance_breach b ON b.entry_id = e.id
            WHERE e.id IS NULL OR b.entry_id IS NULL LIMIT 20""",
    ),
)
