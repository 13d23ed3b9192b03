"""Sums that may be added up in any order, and the largest of what makes them up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FIGURES = (
    "duties",
    "created",
    "dropped",
    "moved",
    "breaches",
    "calls",
    "called",
    "rungs",
    "pushes",
    "refusals",
    "guarded",
    "signings",
)
"""What is counted: duties (one per person), those that only the draft or only the past has, those
due at another time, breaches, duties to phone and people to be phoned, other rungs, interruptions,
acts that a condition refuses or that pass without meeting one, steps of sign-off."""

KEPT = 400
"""So many cases are listed of each kind, those with most people first."""

Cell = list[int]
"""Before, after, at least, at most."""

Row = tuple[int, str, str, str, str, str, str, str, str]
"""People (negative), birth, case, rule, verb, role, part, old due, new due."""


@dataclass(slots=True)
class Tally:
    """``cells``: (dimension, its value, figure) -> cell; ``days``: (person, day) -> pushes."""

    cells: dict[tuple[str, str, str], Cell] = field(default_factory=dict)
    days: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    lists: dict[str, list[Row]] = field(default_factory=dict)
    listed: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, figure: str, places: Iterable[tuple[str, str]], cell: Iterable[int]) -> None:
        """Add ``cell`` to ``figure`` in each of ``places`` (dimension, value)."""
        values = list(cell)
        if not any(values):
            return
        for dimension, value in places:
            known = self.cells.setdefault((dimension, value, figure), [0, 0, 0, 0])
            for number, more in enumerate(values):
                known[number] += more

    def count(self, name: str, number: int = 1) -> None:
        """Add to a plain count."""
        self.counts[name] = self.counts.get(name, 0) + number

    def keep(self, name: str, row: Row) -> None:
        """Remember a case; of many those with most people."""
        rows = self.lists.setdefault(name, [])
        rows.append(row)
        self.listed[name] = self.listed.get(name, 0) + 1
        if len(rows) >= 2 * KEPT:
            self._shorten(name)

    def push(self, person: int, day: int, side: int, number: int) -> None:
        """``person`` is interrupted ``number`` times on the day with this ordinal."""
        known = self.days.setdefault((person, day), [0, 0])
        known[side] += number

    def merge(self, other: "Tally") -> None:
        """Take in what another one counted; in any order the result is the same."""
        for (dimension, value, figure), cell in other.cells.items():
            self.add(figure, [(dimension, value)], cell)
        for key, pushes in other.days.items():
            known = self.days.setdefault(key, [0, 0])
            known[0] += pushes[0]
            known[1] += pushes[1]
        for name, rows in other.lists.items():
            self.lists.setdefault(name, []).extend(rows)
            self.listed[name] = self.listed.get(name, 0) + other.listed[name]
            self._shorten(name)
        for name, number in other.counts.items():
            self.count(name, number)

    def largest(self, name: str) -> list[Row]:
        """The listed cases of a kind, those with most people first."""
        return sorted(self.lists.get(name, ()))[:KEPT]

    def of(self, dimension: str) -> Mapping[str, Mapping[str, Cell]]:
        """The figures of each value of a dimension."""
        found: dict[str, dict[str, Cell]] = {}
        for (each, value, figure), cell in self.cells.items():
            if each == dimension:
                found.setdefault(value, {})[figure] = cell
        return found

    def _shorten(self, name: str) -> None:
        self.lists[name] = self.largest(name)
