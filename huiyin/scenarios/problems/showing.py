"""What other topics add to the page of a problem, each by registration when it starts.

Places: ``links`` (buttons beside the title), ``alike`` (above the register form and on the page
while it waits for the desk), ``below`` (under the solution), ``side`` (in the right column).
"""

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.problems.models import Problem

Context = Callable[[Problem, Person], Mapping[str, Any]]

PLACES = ("links", "alike", "below", "side")

_PANELS: dict[str, dict[str, Context]] = {place: {} for place in PLACES}


def panel(place: str, template: str, context: Context) -> None:
    """Show ``template`` at ``place``; ``KeyError`` for a place that the page does not have."""
    _PANELS[place][template] = context


def context(problem: Problem, actor: Person) -> dict[str, Any]:
    """The templates of each place (``links_panels`` …) and what they show."""
    found: dict[str, Any] = {f"{place}_panels": list(_PANELS[place]) for place in PLACES}
    for given in dict.fromkeys(one for place in PLACES for one in _PANELS[place].values()):
        found |= given(problem, actor)
    return found
