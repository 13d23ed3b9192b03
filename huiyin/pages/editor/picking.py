"""Choices of one row: those of the scenario whose event it waits for come first."""

from dataclasses import dataclass
from typing import Any

from huiyin.pages.editor.choices import Choices, Offer, scenario_of
from huiyin.pages.editor.controls import Control, grouped


@dataclass(frozen=True, slots=True)
class Picker:
    """The row at ``place`` of a clause; ``scenario`` overrules that of its own event."""

    place: str
    row: dict[str, Any]
    chosen: Choices
    scenario: str = ""

    def event(self, name: str, label: str, none: str = "") -> Control:
        """An event."""
        return self.event_at(f"{self.place}.{name}", self._said(name), label, none)

    def event_at(self, name: str, value: str, label: str, none: str = "") -> Control:
        """An event at a place of its own."""
        return self._control(self.chosen.events, name, value, label, none)

    def role(self, name: str, label: str, default: str = "") -> Control:
        """Somebody."""
        value = self._said(name) or default
        return self._control(self.chosen.roles, f"{self.place}.{name}", value, label)

    def verb(self, name: str, label: str) -> Control:
        """Something to do."""
        return self._control(self.chosen.verbs, f"{self.place}.{name}", self._said(name), label)

    def inner(self, place: str, row: dict[str, Any]) -> "Picker":
        """A row within this one."""
        return Picker(f"{self.place}.{place}", row, self.chosen, self._scenario())

    def _control(self, offer: Offer, name: str, value: str, label: str, none: str = "") -> Control:
        return grouped(name, value, label, offer.near(self._scenario(), value), none=none)

    def _scenario(self) -> str:
        return self.scenario or scenario_of(self._said("on"))

    def _said(self, name: str) -> str:
        return str(self.row.get(name) or "")
