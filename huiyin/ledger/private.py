"""Forgetting a person without breaking the record."""

from datetime import datetime

from django.db import connection, transaction

from huiyin.ledger import book

COMMITMENTS_PER_ENTRY = 1000

_ERASE_SQL = r"""
DELETE FROM ledger_private WHERE person_id = %s
RETURNING encode(sha256('huiyin/pc1'::bytea || salt || convert_to(field, 'UTF8')
    || '\x00'::bytea || convert_to(value, 'UTF8')), 'hex')
"""


def erase_person(person_id: int, at: datetime, *, actor: int | str | None = None) -> int:
    """Delete every salt and value kept about a person; returns how many.

    The commitments stay in the bodies, so every proof holds, and nobody can guess a value from
    them without the salt. One ``privacy.erased`` entry per 1,000 commitments names them: a value
    that is gone without such an entry is a finding of the check. Erasing nothing records nothing.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ERASE_SQL, [person_id])
            gone = sorted(row[0] for row in cursor.fetchall())
        for start in range(0, len(gone), COMMITMENTS_PER_ENTRY):
            part = tuple(gone[start : start + COMMITMENTS_PER_ENTRY])
            book.append(
                "privacy.erased", None, at, actor, {"person": person_id, "commitments": part}
            )
    return len(gone)
