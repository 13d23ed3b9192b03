"""Joins the page of a problem, so that it shows where else it is tracked."""

from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.problems import showing
from huiyin.scenarios.problems.models import Problem
from huiyin.scenarios.problems.trackers import actions
from huiyin.scenarios.problems.trackers.models import Link


def introduce() -> None:
    """Called once, when the applications are ready."""
    showing.panel("side", "problems/trackers/links.html", _links)


def _links(problem: Problem, actor: Person) -> dict[str, Any]:
    rows = Link.objects.filter(problem=problem).select_related("tracker", "problem__department")
    return {"tracker_links": [(one, actions.may_mend(actor, one)) for one in rows]}
