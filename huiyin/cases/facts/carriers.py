"""Who carries which value of a fact: decided by the best receipt of each person (Z05).

A receipt belongs to the text that stood when it came about: the newest edition of the case at that
moment; a receipt of a message (``notification`` in its entry) belongs to the text of the message.
Of all receipts for texts that stated the fact the highest evidence decides, of equal ones the
latest, and last the newest value. Whoever is bound by a duty to confirm was delivered to when the
duty was born. One statement over sets; receipts are read from the ledger.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.core.evidence import Channel, Evidence, Proof, worth
from huiyin.obligations.roles import PeopleSql

_answered_by: set[str] = set()


@dataclass(frozen=True, slots=True)
class Carried:
    """How many people carry ``value``; the live one is what they should."""

    value: str
    live: bool
    people: int


def register(event: str) -> None:
    """Let duties that are met by ``event`` make readers of their bearers (called in ``ready``)."""
    _answered_by.add(event)


def counts(fact_id: UUID) -> list[Carried]:
    """How many active people carry which value of the fact, the most first."""
    sql, parameters = _carried(fact_id)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.replace("/*carried*/", sql), parameters)
        return [Carried(*row) for row in cursor.fetchall()]


def wrong_sql(fact_id: UUID) -> PeopleSql:
    """The active people whose value is not the live one, as ``person_id, department_id``.

    Nobody when the fact has no live value.
    """
    sql, parameters = _carried(fact_id)
    people = _WRONG.replace("/*carried*/", sql)
    return _positional(people, parameters)


def _carried(fact_id: UUID) -> tuple[str, dict[str, Any]]:
    proofs = [(proof.name, int(worth(proof, Channel.INBOX))) for proof in Proof]
    proofs += [(str(int(proof)), int(worth(proof, Channel.INBOX))) for proof in Proof]
    return _CARRIED, {
        "fact": fact_id,
        "delivered": int(Evidence.DELIVERED),
        "answered_by": sorted(_answered_by),
        "proofs": [name for name, _worth in proofs],
        "worths": [value for _name, value in proofs],
        "silent": [Channel.WEBPUSH.name, str(int(Channel.WEBPUSH))],
    }


def _positional(sql: str, parameters: dict[str, Any]) -> PeopleSql:
    """The same statement with ``%s``: sets of people are put together by position."""
    order: list[Any] = []
    for name in _NAMES_IN_ORDER:
        order.append(parameters[name])
        sql = sql.replace(f"%({name})s", "%s", 1)
    return sql, order


_CARRIED = """
WITH editions AS MATERIALIZED (
  SELECT e.case_id, e.at, q.value_id, q.value,
         lead(e.at) OVER (PARTITION BY e.case_id ORDER BY e.revision) AS until
    FROM facts_edition e
    LEFT JOIN (
      SELECT q.case_id, q.revision, v.id AS value_id, v.value FROM facts_quotation q
        JOIN facts_value v ON v.id = q.fact_value_id AND v.fact_id = %(fact)s) q
      ON q.case_id = e.case_id AND q.revision = e.revision),
cases AS MATERIALIZED (
  SELECT DISTINCT case_id FROM editions WHERE value_id IS NOT NULL),
shown AS MATERIALIZED (
  SELECT l.subject AS case_id, l.at, l.body::jsonb -> 'facts' AS said
    FROM cases c JOIN ledger_entry l ON l.subject = c.case_id
   WHERE strpos(l.body, '"proof":') > 0),
receipts AS (
  SELECT o.subject AS case_id, b.person_id, %(delivered)s::int AS evidence, o.born_at AS at,
         o.born_at AS text_at
    FROM cases c JOIN obligation o ON o.subject = c.case_id AND o.parent IS NULL
     AND o.met_by = ANY(%(answered_by)s::text[])
    JOIN obligation_bearer b ON b.obligation_id = o.id
  UNION ALL
  SELECT s.case_id, (s.said ->> 'person')::bigint, w.worth, s.at, coalesce(n.created_at, s.at)
    FROM shown s
    JOIN unnest(%(proofs)s::text[], %(worths)s::int[]) AS w (proof, worth)
      ON w.proof = upper(s.said ->> 'proof')
    LEFT JOIN obligation_notification n ON n.id = (s.said ->> 'notification')::bigint
   WHERE s.said ->> 'person' IS NOT NULL
     AND upper(coalesce(s.said ->> 'channel', '')) <> ALL(%(silent)s::text[])),
carried AS (
  SELECT DISTINCT ON (r.person_id) r.person_id, e.value
    FROM receipts r
    JOIN editions e ON e.case_id = r.case_id AND e.value_id IS NOT NULL
     AND e.at <= r.text_at AND (e.until IS NULL OR r.text_at < e.until)
   ORDER BY r.person_id, r.evidence DESC, r.at DESC, e.value_id DESC)
"""

_NAMES_IN_ORDER = ("fact", "delivered", "answered_by", "proofs", "worths", "silent", "fact")
"""The parameters of ``_CARRIED`` and ``_WRONG`` in the order in which they stand there."""

_COUNTS = """/*carried*/
SELECT c.value, coalesce(bool_or(v.id IS NOT NULL), false), count(*)::int
  FROM carried c JOIN directory_person p ON p.id = c.person_id AND p.active
  LEFT JOIN facts_value v ON v.fact_id = %(fact)s AND v.live_until IS NULL AND v.value = c.value
 GROUP BY c.value ORDER BY count(*) DESC, c.value
"""

_WRONG = """/*carried*/
SELECT p.id AS person_id, p.department_id
  FROM carried c JOIN directory_person p ON p.id = c.person_id AND p.active
  JOIN facts_value v ON v.fact_id = %(fact)s AND v.live_until IS NULL AND v.value <> c.value
"""
