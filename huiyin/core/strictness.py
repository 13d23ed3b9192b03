"""Which of two terms is never the later one, as far as that is certain in every calendar.

Working time passes no faster than time itself, and a working day is at least a day: ``4h`` is never
later than ``4wh``, ``24h`` never later than ``1wd``. Working hours and working days cannot be
compared, nor what counts from different moments. Changes of the clocks are left out.
"""

from collections.abc import Mapping
from datetime import timedelta

from huiyin.core.terms import (
    After,
    At,
    Beat,
    Before,
    By,
    Duration,
    Every,
    Later,
    On,
    Term,
    Unit,
    Within,
)

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
_YEAR = 12
_FEWEST = (0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334)
_MOST = (0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337)
"""Days that so many months following one another can have."""
_LEAP_YEAR, _PLAIN_YEAR = 366, 365


def least(duration: Duration) -> timedelta:
    """The shortest time that ``duration`` can take, when all of it is worked."""
    if duration.unit is Unit.MONTH:
        years, months = divmod(duration.amount, _YEAR)
        return timedelta(days=years * _PLAIN_YEAR + _FEWEST[months])
    return duration.amount * _LEAST[duration.unit]


def most(duration: Duration) -> timedelta | None:
    """The longest time that it can take; ``None`` where that hangs on what is worked."""
    if duration.unit is Unit.MONTH:
        years, months = divmod(duration.amount, _YEAR)
        return timedelta(days=years * _LEAP_YEAR + _MOST[months])
    return least(duration) if is_elapsed(duration) else None


def is_elapsed(duration: Duration) -> bool:
    """Whether it takes the same time whenever it begins."""
    return duration.unit in _LENGTH


def never_longer(one: Duration, other: Duration) -> bool:
    """Whether ``one`` ends no later than ``other`` from any start and in any calendar."""
    if one.unit is other.unit:
        return one.amount <= other.amount
    longest = most(one)
    return longest is not None and longest <= least(other)


def never_later(one: Term | None, other: Term | None) -> bool:
    """Whether ``one`` is due no later than ``other`` for every event; no term at all is never due."""
    if other is None or one == other:
        return True
    match one, other:
        case Within(length), Within(limit):
            return never_longer(length, limit)
        case Every(beat, until), Every(pause, same):
            return until == same and _never_slower(beat, pause)
        case (Before() | At() | After(), Before() | At() | After()):
            return one.fact == other.fact and _sooner(one, other)
        case By() | Later() | On(), By() | Later() | On() | Within():
            return _next_comes_first(one, other)
        case _:
            return False


def longest_wait(moment: By | Later | On) -> timedelta | None:
    """How long the next such moment can be away; ``None`` where that hangs on what is worked."""
    match moment:
        case By():
            return _ONE_DAY if moment.weekday is None else _ONE_WEEK
        case Later(_, days):
            wait = most(days)
            return None if wait is None else wait + _ONE_DAY
        case On():  # pragma: no branch - all kinds are named
            return None if moment.working else timedelta(days=_widest_gap(moment.months))


def _widest_gap(months: tuple[int, ...]) -> int:
    """Days from the same day of one of the months to that of the next."""
    following = (*months[1:], months[0] + _YEAR)
    gaps = [later - month for month, later in zip(months, following, strict=True)]
    return max(_LEAP_YEAR if gap == _YEAR else _MOST[gap] for gap in gaps)


def _never_slower(one: Beat, other: Beat) -> bool:
    """The same for what rhythms go by."""
    if isinstance(one, Duration):
        return isinstance(other, Duration) and never_longer(one, other)
    return one == other or (not isinstance(other, Duration) and _next_comes_first(one, other))


def _sooner(one: Before | At | After, other: Before | At | After) -> bool:
    """The same for terms of the same fact: before it, at it, after it."""
    if isinstance(one, After):
        return isinstance(other, After) and never_longer(one.duration, other.duration)
    if isinstance(one, Before) and isinstance(other, Before):
        return never_longer(other.duration, one.duration)
    return not isinstance(other, Before)


def stronger_needs(one: str, other: str) -> bool:
    """Whether an answer that is enough for ``one`` is always enough for ``other``."""
    return one == other or not other or one == "understood"


def _next_comes_first(one: By | Later | On, other: By | Later | On | Within) -> bool:
    """Whether the next moment like ``one`` is never later than ``other``."""
    match one, other:
        case _, Within(limit):
            wait = longest_wait(one)
            return wait is not None and wait <= least(limit)
        case By(at, None), (By(same) | Later(same) | On(same)):
            return at == same
        case Later(at, days), Later(same, limit):
            return (
                at == same
                and (days.unit, limit.unit) != (Unit.WORKING_DAY, Unit.DAY)
                and (days.amount <= limit.amount)
            )
        case On(at, months, day, working), On(same, others, limit, worked):
            alike = (at, day, working) == (same, limit, worked)
            return alike and set(months) >= set(others)
        case _:
            return False
