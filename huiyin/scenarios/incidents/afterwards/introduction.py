"""The end introduces itself: to the room, to those who follow, to the messages."""

from collections.abc import Mapping
from typing import Any

from huiyin.cases import following as origins
from huiyin.delivery import content
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.scenarios.incidents import showing
from huiyin.scenarios.incidents.afterwards import actions, duties, following, telling
from huiyin.scenarios.incidents.authority import commands, may_write
from huiyin.scenarios.incidents.models import Incident


def introduce() -> None:
    """Called when applications are ready."""
    origins.register("incidents", following.draft_of, following.followed)
    content.register(telling.SCENARIO, telling.describe)
    showing.panel("after", "incidents/afterwards/_after.html", after)
    showing.panel("head", "incidents/afterwards/_head.html", head)


def after(incident: Incident, actor: Person) -> Mapping[str, Any]:
    """What follows from the end, each with its clock, and the way back."""
    over = incident.state in actions.OVER
    return {
        "follow_ups": duties.of_incident(incident) if over else [],
        "may_reopen": over and (may_write(actor, incident) or commands(actor, incident)),
    }


def head(incident: Incident, actor: Person) -> Mapping[str, Any]:
    """Whether everything may be taken along as a file, and where a problem of it is raised."""
    return {
        "may_export": may(actor, Action.EXPORT, incident),
        "raises": origins.raise_address(incident.pk, incident.title),
    }
