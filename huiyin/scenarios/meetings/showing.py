"""What topics add to the page of a meeting and to the calendar, each by registration at start-up.

Places of the meeting's page: ``head`` (buttons beside the title), ``top`` (before everything),
``main`` (the wide column: agenda, resolutions, minutes), ``side`` (the narrow one: preparation,
clocks), ``below``. ``beside`` adds to the column beside the week, ``before`` to the form. A panel
has a template and a context.

A case of this scenario that is no meeting (a talk, a period) has a page of its own: ``page``
says which, and ``meetings:show`` leads there.
"""

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.cases.models import Case
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import Meeting
from huiyin.scenarios.meetings.plan import Plan

Context = Callable[[Meeting, Person], Mapping[str, Any]]
BesideContext = Callable[[Person], Mapping[str, Any]]
BeforeContext = Callable[[Plan, Person], Mapping[str, Any]]

PLACES = ("head", "top", "main", "side", "below")

_PANELS: dict[str, dict[str, Context]] = {place: {} for place in PLACES}
_BESIDE: dict[str, BesideContext] = {}
_BEFORE: dict[str, BeforeContext] = {}
_PAGES: dict[type[Case], str] = {}


def panel(place: str, template: str, context: Context) -> None:
    """Show ``template`` at ``place``; ``KeyError`` for a place that the page does not have."""
    _PANELS[place][template] = context


def beside(template: str, context: BesideContext) -> None:
    """Show ``template`` in the column beside the calendar."""
    _BESIDE[template] = context


def before(template: str, context: BeforeContext) -> None:
    """Show ``template`` in the form while a meeting is planned; its plan may lack words still."""
    _BEFORE[template] = context


def page(model: type[Case], url_name: str) -> None:
    """Say which view shows the cases of ``model``; it takes the case's id."""
    _PAGES[model] = url_name


def pages() -> Mapping[type[Case], str]:
    """The kinds of cases that have pages of their own."""
    return _PAGES


def context(meeting: Meeting, actor: Person) -> dict[str, Any]:
    """The templates of each place (``main_panels`` …) and what they show."""
    found: dict[str, Any] = {f"{place}_panels": list(_PANELS[place]) for place in PLACES}
    for given in dict.fromkeys(one for place in PLACES for one in _PANELS[place].values()):
        found |= given(meeting, actor)
    return found


def beside_context(actor: Person) -> dict[str, Any]:
    """The templates beside the calendar (``beside_panels``) and what they show."""
    found: dict[str, Any] = {"beside_panels": list(_BESIDE)}
    for given in dict.fromkeys(_BESIDE.values()):
        found |= given(actor)
    return found


def before_context(plan: Plan, actor: Person) -> dict[str, Any]:
    """The templates of the form (``before_panels``) and what they show."""
    found: dict[str, Any] = {"before_panels": list(_BEFORE)}
    for given in dict.fromkeys(_BEFORE.values()):
        found |= given(plan, actor)
    return found
