"""Who was asked for a word on which resolution, and who still owes it: asked of the obligations."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from huiyin.core.obligation import State

VERB = "understand_resolution"


@dataclass(frozen=True, slots=True)
class Asked:
    """One person's duty about one resolution (``part``)."""

    part: str
    person_id: int
    state: State

    @property
    def waits(self) -> bool:
        """Whether the word is still owed."""
        return self.state == State.OPEN


def asked(meeting_id: UUID) -> list[Asked]:
    """Everybody's duties about the resolutions of a meeting, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, {"meeting": meeting_id, "verb": VERB})
        return [Asked(part, person, State(state)) for part, person, state in cursor.fetchall()]


def waiting(rows: Iterable[Asked]) -> dict[str, set[int]]:
    """Who still owes a word, by the part of each resolution."""
    found: dict[str, set[int]] = {}
    for row in rows:
        if row.waits:
            found.setdefault(row.part, set()).add(row.person_id)
    return found


_ASKED = """
SELECT o.part, b.person_id, b.state
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %(meeting)s AND o.verb = %(verb)s AND o.parent IS NULL
"""
