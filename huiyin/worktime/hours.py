"""Hours as people write them: ``09:00-12:00 13:00-18:00``; and as tables keep them."""

import re
from collections.abc import Sequence
from datetime import time

from huiyin.core.calendar import Hours

Stored = Sequence[Sequence[str]]

_INTERVAL = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–~～至]\s*([01]?\d|2[0-4]):([0-5]\d)")
_BETWEEN = re.compile(r"[\s,，;；、和]*")
OFF = ("", "休", "休息", "off", "-")
MIDNIGHT = "24:00"


class HoursError(ValueError):
    """Hours that cannot be read, or that overlap; the message quotes what is wrong."""


def parse(text: str) -> list[list[str]]:
    """Intervals in the form that is stored, ascending; an empty list for ``休`` or nothing.

    Raises ``HoursError`` (message in Chinese, for people).
    """
    text = text.strip().replace("：", ":")
    if text.lower() in OFF:
        return []
    found: list[list[str]] = []
    place = 0
    while place < len(text):
        match = _INTERVAL.match(text, place)
        if match is None:
            raise HoursError(f"“{text[place:]}”不是时段：应如 09:00-12:00 13:00-18:00，休息写“休”")
        begin, end = f"{int(match[1]):02}:{match[2]}", f"{int(match[3]):02}:{match[4]}"
        _in_order(found, begin, end)
        found.append([begin, end])
        gap = _BETWEEN.match(text, match.end())
        place = gap.end() if gap else match.end()
    return found


def _in_order(before: list[list[str]], begin: str, end: str) -> None:
    if end > MIDNIGHT or begin >= end or (before and begin < before[-1][1]):
        raise HoursError(f"“{begin}-{end}”：时段要先后相接，不重叠，止于 24:00")


def as_hours(stored: Stored) -> Hours:
    """Stored intervals as the core's; midnight at the end is ``00:00`` there."""
    return tuple((_time(begin), _time(end)) for begin, end in stored)


def say(stored: Stored) -> str:
    """Stored intervals as text that ``parse`` reads; empty when nothing is worked."""
    return " ".join(f"{begin}-{end}" for begin, end in stored)


def _time(text: str) -> time:
    return time(0) if text == MIDNIGHT else time.fromisoformat(text)
