"""The cases of a report as far as somebody may see them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.directory.models import Person


def visible(subjects: Iterable[str], viewer: Person) -> dict[str, Case]:
    """Those of the ``subjects`` that ``viewer`` may see, by their id as text."""
    wanted = [UUID(one) for one in set(subjects)]
    return {str(case.pk): case for case in Case.objects.filter(pk__in=wanted).visible_to(viewer)}


def without_hidden(report: Mapping[str, Any], viewer: Person) -> dict[str, Any]:
    """The report with the ids of cases left out that ``viewer`` may not see."""
    lists: Mapping[str, Any] = report["lists"]
    seen = visible((row["case"] for one in lists.values() for row in one["rows"]), viewer)
    shown = {
        name: one | {"rows": [_shown(row, row["case"] in seen) for row in one["rows"]]}
        for name, one in lists.items()
    }
    return {**report, "lists": shown}


def _shown(row: Mapping[str, Any], seen: bool) -> dict[str, Any]:
    return {**row, "case": row["case"] if seen else ""}
