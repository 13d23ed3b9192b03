"""The values of a sentence that must not change on the way: dates, times, amounts, names."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a value is about; only values of comparable kinds can contradict one another."""

    DATE = "date"
    TIME = "time"
    WEEKDAY = "weekday"
    DURATION = "duration"
    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    NUMBER = "number"
    PERSON = "person"
    DEPARTMENT = "department"
    PLACE = "place"


class Bound(StrEnum):
    """On which side of a value the sentence lies."""

    NONE = ""
    LEAST = "least"
    MOST = "most"
    BEFORE = "before"
    AFTER = "after"


Part = int | str | bool | Decimal | None


@dataclass(frozen=True, slots=True)
class Value:
    """One value and the words it was read from.

    ``parts`` depend on the kind. Date: year, month, first day, last day. Time: minute of the day,
    whether the half of the day is known, how many minutes later it may be. Else: number and unit,
    or the name. ``needed`` is false for what may be left out without losing the point.
    """

    kind: Kind
    parts: tuple[Part, ...]
    text: str
    start: int
    end: int
    bound: Bound = Bound.NONE
    needed: bool = True


Reader = Callable[[str], Iterator[Value]]
NEXT_DAY: tuple[Part, ...] = (None, None, None, None)
"""次日: the day after the date before it, whichever that is."""


def value(
    kind: Kind, parts: tuple[Part, ...], match: re.Match[str], *, needed: bool = True
) -> Value:
    """What ``match`` found."""
    return Value(kind, parts, match[0], match.start(), match.end(), needed=needed)
