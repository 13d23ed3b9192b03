"""The outcome of a backtest as plain values: canonical, so that two runs have one hash."""

from collections.abc import Mapping
from typing import Any

from huiyin.core.replay.tally import Cell, Row, Tally
from huiyin.core.replay.world import World

VERSION = 1
DIMENSIONS = ("clause", "department", "month", "verb")
LISTS = (
    "created",
    "dropped",
    "moved",
    "refusals",
    "unknown_roles",
    "missing_facts",
    "recounted",
    "differences",
)
COLUMNS = ("people", "at", "case", "rule", "verb", "role", "part", "was", "would")
COUNTS = (
    "cases",
    "moments",
    "entries",
    "recorded",
    "differences",
    "recounted",
    "unknown_roles",
    "missing_facts",
)


def report(tally: Tally, world: World) -> dict[str, Any]:
    """Everything that was counted. Numbers are integers, instants ISO 8601 in UTC.

    A figure is ``[before, after, at least, at most]``; a list has at most ``tally.KEPT`` cases and
    says in ``total`` how many there are.
    """
    figures = tally.of("all").get("", {})
    return {
        "format": VERSION,
        "from": world.first.isoformat(),
        "until": world.until.isoformat(),
        "versions": sorted({policy.version for policy in world.in_span()}),
        "counts": {name: tally.counts.get(name, 0) for name in COUNTS},
        "figures": _sorted(figures),
        "by": {
            dimension: {
                value: _sorted(cells) for value, cells in sorted(tally.of(dimension).items())
            }
            for dimension in DIMENSIONS
        },
        "interruptions": _interruptions(tally, world),
        "lists": {name: _list(tally, name) for name in LISTS},
    }


def _sorted(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    return {figure: list(cells[figure]) for figure in sorted(cells)}


def _list(tally: Tally, name: str) -> dict[str, Any]:
    rows = [dict(zip(COLUMNS, _positive(row), strict=True)) for row in tally.largest(name)]
    return {"total": tally.listed.get(name, 0), "rows": rows}


def _positive(row: Row) -> tuple[Any, ...]:
    return (-row[0], *row[1:])


def _interruptions(tally: Tally, world: World) -> dict[str, Any]:
    """Person and day: how many there are with so many pushes, and how many are over the budget."""
    spread: dict[str, list[int]] = {}
    over, most, people = [0, 0], [0, 0], [set[int](), set[int]()]
    attention = world.draft.attention
    before = world.in_force(world.first).attention
    budgets = [before.budget if before else 0, attention.budget if attention else 0]
    for (person, _day), pushes in tally.days.items():
        for side, number in enumerate(pushes):
            if number:
                spread.setdefault(str(number), [0, 0])[side] += 1
                people[side].add(person)
                most[side] = max(most[side], number)
                over[side] += bool(budgets[side]) and number > budgets[side]
    return {
        "spread": {key: spread[key] for key in sorted(spread, key=int)},
        "over": over,
        "most": most,
        "people": [len(each) for each in people],
        "budgets": budgets,
    }
