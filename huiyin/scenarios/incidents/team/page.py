"""The page on which the team is named: who is proposed, and for what."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.http import QueryDict

from huiyin.scenarios.incidents import kinds
from huiyin.scenarios.incidents.models import Incident, Role
from huiyin.scenarios.incidents.team.actions import present
from huiyin.scenarios.incidents.team.naming import written

ROWS = 5
"""So many rows at least; whoever needs more saves and comes again."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form: who, as what, for what."""

    who: str = ""
    task: str = ""
    role: str = Role.MEMBER.value


def typed(posted: QueryDict) -> list[Row]:
    """The lines that were sent."""
    names = (posted.getlist("who"), posted.getlist("task"), posted.getlist("role"))
    rows = zip_longest(*names, fillvalue="")
    return [Row(who, task, role or Role.MEMBER.value) for who, task, role in rows if who.strip()]


def context(incident: Incident, rows: Sequence[Row] | None = None) -> dict[str, Any]:
    """What was sent, else who is there and what the kind usually gives out."""
    if rows is None:
        team = present(incident).select_related("person").exclude(role=Role.COMMANDER)
        rows = [Row(written(one.person), one.task, one.role) for one in team]
    used = {row.task for row in rows}
    spare = [str(task) for task in incident.kind.tasks or () if str(task) not in used]
    empty = [Row(task=task) for task in spare[:ROWS]]
    empty += [Row()] * max(ROWS - len(rows) - len(empty), 1)
    return {
        "incident": incident,
        "kind": kinds.name_of(incident.kind),
        "rows": [*rows, *empty],
        "roles": [(value, label) for value, label in Role.choices if value != Role.COMMANDER],
    }
