"""People who are no longer meant: their open duties in a case end, set by set, and it is recorded."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.kit import live
from huiyin.ledger import book
from huiyin.obligations.roles import PeopleSql


def release(
    kind: str,
    subject: UUID,
    people: PeopleSql,
    at: datetime,
    *,
    roles: Sequence[str],
    facts: Mapping[str, Any],
) -> int:
    """Excuse ``people`` from what they still owe in ``roles`` of the case; how many duties ended.

    The ledger gets ``kind`` as a manifest of all ``people``; its fact ``released`` names the roles.
    No rule waits for such events.
    """
    sql, params = people
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE.replace("/*people*/", sql), [at, subject, list(roles), *params])
        ended = int(cursor.fetchone()[0])
    persons = f"SELECT person_id FROM ({sql}) released"  # noqa: S608 - SQL of our own
    told = {**facts, "released": sorted(roles)}
    book.append_manifest(kind, subject, at, told, persons, params)
    live.announce(f"case:{subject}", live.EVERYBODY)
    return ended


_RELEASE = """
WITH released AS (
  UPDATE obligation_bearer b SET state = 4, closed_at = %s
    FROM obligation o
   WHERE o.subject = %s AND o.parent IS NULL AND o.bearer_role = ANY(%s)
     AND b.obligation_id = o.id AND b.state = 0
     AND b.person_id IN (SELECT r.person_id FROM (/*people*/) r)
  RETURNING b.obligation_id, b.department_id),
counted AS (
  INSERT INTO obligation_coverage_delta (obligation_id, department_id, opened, met, late, excused)
  SELECT obligation_id, department_id, 0, 0, 0, count(*) FROM released GROUP BY 1, 2)
SELECT count(*) FROM released
"""
