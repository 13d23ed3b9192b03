"""A period in pieces that a roll-up answers each: whole years, quarters, months, weeks, single days.

A month of which only a small part is missing is taken whole, and the missing days are taken off again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from huiyin.insight.compliance import periods
from huiyin.insight.compliance.periods import DAY, Period

UNITS = ("week", "month", "quarter", "year")
"""The roll-ups above the day."""

_LARGE = ("year", "quarter", "month")


@dataclass(frozen=True, slots=True)
class Days:
    """Single days, added (``sign`` 1) or taken off again (-1)."""

    first: date
    last: date
    sign: int = 1


@dataclass(slots=True)
class Cut:
    """The pieces of a period; together they count each of its days once."""

    rolled: dict[str, list[Period]] = field(default_factory=lambda: {unit: [] for unit in UNITS})
    days: list[Days] = field(default_factory=list)

    def running(self, today: date) -> list[Period]:
        """The rolled pieces that hold ``today``."""
        every = [one for pieces in self.rolled.values() for one in pieces]
        return [one for one in every if one.first <= today <= one.last]


def cut(period: Period, by: Sequence[str]) -> Cut:
    """``period`` in as few pieces as figures split ``by`` these keys allow."""
    if "week" in by or period.kind == "week":
        return _by_weeks(period)
    made = Cut()
    units = ("month",) if "month" in by else _LARGE
    day = period.first
    while day <= period.last:
        whole = _whole(day, period.last, units)
        if whole is not None:
            made.rolled[whole.kind].append(whole)
            day = whole.last + DAY
            continue
        month = periods.of("month", day)
        last = min(month.last, period.last)
        _part_of(month, Period("own", day, last), made)
        day = last + DAY
    return made


def _whole(day: date, last: date, units: Sequence[str]) -> Period | None:
    """The largest unit that begins on ``day`` and ends by ``last``."""
    found = (periods.of(unit, day) for unit in units)
    return next((one for one in found if one.first == day and one.last <= last), None)


def _part_of(month: Period, part: Period, made: Cut) -> None:
    missing = list(_missing(month, part))
    if sum(_length(one) for one in missing) >= _length(Days(part.first, part.last)):
        made.days.append(Days(part.first, part.last))
        return
    made.rolled["month"].append(month)
    made.days += missing


def _missing(month: Period, part: Period) -> Iterator[Days]:
    if month.first < part.first:
        yield Days(month.first, part.first - DAY, -1)
    if part.last < month.last:
        yield Days(part.last + DAY, month.last, -1)


def _length(days: Days) -> int:
    return (days.last - days.first).days + 1


def _by_weeks(period: Period) -> Cut:
    made = Cut()
    day = period.first
    while day <= period.last:
        week = periods.of("week", day)
        if week.first == day and week.last <= period.last:
            made.rolled["week"].append(week)
        else:
            made.days.append(Days(day, min(week.last, period.last)))
        day = week.last + timedelta(days=1)
    return made
