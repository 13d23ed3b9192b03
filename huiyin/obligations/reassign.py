"""Duties that change hands: to a delegate, or to the heir of somebody who left."""

from collections.abc import Mapping

from django.db import connection


def to_heirs(heirs: Mapping[int, int]) -> int:
    """Let each heir answer the open duties of the person who left; the number of duties handed on.

    The duty keeps its bearer, so the record still says who owed it.
    """
    if not heirs:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_HAND_ON, [list(heirs), list(heirs.values())])
        return int(cursor.rowcount)


def to_delegate(person_id: int, delegate_id: int | None) -> int:
    """Let ``delegate_id`` answer while ``person_id`` is away (``None``: they are back)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE obligation_bearer SET delegate_id = %s WHERE person_id = %s AND state = 0",
            [delegate_id, person_id],
        )
        return int(cursor.rowcount)


_HAND_ON = """
UPDATE obligation_bearer b SET delegate_id = h.heir
  FROM unnest(%s::bigint[], %s::bigint[]) AS h (leaver, heir)
 WHERE b.person_id = h.leaver AND b.state = 0
"""
