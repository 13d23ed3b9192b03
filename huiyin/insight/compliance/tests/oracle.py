"""Compliance worked out from the ledger alone: another path, sharing no table and no code.

What was opened, for whom and where, stands in the manifests ``obligations.opened``; what was done
stands in the acts. A duty is answered by the first act of its bearer, after it was opened, that the
rule names; late when the clock had passed its due time. Nothing of ``obligation*`` is read.
"""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import connection

Cell = tuple[str, int, date]
RELEASED = "test.released"
STATES = ("met", "late", "waived", "deemed", "open", "breach")


def figures(rules: dict[str, dict[str, Any]], now: datetime) -> dict[Cell, Counter[str]]:
    """How many duties stand how, by clause, department and day, at ``now``.

    ``rules`` gives of each rule key: ``met_by``, ``excused_by``, ``deem``, ``ended_by``.
    """
    cells: dict[Cell, Counter[str]] = {}
    names = list(rules)
    with connection.cursor() as cursor:
        cursor.execute(
            _DUTIES,
            {
                "now": now,
                "released": RELEASED,
                "rules": names,
                "met_by": [rules[name]["met_by"] for name in names],
                "excused_by": [rules[name].get("excused_by", "") for name in names],
                "ended_by": [rules[name].get("ended_by", "") for name in names],
                "deem": [bool(rules[name].get("deem")) for name in names],
            },
        )
        for clause, department, day, state, number in cursor.fetchall():
            cells.setdefault((clause, department, day), Counter())[state] += number
    return cells


_DUTIES = """
WITH RECURSIVE rules AS (
  SELECT * FROM unnest(%(rules)s::text[], %(met_by)s::text[], %(excused_by)s::text[],
                       %(ended_by)s::text[], %(deem)s::boolean[])
             AS r (rule, met_by, excused_by, ended_by, deem)),
opened AS (
  SELECT e.id, e.subject, e.at, e.body::jsonb AS b FROM ledger_entry e
   WHERE e.kind = 'obligations.opened'),
duty AS (
  SELECT o.id, o.subject, o.at AS born_at, b -> 'facts' ->> 'rule' AS rule,
         coalesce(b -> 'facts' ->> 'part', '') AS part,
         (b -> 'facts' ->> 'due_at')::timestamptz AS due_at, who.value::bigint AS person,
         place.value::int AS department
    FROM opened o, jsonb_array_elements_text(b -> 'people') WITH ORDINALITY AS who (value, n),
         jsonb_array_elements_text(b -> 'departments') WITH ORDINALITY AS place (value, n)
   WHERE who.n = place.n AND b -> 'facts' ->> 'parent' IS NULL),
moved AS (
  SELECT e.id, e.subject, f ->> 'rule' AS rule, coalesce(f ->> 'part', '') AS part,
         (f ->> 'old_due_at')::timestamptz AS old, (f ->> 'due_at')::timestamptz AS due,
         who.value::bigint AS person
    FROM (SELECT id, subject, body::jsonb AS b, body::jsonb -> 'facts' AS f FROM ledger_entry
           WHERE kind = 'obligations.moved') e, jsonb_array_elements_text(b -> 'people') AS who (value)),
chain AS (
  SELECT d.*, d.due_at AS due, d.id AS since FROM duty d
  UNION ALL
  SELECT c.id, c.subject, c.born_at, c.rule, c.part, c.due_at, c.person, c.department, m.due, m.id
    FROM chain c JOIN moved m ON m.subject = c.subject AND m.rule = c.rule AND m.part = c.part
     AND m.person = c.person AND m.old = c.due AND m.id > c.since),
dated AS (SELECT DISTINCT ON (id, person) * FROM chain ORDER BY id, person, since DESC),
released AS (
  SELECT e.id, e.subject, who.value::bigint AS person
    FROM ledger_entry e, jsonb_array_elements_text(e.body::jsonb -> 'people') AS who (value)
   WHERE e.kind = %(released)s),
acts AS (
  SELECT e.id, e.kind, e.subject, e.at, (e.body::jsonb -> 'facts' ->> 'person')::bigint AS person,
         coalesce(e.body::jsonb -> 'facts' ->> 'part', '') AS part
    FROM ledger_entry e),
ends AS (
  SELECT d.id, d.person, d.due, r.deem,
         (SELECT min(a.id) FROM acts a WHERE a.id > d.id AND a.kind = r.met_by
           AND a.subject = d.subject AND a.person = d.person AND a.part IN ('', d.part)) AS met,
         (SELECT min(a.id) FROM acts a WHERE a.id > d.id AND a.kind = r.excused_by
           AND a.subject = d.subject AND a.person = d.person AND a.part IN ('', d.part)) AS excused,
         (SELECT min(a.id) FROM acts a WHERE a.id > d.id AND a.kind = r.ended_by
           AND a.subject = d.subject AND a.part IN ('', d.part)) AS ended,
         (SELECT min(l.id) FROM released l WHERE l.id > d.id AND l.subject = d.subject
           AND l.person = d.person) AS released,
         (SELECT min(a.id) FROM acts a WHERE r.deem AND a.id > d.id AND a.kind = 'clock.passed'
           AND a.subject = d.subject AND a.at >= d.due) AS deemed
    FROM dated d JOIN rules r ON r.rule = d.rule),
first AS (
  SELECT e.*, least(met, excused, ended, released, deemed) AS entry FROM ends e),
told AS (
  SELECT split_part(d.rule, '/', 1) AS clause, d.department,
         (coalesce(d.due, d.born_at) AT TIME ZONE 'Asia/Shanghai')::date AS day,
         CASE WHEN f.entry IS NULL THEN
                CASE WHEN d.due < %(now)s THEN 'breach' ELSE 'open' END
              WHEN f.entry = f.met THEN CASE WHEN a.at > d.due THEN 'late' ELSE 'met' END
              WHEN f.entry = f.deemed THEN 'deemed' ELSE 'waived' END AS state
    FROM first f JOIN dated d ON d.id = f.id AND d.person = f.person
    LEFT JOIN acts a ON a.id = f.entry)
SELECT clause, department, day, state, count(*) FROM told GROUP BY 1, 2, 3, 4
"""
