"""What other topics add to the page of a period, by registration when the scenario starts."""

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import Period

Context = Callable[[Period, Person], Mapping[str, Any]]

_PANELS: dict[str, dict[str, Context]] = {}


def panel(kind: str, template: str, context: Context) -> None:
    """Show ``template`` on the page of periods of ``kind`` (``quarter``)."""
    _PANELS.setdefault(kind, {})[template] = context


def context(period: Period, actor: Person) -> dict[str, Any]:
    """The templates (``panels``) and what they show."""
    known = _PANELS.get(period.kind, {})
    found: dict[str, Any] = {"panels": list(known)}
    for given in known.values():
        found |= given(period, actor)
    return found
