"""What a clause says about time, as values and as the grammar spells it.

The grammar is closed (design 4): ``1h 30min 2d 2wd 4wh 1mo`` · ``3d before starts_at`` · ``2h
after occurred_at`` · ``by 17:00`` · ``by fri 17:00`` · ``by 1wd 12:00`` · ``by month 5 18:00`` ·
``by quarter end 18:00`` · ``by jun,dec end 18:00`` · ``by month 3wd 18:00`` · ``by reply_by`` ·
``every 30min until incidents.resolved``; ``every`` takes a length of time or any moment that may
follow ``by``, but a fact.
"""

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from huiyin.core.phrase import phrase


class Unit(StrEnum):
    """Elapsed units (``min h d mo``) and working ones (``wd wh``): they never mix (design 4)."""

    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    WORKING_DAY = "wd"
    WORKING_HOUR = "wh"
    MONTH = "mo"


@dataclass(frozen=True, slots=True)
class Duration:
    """``2h``, ``30min``, ``2wd``: a positive amount of one unit."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Within:
    """``2h``: so long after the event; the last second still counts."""

    duration: Duration


@dataclass(frozen=True, slots=True)
class Before:
    """``3d before starts_at``: a lead time before the instant in a fact."""

    duration: Duration
    fact: str


@dataclass(frozen=True, slots=True)
class After:
    """``2h after occurred_at``: so long after the instant in a fact, whenever it was recorded."""

    duration: Duration
    fact: str


@dataclass(frozen=True, slots=True)
class By:
    """``by 17:00``, ``by fri 17:00`` (``weekday`` 0 = Monday): the next such wall-clock time."""

    at: time
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """``by 1d 12:00``, ``by 1wd 18:00``: that time on the so-manieth (working) day afterwards."""

    at: time
    days: Duration


@dataclass(frozen=True, slots=True)
class On:
    """``by month 5 18:00``, ``by jun,dec end 18:00``: the next such day of these months (1 to 12).

    ``day`` counts from 1; ``END`` and what a month does not have are its last. ``working`` counts
    working days: ``3wd`` is the third, ``endwd`` the last. A day off is not moved.
    """

    at: time
    months: tuple[int, ...]
    day: int
    working: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """``by reply_by``: the instant that a fact of the event holds."""

    fact: str


Beat = Duration | By | Later | On
"""What a rhythm goes by: a length of time, or a moment that comes again."""


@dataclass(frozen=True, slots=True)
class Every:
    """``every 30min until incidents.resolved``, ``every month 5 18:00 until …``: ends some day."""

    beat: Beat
    until: str


Term = Within | Before | After | By | Later | On | At | Every


class TermError(ValueError):
    """A term that the grammar does not know, or a fact it needs and does not find."""


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
END = 31
"""The last day of any month."""
EVERY_MONTH = tuple(range(1, 13))
FIRST_OF_QUARTER = (1, 4, 7, 10)
LAST_OF_QUARTER = (3, 6, 9, 12)

_DURATION = re.compile(r"([0-9]{1,4})(min|h|d|wd|wh|mo)")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_DAY = re.compile(r"(?:(?P<nth>[1-9]|[12][0-9]|3[01])|(?P<end>end))(?P<working>wd)?")
_DAYS = {Unit.DAY, Unit.WORKING_DAY}


def parse_duration(text: str, *, zero: bool = False) -> Duration:
    """``30min 2h 2d 2wd 4wh 1mo`` as a value; ``TermError`` names what is wrong.

    ``0min`` (at once) passes only with ``zero``.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise TermError(
            phrase(
                "“%(text)s”不是时长：应为数字加 min、h、d、wd、wh 或 mo，如 30min、2wd", text=text
            )
        )
    amount = int(match[1])
    if amount == 0 and not zero:
        raise TermError(phrase("“%(text)s”：时长必须大于零", text=text))
    return Duration(amount, Unit(match[2]))


def parse_term(text: str) -> Term:
    """Any term of the grammar as a value; ``TermError`` names what is wrong."""
    words = text.split()
    match words:
        case [duration]:
            return Within(parse_duration(duration))
        case [duration, "before" | "after" as side, fact]:
            kind = Before if side == "before" else After
            return kind(parse_duration(duration), _fact_name(fact, "starts_at"))
        case ["by", fact] if not fact[0].isdigit():
            return At(_fact_name(fact, "reply_by"))
        case ["by", *moment]:
            return _moment(moment, text)
        case ["every", duration, "until", kind] if ":" not in duration:
            return Every(parse_duration(duration), _event_name(kind))
        case ["every", *moment, "until", kind]:
            return Every(_moment(moment, text), _event_name(kind))
        case _:
            raise _no_term(text)


def _moment(words: list[str], text: str) -> By | Later | On:
    """What may follow ``by`` and ``every``: the days, and the time on them."""
    match words:
        case [clock]:
            return By(_clock_time(clock))
        case [day, clock] if day[0].isdigit():
            return Later(_clock_time(clock), _days_later(day))
        case [day, clock]:
            return By(_clock_time(clock), _weekday(day))
        case [months, day, clock]:
            return _on(months, day, clock)
        case _:
            raise _no_term(text)


def _weekday(word: str) -> int:
    if word not in WEEKDAYS:
        raise TermError(
            phrase("“%(word)s”不是星期：应为 %(names)s 之一", word=word, names=" ".join(WEEKDAYS))
        )
    return WEEKDAYS.index(word)


def _days_later(word: str) -> Duration:
    days = parse_duration(word)
    if days.unit not in _DAYS:
        raise TermError(phrase("“%(word)s”不是天数：应如 1d、1wd", word=word))
    return days


def _on(months: str, day: str, clock: str) -> On:
    match = _DAY.fullmatch(day)
    if match is None:
        raise TermError(
            phrase("“%(day)s”不是日子：应为 1 到 31、end（最后一天）、3wd 或 endwd", day=day)
        )
    ends, working = bool(match["end"]), bool(match["working"])
    nth = END if ends else int(match["nth"])
    return On(_clock_time(clock), _months(months, ends=ends), nth, working)


def _months(word: str, *, ends: bool) -> tuple[int, ...]:
    """``quarter`` is its last month where its end is meant, else its first."""
    if word == "month":
        return EVERY_MONTH
    if word == "quarter":
        return LAST_OF_QUARTER if ends else FIRST_OF_QUARTER
    named = word.split(",")
    if not set(named) <= set(MONTHS) or len(set(named)) < len(named):
        raise TermError(phrase("“%(word)s”不是月份：应为 month、quarter，或如 jun,dec", word=word))
    return tuple(sorted(MONTHS.index(name) + 1 for name in named))


def _fact_name(text: str, example: str) -> str:
    if _NAME.fullmatch(text) is None:
        raise TermError(
            phrase("“%(text)s”不是事实名：应如 %(example)s", text=text, example=example)
        )
    return text


def _event_name(text: str) -> str:
    if _KIND.fullmatch(text) is None:
        raise TermError(phrase("“%(text)s”不是事件名：应如 incidents.resolved", text=text))
    return text


def _clock_time(text: str) -> time:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise TermError(phrase("“%(text)s”不是钟点：应如 17:00", text=text))
    return time(int(match[1]), int(match[2]))


def _no_term(text: str) -> TermError:
    return TermError(
        phrase(
            "“%(text)s”不是期限：应如 2wd、3d before starts_at、2h after occurred_at、by 17:00、"
            "by fri 17:00、by month 5 18:00、by jun,dec end 18:00、by reply_by 或 "
            "every 30min until incidents.resolved",
            text=text,
        )
    )
