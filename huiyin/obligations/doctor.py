"""The invariants of the circle, asked in SQL (reliability 4.1): silence means health."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection

from huiyin.kit import clock


@dataclass(frozen=True, slots=True)
class Invariant:
    """``sql`` selects one text per violation, at most a few.

    It may name ``overdue`` (a minute ago) and ``zone`` (in which days are counted).
    """

    name: str
    sql: str


def findings() -> list[str]:
    """Every violated invariant in words; an empty list when all hold."""
    overdue = clock.now() - timedelta(seconds=60)
    lines: list[str] = []
    with connection.cursor() as cursor:
        for invariant in (*INVARIANTS, *_MORE):
            cursor.execute(invariant.sql, {"overdue": overdue, "zone": settings.TIME_ZONE})
            lines.extend(f"{invariant.name}: {row[0]}" for row in cursor.fetchall())
    return lines


def ask(*invariants: Invariant) -> None:
    """Let an upper room have its own invariants asked, too; called when apps start."""
    _MORE.extend(one for one in invariants if one not in _MORE)


_MORE: list[Invariant] = []

INVARIANTS = (
    Invariant(
        "I1 a cohort's total is the number of its bearers",
        """SELECT format('obligation %%s: total %%s, bearers %%s', o.id, o.total, count(b.person_id))
             FROM obligation o LEFT JOIN obligation_bearer b ON b.obligation_id = o.id
            GROUP BY o.id HAVING o.total <> count(b.person_id) LIMIT 20""",
    ),
    Invariant(
        "I1 a bearer belongs to a cohort",
        """SELECT format('obligation %%s is missing, %%s bearers', b.obligation_id, count(*))
             FROM obligation_bearer b LEFT JOIN obligation o ON o.id = b.obligation_id
            WHERE o.id IS NULL GROUP BY b.obligation_id LIMIT 20""",
    ),
    Invariant(
        "I1 a bearer is a person of the directory",
        """SELECT format('obligation %%s: person %%s', b.obligation_id, b.person_id)
             FROM obligation_bearer b LEFT JOIN directory_person p ON p.id = b.person_id
            WHERE p.id IS NULL LIMIT 20""",
    ),
    Invariant(
        "I2 a cohort with open bearers was announced",
        """SELECT format('obligation %%s', o.id) FROM obligation o
            WHERE o.closed_at IS NULL AND o.total > 0 AND NOT EXISTS (
              SELECT 1 FROM obligation_notification n WHERE n.obligation_id = o.id) LIMIT 20""",
    ),
    Invariant(
        "I3 a delivery that left was attempted",
        """SELECT format('notification %%s, person %%s', notification_id, person_id)
             FROM delivery WHERE state IN (1, 2, 3, 7) AND attempts = 0 LIMIT 20""",
    ),
    Invariant(
        "I11 nobody was interrupted more often than was counted",
        """SELECT format('person %%s on %%s: %%s sent, %%s counted', d.person_id, d.counted_on,
                         count(*), coalesce(max(i.pushes), 0))
             FROM delivery d LEFT JOIN delivery_interruptions i
               ON i.person_id = d.person_id AND i.day = d.counted_on
            WHERE d.counted_on IS NOT NULL AND d.state IN (1, 2, 3, 7)
            GROUP BY d.person_id, d.counted_on
           HAVING count(*) > coalesce(max(i.pushes), 0) LIMIT 20""",
    ),
    Invariant(
        "I12 what is held is let go in time",
        """SELECT format('notification %%s, person %%s since %%s', notification_id, person_id, next_at)
             FROM delivery WHERE state = 8 AND digest IS NULL
              AND (next_at IS NULL OR next_at < %(overdue)s) LIMIT 20""",
    ),
    Invariant(
        "I13 what waits in a digest waits for one that will go out",
        """SELECT format('notification %%s, person %%s', h.notification_id, h.person_id)
             FROM delivery h WHERE h.state = 8 AND h.digest IS NOT NULL AND NOT EXISTS (
                  SELECT 1 FROM delivery d WHERE d.notification_id = h.digest
                     AND d.person_id = h.person_id AND d.channel = h.channel
                     AND (d.state IN (0, 1, 4) OR d.run IS NOT NULL)) LIMIT 20""",
    ),
    Invariant(
        "I5 a closed bearer has its time, an open one has none",
        """SELECT format('obligation %%s, person %%s', obligation_id, person_id)
             FROM obligation_bearer WHERE (state = 0) <> (closed_at IS NULL) LIMIT 20""",
    ),
    Invariant(
        "I6 a met duty has its entry in the ledger",
        """SELECT format('case %%s has %%s confirmations and %%s entries', q.subject, q.met, q.said)
             FROM (SELECT o.subject, count(DISTINCT b.person_id) AS met,
                          (SELECT count(*) FROM ledger_entry e
                            WHERE e.subject = o.subject AND e.kind = o.met_by) AS said
                     FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
                    WHERE b.state IN (1, 2) AND o.parent IS NULL
                    GROUP BY o.subject, o.met_by) q
            WHERE q.met > q.said LIMIT 20""",
    ),
    Invariant(
        "I8 the roll-up equals its rows",
        """SELECT format('obligation %%s, department %%s', k.obligation_id, k.department_id)
             FROM (SELECT obligation_id, department_id, count(*) AS total,
                          count(*) FILTER (WHERE state IN (1, 2, 3)) AS met,
                          count(*) FILTER (WHERE state = 4) AS excused,
                          count(*) FILTER (WHERE state = 3) AS deemed,
                          count(*) FILTER (WHERE evidence >= 3) AS opened
                     FROM obligation_bearer GROUP BY 1, 2) k
             FULL JOIN (SELECT obligation_id, department_id, sum(total) AS total, sum(met) AS met,
                               sum(excused) AS excused, sum(deemed) AS deemed,
                               sum(opened) AS opened
                          FROM (SELECT obligation_id, department_id, total, met, excused, deemed,
                                       opened FROM obligation_coverage
                                UNION ALL
                                SELECT obligation_id, department_id, total, met, excused, deemed,
                                       opened
                                  FROM obligation_coverage_delta) u GROUP BY 1, 2
                        HAVING (sum(total), sum(met), sum(excused), sum(opened)) <> (0, 0, 0, 0)) c
               USING (obligation_id, department_id)
            WHERE (k.total, k.met, k.excused, k.deemed, k.opened)
                  IS DISTINCT FROM (c.total, c.met, c.excused, c.deemed, c.opened) LIMIT 20""",
    ),
    Invariant(
        "I7 sealed and queued leaves are the entries",
        """SELECT format('%%s entries, %%s sealed, %%s queued', e.n, s.n, q.n)
             FROM (SELECT count(*) AS n FROM ledger_entry) e,
                  (SELECT count(*) AS n, coalesce(max(seq), -1) + 1 AS size FROM ledger_seal) s,
                  (SELECT count(*) AS n FROM ledger_queue) q
            WHERE e.n <> s.n + q.n OR s.n <> s.size""",
    ),
    Invariant(
        "I9 no job is held by a worker that is gone",
        """SELECT format('job %%s', j.id) FROM procrastinate_jobs j
             LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
            WHERE j.status = 'doing' AND w.id IS NULL LIMIT 20""",
    ),
    Invariant(
        "I10 no deadline waits for a minute",
        """SELECT format('obligation %%s since %%s', id, next_at) FROM obligation
            WHERE next_at < %(overdue)s ORDER BY next_at LIMIT 20""",
    ),
)
