"""The way of a cascade, fixed at publishing: who hears it from whom (N19).

Somebody hears it from their head when the head is meant too; everybody else hears it from the
author: the top of each branch, the author and their own team, key people, and whoever stands in a circle
of heads, so that nobody is left out.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.directory.heads import head_of_sql
from huiyin.obligations.roles import PeopleSql


def lay(notice_id: UUID, author: int, everybody: PeopleSql, key: PeopleSql, at: datetime) -> int:
    """Write down the stops of a notice; how many people that are. Told directly: received now."""
    (people, params), (chosen, chosen_params) = everybody, key
    sql = (
        _LAY.replace("/*people*/", people)
        .replace("/*key*/", chosen)
        .replace("/*heads*/", head_of_sql())
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *chosen_params, author, notice_id, at])
        return int(cursor.rowcount)


def first(notice_id: UUID) -> PeopleSql:
    """Who has it from the author, key people left out: they owe an answer of their own."""
    return _FIRST, [notice_id]


def receive(notice_id: UUID, sender: int, at: datetime) -> list[int]:
    """The team of ``sender`` has it now; who that is, those left out who had it already."""
    return _took(_RECEIVE, [at, notice_id, sender])


def receive_flat(notice_id: UUID, senders: list[int], at: datetime) -> list[int]:
    """Everybody below ``senders`` has it now, past all levels; who that is."""
    return _took(_RECEIVE_FLAT, [notice_id, senders, notice_id, at, notice_id])


def chosen(notice_id: UUID, people: list[int]) -> PeopleSql:
    """Some readers of a cascade as a set."""
    return _CHOSEN, [notice_id, people]


def senders_among(notice_id: UUID, people: PeopleSql) -> PeopleSql:
    """Those of ``people`` who have a team to pass it on to."""
    sql, params = people
    return _SENDERS.replace("/*people*/", sql), [*params, notice_id]


def _took(sql: str, params: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


_FIRST = """
SELECT person_id, department_id FROM notices_stop
 WHERE notice_id = %s AND hop = 0 AND way = 'direct'
"""

_CHOSEN = """
SELECT person_id, department_id FROM notices_stop WHERE notice_id = %s AND person_id = ANY(%s)
"""

_SENDERS = """
SELECT p.person_id, p.department_id FROM (/*people*/) p
 WHERE EXISTS (SELECT 1 FROM notices_stop s
                WHERE s.notice_id = %s AND s.sender_id = p.person_id)
"""

_LAY = """
WITH RECURSIVE meant AS MATERIALIZED (/*people*/),
key AS MATERIALIZED (SELECT person_id FROM (/*key*/) k),
edge AS MATERIALIZED (
  SELECT m.person_id, m.department_id, h.head_id AS sender_id
    FROM meant m
    LEFT JOIN (/*heads*/) h ON h.person_id = m.person_id
     AND %s NOT IN (h.head_id, m.person_id)
     AND h.head_id IN (SELECT person_id FROM meant)
     AND m.person_id NOT IN (SELECT person_id FROM key)),
way AS (
  SELECT person_id, 0 AS hop FROM edge WHERE sender_id IS NULL
  UNION ALL
  SELECT e.person_id, w.hop + 1 FROM way w JOIN edge e ON e.sender_id = w.person_id)
INSERT INTO notices_stop
       (notice_id, person_id, department_id, sender_id, hop, received_at, way)
SELECT %s, e.person_id, e.department_id, CASE WHEN w.hop > 0 THEN e.sender_id END,
       coalesce(w.hop, 0), CASE WHEN coalesce(w.hop, 0) = 0 THEN %s::timestamptz END,
       CASE WHEN coalesce(w.hop, 0) > 0 THEN ''
            WHEN e.person_id IN (SELECT person_id FROM key) THEN 'key' ELSE 'direct' END
  FROM edge e LEFT JOIN way w ON w.person_id = e.person_id
"""

_RECEIVE = """
UPDATE notices_stop SET received_at = %s, way = 'relay'
 WHERE notice_id = %s AND sender_id = %s AND received_at IS NULL
RETURNING person_id
"""

_RECEIVE_FLAT = """
WITH RECURSIVE below AS (
  SELECT person_id FROM notices_stop WHERE notice_id = %s AND sender_id = ANY(%s)
  UNION ALL
  SELECT s.person_id FROM below b
    JOIN notices_stop s ON s.notice_id = %s AND s.sender_id = b.person_id)
UPDATE notices_stop t SET received_at = %s, way = 'flat'
  FROM below b
 WHERE t.notice_id = %s AND t.person_id = b.person_id AND t.received_at IS NULL
RETURNING t.person_id
"""
