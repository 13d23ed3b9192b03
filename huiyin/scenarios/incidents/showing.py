"""What topics of this scenario add to the room, each by registration when it starts.

Places: ``head`` (buttons beside the title), ``main`` (panels under the timeline), ``side`` (cards
under the team), ``after`` (panels that stand above the timeline once the incident is over). A panel
has a template and a context. A step of the incident's life is told by whoever knows it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.incidents.models import Incident

Context = Callable[[Incident, Person], Mapping[str, Any]]

PLACES = ("head", "main", "side", "after")

STEPS = ("clients_told", "reviewed")
"""Steps of the life of an incident that other topics know about."""

_PANELS: dict[str, dict[str, Context]] = {place: {} for place in PLACES}


@dataclass(frozen=True, slots=True)
class Told:
    """Where a step stands: ``done``, ``wait`` (under way), ``todo`` or ``off`` (not needed)."""

    state: str


StepTold = Callable[[Incident], Told]

_STEPS: dict[str, StepTold] = {}


def panel(place: str, template: str, context: Context) -> None:
    """Show ``template`` at ``place``; ``KeyError`` for a place that the room does not have."""
    _PANELS[place][template] = context


def step(name: str, told: StepTold) -> None:
    """Say how far the step ``name`` is (one of ``STEPS``)."""
    _STEPS[name] = told


def told(name: str, incident: Incident) -> Told:
    """How far the step is; still to do when nobody knows."""
    asked = _STEPS.get(name)
    return asked(incident) if asked else Told("todo")


def context(incident: Incident, actor: Person) -> dict[str, Any]:
    """The templates of each place (``head_panels`` …) and what they show."""
    found: dict[str, Any] = {f"{place}_panels": list(_PANELS[place]) for place in PLACES}
    for given in dict.fromkeys(one for place in PLACES for one in _PANELS[place].values()):
        found |= given(incident, actor)
    return found
