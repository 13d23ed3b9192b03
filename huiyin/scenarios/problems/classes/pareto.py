"""A Pareto chart as an SVG: bars from the most frequent down, the line of the running share."""

from dataclasses import dataclass

from huiyin.scenarios.problems.classes.counting import Figure

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 36, 44, 28, 56
MOST = 10
VITAL = 80
"""The share (percent) at which the few that matter most end."""
LABEL = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One frequent problem as it is drawn; lengths are units of the view box."""

    figure: Figure
    label: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    knot: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, the points of the line, and where the 80 percent lie."""

    bars: list[Bar]
    points: str
    vital: float
    top: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    ground: int = HEIGHT - BOTTOM
    ceiling: int = TOP


def draw(figures: list[Figure], unnamed: str) -> Chart | None:
    """The ten most frequent; ``unnamed`` is what those without a topic are called."""
    shown = figures[:MOST]
    if not shown:
        return None
    top = max(one.number for one in shown)
    room = (WIDTH - LEFT - RIGHT) / len(shown)
    bars = [_bar(one, place, room, top, unnamed) for place, one in enumerate(shown)]
    points = " ".join(f"{bar.middle:.1f},{bar.knot:.1f}" for bar in bars)
    return Chart(bars, points, _height(VITAL, 100), top)


def _bar(figure: Figure, place: int, room: float, top: int, unnamed: str) -> Bar:
    width = min(room * 0.62, 64.0)
    middle = LEFT + room * (place + 0.5)
    y = _height(figure.number, top)
    name = figure.topic or unnamed
    label = name if len(name) <= LABEL else f"{name[: LABEL - 1]}…"
    return Bar(
        figure,
        label,
        round(middle - width / 2, 1),
        round(y, 1),
        round(width, 1),
        round(HEIGHT - BOTTOM - y, 1),
        round(middle, 1),
        round(_height(figure.share, 100), 1),
    )


def _height(value: int, most: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most
