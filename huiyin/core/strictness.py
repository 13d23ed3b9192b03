"""Which of two terms is never the later one, as far as that is certain in every calendar.

Working time passes no faster than time itself, and a working day is at least a day: ``4h`` is never
later than ``4wh``, ``24h`` never later than ``1wd``. Working hours and working days cannot be
compared, nor what counts from different moments. Changes of the clocks are left out.
"""

from collections.abc import Mapping
from datetime import timedelta

from huiyin.core.due import After, At, Before, By, Duration, Every, Term, Unit, Within

_LENGTH: Mapping[Unit, timedelta] = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
}
_LEAST: Mapping[Unit, timedelta] = {
    **_LENGTH,
    Unit.WORKING_HOUR: timedelta(hours=1),
    Unit.WORKING_DAY: timedelta(days=1),
}
_ONE_DAY, _ONE_WEEK = timedelta(days=1), timedelta(weeks=1)


def least(duration: Duration) -> timedelta:
    """The shortest time that ``duration`` can take, when all of it is worked."""
    return duration.amount * _LEAST[duration.unit]


def is_elapsed(duration: Duration) -> bool:
    """Whether it takes the same time whenever it begins."""
    return duration.unit in _LENGTH


def never_longer(one: Duration, other: Duration) -> bool:
    """Whether ``one`` ends no later than ``other`` from any start and in any calendar."""
    if one.unit is other.unit:
        return one.amount <= other.amount
    return is_elapsed(one) and least(one) <= least(other)


def never_later(one: Term | None, other: Term | None) -> bool:
    """Whether ``one`` is due no later than ``other`` for every event; no term at all is never due."""
    if other is None or one == other:
        return True
    match one, other:
        case Within(length), Within(limit):
            return never_longer(length, limit)
        case (After(length, start), After(limit, same)) | (
            Every(length, start),
            Every(limit, same),
        ):
            return start == same and never_longer(length, limit)
        case (Before() | At(), Before() | At() | After()):
            return one.fact == other.fact and _sooner(one, other)
        case By(), By() | Within():
            return _next_comes_first(one, other)
        case _:
            return False


def _sooner(one: Before | At, other: Before | At | After) -> bool:
    """The same for terms of the same fact: before it, at it, after it."""
    if isinstance(one, Before) and isinstance(other, Before):
        return never_longer(other.duration, one.duration)
    return not isinstance(other, Before)


def stronger_needs(one: str, other: str) -> bool:
    """Whether an answer that is enough for ``one`` is always enough for ``other``."""
    return one == other or not other or one == "understood"


def _next_comes_first(one: By, other: By | Within) -> bool:
    """Whether the next such clock time is never later than another one, or than so long a wait."""
    if isinstance(other, By):
        return one.at == other.at and one.weekday is None
    return (_ONE_DAY if one.weekday is None else _ONE_WEEK) <= least(other.duration)
