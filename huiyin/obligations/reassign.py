"""Duties that change hands: to a delegate, or to the heir of somebody who left."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from huiyin.directory.absence import delegates_sql


def to_heirs(heirs: Mapping[int, int]) -> int:
    """Let each heir answer the open duties of the person who left; the number of duties handed on.

    The duty keeps its bearer, so the record still says who owed it.
    """
    if not heirs:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_HAND_ON, [list(heirs), list(heirs.values())])
        return int(cursor.rowcount)


def to_delegate(person_id: int, delegate_id: int | None, *, except_sql: str = "") -> int:
    """Let ``delegate_id`` answer while ``person_id`` is away (``None``: they are back).

    ``except_sql`` (fixed text) selects the subjects that are not handed over.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TO_DELEGATE.format(kept=except_sql or _NOTHING), [delegate_id, person_id])
        return int(cursor.rowcount)


def follow_absences(at: datetime, except_sql: str = "") -> int:
    """Let open duties follow who is away at ``at``: to the delegates, and back on return.

    Set by set, and only where something differs; ``except_sql`` as for ``to_delegate``. Duties of
    people who left stay with their heirs. The number of duties that changed hands.
    """
    away, params = delegates_sql(at)
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW.format(away=away, kept=except_sql or _NOTHING), params)
        handed = int(cursor.rowcount)
        cursor.execute(_RETURN, [at, at])
        return handed + int(cursor.rowcount)


def let_act(subject: UUID, part: str, person_id: int, delegate_id: int | None) -> int:
    """In this one part of a case let ``delegate_id`` answer for ``person_id``; how many duties.

    For cases that seat their own people (``SEATED``); the other ways leave those alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LET_ACT, [delegate_id, subject, part, person_id, delegate_id])
        return int(cursor.rowcount)


def owe_to(subject: UUID, role: str, person_id: int) -> int:
    """What the people of ``role`` still owe in a case they owe ``person_id`` now; how many duties."""
    with connection.cursor() as cursor:
        cursor.execute(_OWE_TO, [person_id, subject, role])
        return int(cursor.rowcount)


SEATED = "signers"
"""The role whose stand-ins the case names itself: a signer's must not be the author."""

_NOTHING = "SELECT NULL::uuid WHERE false"

_LET_ACT = """
UPDATE obligation_bearer b SET delegate_id = %s FROM obligation o
 WHERE o.subject = %s AND o.part = %s AND o.id = b.obligation_id AND b.person_id = %s
   AND b.state = 0 AND b.delegate_id IS DISTINCT FROM %s
"""

_OWE_TO = """
UPDATE obligation SET beneficiary = %s
 WHERE subject = %s AND bearer_role = %s AND parent IS NULL AND closed_at IS NULL
"""

_TO_DELEGATE = """
UPDATE obligation_bearer b SET delegate_id = %s FROM obligation o
 WHERE b.person_id = %s AND b.state = 0 AND o.id = b.obligation_id AND o.bearer_role <> 'signers'
   AND NOT EXISTS (SELECT 1 FROM ({kept}) AS k (subject) WHERE k.subject = o.subject)
"""

_FOLLOW = """
UPDATE obligation_bearer b SET delegate_id = a.delegate_id
  FROM ({away}) a, obligation o
 WHERE b.person_id = a.person_id AND b.state = 0 AND o.id = b.obligation_id
   AND o.bearer_role <> 'signers' AND b.delegate_id IS DISTINCT FROM a.delegate_id
   AND NOT EXISTS (SELECT 1 FROM ({kept}) AS k (subject) WHERE k.subject = o.subject)
"""

_RETURN = """
UPDATE obligation_bearer b SET delegate_id = NULL
  FROM directory_person p, obligation o
 WHERE b.delegate_id IS NOT NULL AND b.state = 0 AND p.id = b.person_id AND p.active
   AND o.id = b.obligation_id AND o.bearer_role <> 'signers'
   AND NOT EXISTS (SELECT 1 FROM directory_absence a
                    WHERE a.person_id = p.id AND a.starts_at <= %s AND a.ends_at > %s)
"""

_HAND_ON = """
UPDATE obligation_bearer b SET delegate_id = h.heir
  FROM unnest(%s::bigint[], %s::bigint[]) AS h (leaver, heir), obligation o
 WHERE b.person_id = h.leaver AND b.state = 0
   AND o.id = b.obligation_id AND o.bearer_role <> 'signers'
"""
