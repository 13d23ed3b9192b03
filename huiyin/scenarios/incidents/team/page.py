"""The page on which the team is named: who is proposed, and for what."""

from collections.abc import Sequence
from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.incidents.models import Incident, Role
from huiyin.scenarios.incidents.team.actions import Call, present

ROWS = 5
"""Empty rows at first; the page gives more."""


def context(
    incident: Incident, actor: Person, calls: Sequence[Call] | None = None
) -> dict[str, Any]:
    """What was sent, else who is there and what the kind usually gives out."""
    del actor
    team = present(incident).select_related("person").exclude(role=Role.COMMANDER)
    rows = [Call(one.person_id, one.task, one.role) for one in team] if calls is None else calls
    tasks = [str(task) for task in incident.kind.tasks or ()]
    used = {row.task for row in rows}
    spare = [task for task in tasks if task not in used]
    empty = [Call(0, task) for task in spare[:ROWS]]
    empty += [Call(0, "")] * max(ROWS - len(rows) - len(empty), 1)
    return {
        "incident": incident,
        "rows": [*rows, *empty],
        "people": Person.objects.filter(active=True, party="").order_by("sort_key", "pk"),
        "roles": [(value, label) for value, label in Role.choices if value != Role.COMMANDER],
    }
