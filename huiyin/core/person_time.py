"""One person's working time: the calendar they keep, but for their shifts and their leave (Z07)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from huiyin.core.calendar import Day, Hours, Interval, WorkingCalendar

Span = tuple[datetime, datetime]

SHIFT = "排班"
LEAVE = "请假"
LONGEST = 3 * 366
"""Days of one leave that are looked at; what lasts longer is no leave but a departure."""

_MIDNIGHT = time(0)


def of_person(
    calendar: WorkingCalendar, shifts: Mapping[date, Hours], leave: Iterable[Span]
) -> WorkingCalendar:
    """``calendar`` with ``shifts`` in place of those days' hours, less the hours of ``leave``."""
    days: dict[date, Day] = dict(shifts)
    titles = dict.fromkeys(shifts, SHIFT)
    for begin, end in leave:
        first, last = begin.astimezone(calendar.zone), end.astimezone(calendar.zone)
        for day in _days(first.date(), last.date()):
            worked = days.get(day)
            hours = worked if isinstance(worked, tuple) else calendar.hours_on(day)
            left = _less(hours, day, first, last, calendar)
            if left != hours:
                days[day] = left
                titles[day] = LEAVE
    return calendar.altered(days, titles) if days else calendar


def _days(first: date, last: date) -> Iterable[date]:
    count = min((last - first).days, LONGEST)
    return (first + timedelta(days=n) for n in range(count + 1))


def _less(
    hours: Hours, day: date, begin: datetime, end: datetime, calendar: WorkingCalendar
) -> Hours:
    """``hours`` of ``day`` without what lies between ``begin`` and ``end`` (local instants)."""
    left: list[Interval] = []
    for start, stop in hours:
        opens = datetime.combine(day, start, calendar.zone)
        closes = datetime.combine(day, stop, calendar.zone)
        if stop == _MIDNIGHT:
            closes += timedelta(days=1)
        if opens < min(begin, closes):
            left.append((start, min(begin, closes).timetz().replace(tzinfo=None)))
        if max(end, opens) < closes:
            left.append((max(end, opens).timetz().replace(tzinfo=None), stop))
    return tuple(left)
