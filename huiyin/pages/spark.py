"""A sparkline as numbers for inline SVG: no library, no drawing in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.pages.queries import Week

WIDTH = 132
HEIGHT = 40
MARGIN = 4


@dataclass(frozen=True, slots=True)
class Spark:
    """``share`` is the last week's percentage (None: nothing was due); the rest draws the line."""

    share: int | None
    points: str
    last_x: int
    last_y: int
    weeks: int


def of(weeks: Sequence[Week], share: int | None) -> Spark:
    """The line over ``weeks``; its scale runs from 0 to 100 per cent."""
    if not weeks:
        return Spark(share, "", 0, 0, 0)
    step = (WIDTH - 2 * MARGIN) / max(len(weeks) - 1, 1)
    places = [
        (round(MARGIN + step * at), round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * _part(week)))
        for at, week in enumerate(weeks)
    ]
    points = " ".join(f"{x},{y}" for x, y in places)
    return Spark(share, points, *places[-1], len(weeks))


def share_of(week: Week | None) -> int | None:
    """The percentage on time, rounded down; ``None`` when nothing was due."""
    return None if week is None or not week.total else 100 * week.on_time // week.total


def _part(week: Week) -> float:
    return week.on_time / week.total if week.total else 0.0
