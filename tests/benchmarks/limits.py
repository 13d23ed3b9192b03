"""Limits measured in the same run: what bare SQL does with the same rows."""

from typing import Any

from django.db import connection

TABLES = """
DROP TABLE IF EXISTS bench_ob, bench_dl;
CREATE TABLE bench_ob (obligation_id bigint NOT NULL, person_id bigint NOT NULL,
  department_id int NOT NULL, state smallint NOT NULL, evidence smallint NOT NULL, channel smallint,
  evidence_at timestamptz, closed_at timestamptz, PRIMARY KEY (obligation_id, person_id));
CREATE TABLE bench_dl (notification_id bigint NOT NULL, person_id bigint NOT NULL,
  channel smallint NOT NULL, state smallint NOT NULL, attempts smallint NOT NULL,
  next_at timestamptz, sent_at timestamptz, reason varchar(300) NOT NULL,
  PRIMARY KEY (notification_id, person_id, channel));
"""

FILL = """
INSERT INTO bench_ob SELECT %(n)s, id, department_id, 0, 2, 1, %(at)s, NULL
  FROM directory_person ORDER BY id LIMIT %(people)s;
INSERT INTO bench_dl SELECT %(n)s, id, 2, 0, 0, NULL, NULL, ''
  FROM directory_person ORDER BY id LIMIT %(people)s;
"""

SAME_BEARERS = """
INSERT INTO bench_ob SELECT DISTINCT 1, b.person_id, b.department_id, 0, 2, 1, %s::timestamptz, NULL::timestamptz
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id WHERE o.subject = %s
"""

CONFIRM = """
WITH met AS (
  UPDATE bench_ob SET state = 1, closed_at = %s WHERE obligation_id = %s AND person_id = %s
     AND state = 0 RETURNING department_id),
counted AS (INSERT INTO bench_delta SELECT %s, department_id FROM met)
INSERT INTO bench_entry (body) SELECT %s FROM met
"""

CONFIRM_TABLES = """
DROP TABLE IF EXISTS bench_delta, bench_entry;
CREATE TABLE bench_delta (obligation_id bigint NOT NULL, department_id int NOT NULL);
CREATE TABLE bench_entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
"""


def run(sql: str, parameters: Any = None) -> None:
    """Execute one text, in one transaction of its own."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
