"""Write to the record: one entry per human act, manifests for what machines do to many.

Nothing here locks; an entry gets its number in the tree when the sealer comes by. Call these in
the transaction of the change they record: no entry, no change.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.kit.digest import canonical

VERSION = 1

APPEND_SQL = (
    "INSERT INTO ledger_entry (at, kind, subject, body)"
    " SELECT %(at)s::timestamptz, %(kind)s, %(subject)s::uuid, %(body)s"
)
"""Building block of larger statements; its parameters come from ``append_parameters``.

Complete it with ``RETURNING id``, or with ``FROM act RETURNING id`` to append only when (and as
often as) the common table expression ``act`` has rows.
"""

_PRIVATE_SQL = " ".join(  # noqa: FLY002 - an f-string would look like built SQL
    (
        "WITH entry AS (",
        APPEND_SQL,
        "RETURNING id), kept AS (",
        "INSERT INTO ledger_private (entry_id, field, person_id, salt, value)",
        "SELECT entry.id, hidden.* FROM entry, unnest(%(fields)s::text[], %(people)s::bigint[],",
        "%(salts)s::bytea[], %(values)s::text[]) AS hidden) SELECT id FROM entry",
    )
)

_MANIFEST_HEAD_SQL = "WITH people(id) AS ("
_PLACED_HEAD_SQL = "WITH people(id, department) AS ("
_MANIFEST_TAIL_SQL = """
), placed AS (
  SELECT *, (row_number() OVER (ORDER BY id) - 1) / %s AS part FROM people
), parts AS (
  SELECT part, count(*) AS count, string_agg(id::bigint::text, ',' ORDER BY id) AS ids/*placed*/
  FROM placed GROUP BY part
)
INSERT INTO ledger_entry (at, kind, subject, body)
SELECT %s::timestamptz, %s, %s::uuid, concat(
  %s::text, count/*departments*/, %s::text, part, ',"people":[', ids, '],"root":"',
  encode(sha256(convert_to('huiyin/rows1:' || ids, 'UTF8')), 'hex'), %s::text)
FROM parts ORDER BY part RETURNING id
"""
_PLACED_TAIL_SQL = _MANIFEST_TAIL_SQL.replace(
    "/*placed*/", ", string_agg(department::int::text, ',' ORDER BY id) AS departments"
).replace("/*departments*/", """, ',"departments":[', departments, ']'""")


@dataclass(frozen=True, slots=True)
class Private:
    """A value that only its commitment enters the body for; ``person_id`` is whose it is."""

    value: str
    person_id: int | None = None


def commitment(salt: bytes, field: str, value: str) -> str:
    """Hex digest that stands for a private value in a body; the 16-byte salt makes it opaque."""
    return sha256(b"huiyin/pc1" + salt + field.encode() + b"\0" + value.encode()).hexdigest()


def body_of(
    kind: str,
    subject: UUID | str | None,
    at: datetime,
    actor: int | str | None,
    facts: Mapping[str, Any],
    commitments: Mapping[str, str] | None = None,
) -> str:
    """The canonical JSON of one entry; ValueError for a naive instant or unencodable text."""
    content: dict[str, Any] = {
        "v": VERSION,
        "kind": kind,
        "subject": _plain_subject(subject),
        "at": _instant(at),
        "actor": actor,
        "facts": dict(facts),
    }
    if commitments:
        content["private"] = dict(commitments)
    body = canonical(content)
    body.encode()
    return body


def append_parameters(
    kind: str,
    subject: UUID | str | None,
    at: datetime,
    actor: int | str | None,
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    """Parameters of ``APPEND_SQL``: ``at``, ``kind``, ``subject`` and the finished ``body``."""
    return {
        "at": at,
        "kind": kind,
        "subject": _plain_subject(subject),
        "body": body_of(kind, subject, at, actor, facts),
    }


def append(
    kind: str,
    subject: UUID | str | None,
    at: datetime,
    actor: int | str | None,
    facts: Mapping[str, Any],
    *,
    private: Mapping[str, Private | str] | None = None,
) -> int:
    """Append one entry and return its id. One statement, no lock.

    A value of ``private`` given as plain text belongs to ``facts["person"]``, else to the actor.
    """
    parameters = append_parameters(kind, subject, at, actor, facts)
    sql = f"{APPEND_SQL} RETURNING id"
    if private:
        hidden = {
            field: value if isinstance(value, Private) else Private(value, _owner(actor, facts))
            for field, value in private.items()
        }
        salts = {field: secrets.token_bytes(16) for field in hidden}
        commitments = {
            field: commitment(salts[field], _plain_field(field), secret.value)
            for field, secret in hidden.items()
        }
        parameters |= {
            "body": body_of(kind, subject, at, actor, facts, commitments),
            "fields": list(hidden),
            "people": [secret.person_id for secret in hidden.values()],
            "salts": list(salts.values()),
            "values": [secret.value for secret in hidden.values()],
        }
        sql = _PRIVATE_SQL
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.fetchone()[0])


def named(subject: UUID | str, fact: str) -> int | None:
    """The number that the last entry about ``subject`` which carries ``fact`` gives for it."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"subject": str(subject), "fact": fact})
        row = cursor.fetchone()
    return int(row[0]) if row else None


def append_manifest(
    kind: str,
    subject: UUID | str | None,
    at: datetime,
    facts: Mapping[str, Any],
    people_sql: str,
    params: Sequence[Any],
    batch: int = 1000,
    *,
    placed: bool = False,
) -> list[int]:
    """Record what the system did to many people; ids of the entries made, none for an empty set.

    ``people_sql`` is code, never user text: a query of one column of person ids, with positional
    placeholders for ``params``. Each entry holds ``batch`` ids at most, in order, with their
    ``count``, its ``part`` number from 0, and ``root`` = SHA-256 of ``huiyin/rows1:`` + the list.
    With ``placed`` the query has a second column, the department of each person then: the entry
    lists them as ``departments``, in the order of the people.
    """
    if batch < 1:
        raise ValueError("a manifest entry holds at least one person")
    head = canonical({"actor": None, "at": _instant(at)})[:-1] + ',"count":'
    middle = "," + canonical({"facts": dict(facts), "kind": kind})[1:-1] + ',"part":'
    tail = '",' + canonical({"subject": _plain_subject(subject), "v": VERSION})[1:]
    opening, closing = _MANIFEST_HEAD_SQL, _MANIFEST_TAIL_SQL
    if placed:
        opening, closing = _PLACED_HEAD_SQL, _PLACED_TAIL_SQL
    with connection.cursor() as cursor:
        cursor.execute(
            opening + people_sql + closing,
            [*params, batch, at, kind, _plain_subject(subject), head, middle, tail],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("an entry needs an aware instant")
    return at.astimezone(UTC).isoformat()


def _plain_subject(subject: UUID | str | None) -> str | None:
    return None if subject is None else str(UUID(str(subject)))


def _plain_field(field: str) -> str:
    if not field or "\0" in field:
        raise ValueError("a private field needs a name without NUL")
    return field


def _owner(actor: int | str | None, facts: Mapping[str, Any]) -> int | None:
    about = facts.get("person", actor)
    return about if isinstance(about, int) else None


_NAMED = """
SELECT (body::jsonb -> 'facts' ->> %(fact)s)::bigint FROM ledger_entry
 WHERE subject = %(subject)s::uuid
   AND jsonb_typeof(body::jsonb -> 'facts' -> %(fact)s) = 'number'
 ORDER BY id DESC LIMIT 1
"""
