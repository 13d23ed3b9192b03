"""When something was done last: one row by name, written over."""

import json
from typing import Any

from django.db import connection

SCHEMA = "schema"
POLICY = "policy"
BACKUP_MADE = "backup.made"
BACKUP_PROVED = "backup.proved"


def put(name: str, **facts: Any) -> None:
    """Write down that ``name`` was done now (by the database's clock)."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [name, json.dumps(facts)])


def facts(name: str) -> dict[str, Any] | None:
    """What was written down with ``name``; ``None`` when it never was, or there is no table yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('config_mark') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT facts::text FROM config_mark WHERE name = %s", [name])
        row = cursor.fetchone()
    return dict(json.loads(row[0])) if row else None


_PUT = """
INSERT INTO config_mark (name, at, facts) VALUES (%s, now(), %s::jsonb)
ON CONFLICT (name) DO UPDATE SET at = excluded.at, facts = excluded.facts
"""
