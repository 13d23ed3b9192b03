"""One line typed while people talk, read as an action item: what, ``@who``, until when (pure)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

DAYS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
WEEKDAYS = "一二三四五六日天"

_OWNER = re.compile(r"@(\S+)")
_UNTIL = re.compile(r"(?P<day>\S+?)(?P<before>前|之前)?")
_WEEKDAY = re.compile(r"(下)?(?:周|星期|礼拜)([一二三四五六日天])")
_DATE = re.compile(r"(?:(\d{4})[-/年.])?(\d{1,2})[-/月.](\d{1,2})日?")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
_WEEK = 7


@dataclass(slots=True)
class Line:
    """What was read: ``name`` is who was meant, known or not; without a ``clock`` the day's end counts."""

    text: str = ""
    name: str = ""
    person: int | None = None
    day: date | None = None
    clock: time | None = None


def read(text: str, people: Mapping[str, int], today: date) -> Line:
    """The action item of ``text``; ``people`` are ids by name, the first name that fits counts.

    A date without a year is the next one that comes; 周四 is this week's, or next week's once it
    has passed; 下周四 is next week's.
    """
    line = Line()
    rest = _OWNER.sub(lambda found: _owner(line, found[1], people), text)
    words = [word for word in rest.split() if not _when(line, word, today)]
    line.text = " ".join(words)
    return line


def _owner(line: Line, said: str, people: Mapping[str, int]) -> str:
    """Take ``said`` as the owner; what is glued behind a known name stays with the text."""
    if line.name:
        return f"@{said}"
    known = max((name for name in people if said.startswith(name)), key=len, default="")
    line.name = known or said
    line.person = people.get(line.name)
    return f" {said[len(line.name) :]} "


def _when(line: Line, word: str, today: date) -> bool:
    match = _UNTIL.fullmatch(word)
    bare = match["day"] if match else word
    if line.clock is None and (clock := _CLOCK.fullmatch(bare)):
        line.clock = time(int(clock[1]), int(clock[2]))
        return True
    if line.day is None:
        line.day = _day(bare, today)
        return line.day is not None
    return False


def _day(word: str, today: date) -> date | None:
    if word in DAYS:
        return today + timedelta(days=DAYS[word])
    if match := _WEEKDAY.fullmatch(word):
        wanted = min(WEEKDAYS.index(match[2]), _WEEK - 1)
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=wanted + (_WEEK if match[1] else 0))
        return day if day >= today else day + timedelta(days=_WEEK)
    if match := _DATE.fullmatch(word):
        return _named(match, today)
    return None


def _named(match: re.Match[str], today: date) -> date | None:
    years = [int(match[1])] if match[1] else [today.year, today.year + 1]
    for year in years:
        try:
            day = date(year, int(match[2]), int(match[3]))
        except ValueError:
            continue
        if match[1] or day >= today:
            return day
    return None
