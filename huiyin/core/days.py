"""Days of the calendar that a term names: the fifth of a month, its last working day, two days on.

Pure arithmetic in the calendar's zone; a clock time that is skipped or doubled when clocks are
changed is taken as Python's ``fold=0`` does.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from huiyin.core.calendar import Moment, WorkingCalendar
from huiyin.core.terms import END, By, Later, On, Unit

_MONTHS = 12
_LAST_YEAR = 9998
_ONE_DAY = timedelta(days=1)


def shifted(at: datetime, months: int, calendar: WorkingCalendar) -> datetime:
    """The same day and clock time so many months later or (negative) earlier, in UTC.

    A day that the month does not have is its last one. ``ValueError`` beyond the calendar.
    """
    local = at.astimezone(calendar.zone)
    year, month = divmod(local.year * _MONTHS + local.month - 1 + months, _MONTHS)
    day = _day(year, month + 1, local.day)
    return local.replace(year=day.year, month=day.month, day=day.day).astimezone(UTC)


def next_moment(term: By | Later | On, start: datetime, calendar: WorkingCalendar) -> Moment:
    """The first such moment after ``start``."""
    match term:
        case By():
            return Moment(_next_clock(term, start, calendar), provisional=False)
        case Later():
            return _later(term, start, calendar)
        case On():  # pragma: no branch - all kinds are named
            return _next_day(term, start, calendar)


def _next_clock(term: By, start: datetime, calendar: WorkingCalendar) -> datetime:
    local = start.astimezone(calendar.zone)
    ahead = 0 if term.weekday is None else (term.weekday - local.weekday()) % 7
    day = local.date() + timedelta(days=ahead)
    at = datetime.combine(day, term.at, calendar.zone)
    if at <= local:
        step = timedelta(days=1 if term.weekday is None else 7)
        at = datetime.combine(day + step, term.at, calendar.zone)
    return at.astimezone(UTC)


def _later(term: Later, start: datetime, calendar: WorkingCalendar) -> Moment:
    """Days are counted from the one after that of ``start``, whatever its hour."""
    day = start.astimezone(calendar.zone).date()
    if term.days.unit is Unit.DAY:
        return _moment(day + timedelta(days=term.days.amount), term, calendar)
    first, left = day, term.days.amount
    while left:
        day += _ONE_DAY
        left -= calendar.is_working_day(day)
    return _moment(day, term, calendar, first)


def _next_day(term: On, start: datetime, calendar: WorkingCalendar) -> Moment:
    local = start.astimezone(calendar.zone)
    found = (
        _moment(day, term, calendar, day if term.working else None)
        for year in range(local.year, _LAST_YEAR)
        for month in term.months
        if (year, month) >= (local.year, local.month)
        for day in _days_of(term, year, month, calendar)
    )
    return next(moment for moment in found if moment.at > start)


def _days_of(term: On, year: int, month: int, calendar: WorkingCalendar) -> Iterator[date]:
    """The day of one month; none when no day of it is worked and a worked one is asked for."""
    if not term.working:
        yield _day(year, month, term.day)
        return
    days = (_day(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))
    worked = [day for day in days if calendar.is_working_day(day)]
    yield from worked[-1:] if term.day == END else worked[term.day - 1 : term.day] or worked[-1:]


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _moment(
    day: date, term: Later | On, calendar: WorkingCalendar, counted: date | None = None
) -> Moment:
    """``day`` at the term's time; ``counted``: working days were counted from there."""
    at = datetime.combine(day, term.at, calendar.zone).astimezone(UTC)
    years = range(counted.year, day.year + 1) if counted else range(0)
    return Moment(at, provisional=not calendar.published.issuperset(years))
