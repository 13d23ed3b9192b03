"""The parts that topics add to a notice's pages, each by registration when the application starts.

Places: ``above`` and ``below`` the text and in the ``panel`` beside it (the reader's page), ``echo`` and
``echo_side`` (the publisher's page). A part has a template and a context.
"""

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.notices.models import Notice

Context = Callable[[Notice, Person], Mapping[str, Any]]

READER = ("above", "below", "panel")
PUBLISHER = ("echo", "echo_side")

_PARTS: dict[str, dict[str, Context]] = {place: {} for place in (*READER, *PUBLISHER)}


def part(place: str, template: str, context: Context) -> None:
    """Show ``template`` at ``place``; ``KeyError`` for a place that no page has."""
    _PARTS[place][template] = context


def context(places: tuple[str, ...], notice: Notice, actor: Person) -> dict[str, Any]:
    """The templates of each place (``echo_parts`` …) and what they show."""
    found: dict[str, Any] = {f"{place}_parts": list(_PARTS[place]) for place in places}
    for given in dict.fromkeys(one for place in places for one in _PARTS[place].values()):
        found |= given(notice, actor)
    return found
