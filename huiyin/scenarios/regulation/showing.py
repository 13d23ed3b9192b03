"""What other rooms add to the page of an amendment, each by registration when it starts.

Places: ``links`` (buttons beside the title), ``findings``, ``backtest`` (panels under the steps),
``below`` (after the difference). A panel has a template and a context. A step of the amendment's
life that lies between draft and signatures (checked, backtested) is told by whoever knows it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.regulation.models import Amendment

Context = Callable[[Amendment, Person], Mapping[str, Any]]

PLACES = ("links", "findings", "backtest", "below")

_PANELS: dict[str, dict[str, Context]] = {place: {} for place in PLACES}


@dataclass(frozen=True, slots=True)
class Told:
    """Where a step stands: ``done``, ``wait`` (to do) or ``wrong``, with a few words."""

    state: str
    words: str


StepTold = Callable[[Amendment], Told]

_STEPS: dict[str, StepTold] = {}


def panel(place: str, template: str, context: Context) -> None:
    """Show ``template`` at ``place``; ``KeyError`` for a place that the page does not have."""
    _PANELS[place][template] = context


def step(name: str, told: StepTold) -> None:
    """Say how far the step ``name`` (``linted``, ``backtested``) is."""
    _STEPS[name] = told


def told(name: str, amendment: Amendment) -> Told | None:
    """How far the step is; ``None`` when no room knows."""
    asked = _STEPS.get(name)
    return asked(amendment) if asked else None


def context(amendment: Amendment, actor: Person) -> dict[str, Any]:
    """The templates of each place (``links_panels`` …) and what they show."""
    found: dict[str, Any] = {f"{place}_panels": list(_PANELS[place]) for place in PLACES}
    for given in dict.fromkeys(one for place in PLACES for one in _PANELS[place].values()):
        found |= given(amendment, actor)
    return found
