"""May somebody see what was found: many cases judged at once, as ``visible_to`` judges them.

One statement for all of them. ``visible_to`` asks the same as a filter and costs more to plan than
a search takes.
"""

from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.cases.visibility import DUTIES_SQL, OFFICES, RELATIONS_SQL, judged
from huiyin.directory.access import Action, Relation, grants
from huiyin.directory.models import Person

_NOTHING = frozenset({Relation.NONE})


class Judge:
    """What ``actor`` may do to cases; their roles are asked once."""

    def __init__(self, actor: Person) -> None:
        self.actor = actor
        self.granted = {action: grants(actor, action) for action in (Action.SEE, Action.READ)}

    def open_to(self, action: Action) -> list[str]:
        """The classifications under which it is allowed whatever the case is to them."""
        granted = self.granted[action]
        return sorted(kind for relation, kind in granted if relation is Relation.NONE)

    def allowed(self, cases: list[UUID]) -> dict[UUID, set[Action]]:
        """Which of ``SEE`` and ``READ`` hold for each of ``cases``."""
        values: dict[str, Any] = {"cases": cases, "actor": self.actor.pk, "offices": list(OFFICES)}
        with connection.cursor() as cursor:
            cursor.execute(_RELATIONS_OF_MANY, values)
            rows = cursor.fetchall()
        found = {}
        for case, kind, opened, *answers in rows:
            relations = judged(answers, opened=opened) or _NOTHING
            found[case] = {
                action
                for action, granted in self.granted.items()
                if any((relation, kind) in granted for relation in relations)
            }
        return found


_RELATIONS_OF_MANY = (
    """
SELECT c.id, c.classification, c.opened_at IS NOT NULL, r.*
  FROM cases_case c CROSS JOIN LATERAL (WITH """
    + DUTIES_SQL.replace("%(case)s", "c.id")
    + " SELECT "
    + RELATIONS_SQL
    + """) r
 WHERE c.id = ANY(%(cases)s)
"""
)
