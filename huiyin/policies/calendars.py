"""Real calendars from the library ``holidays``: statutory days off and make-up workdays 调休."""

from datetime import date, time
from functools import lru_cache

import holidays

from huiyin.core.calendar import Day, Hours, WorkingCalendar
from huiyin.kit import clock

OFFICE_HOURS: Hours = ((time(9), time(12)), (time(13), time(18)))
"""What a plain office works; an organisation's own hours replace it."""


@lru_cache(maxsize=8)
def chinese_calendar(first_year: int, last_year: int) -> WorkingCalendar:
    """The mainland's statutory calendar, Monday to Friday in office hours, Asia/Shanghai.

    A year counts as published when its make-up workdays are known: the State Council announces
    them every autumn, the library answers for any year but has none before that.
    """
    years = range(first_year, last_year + 1)
    known = holidays.country_holidays("CN", years=years)
    made_up = sorted(day for day in known.weekend_workdays if first_year <= day.year <= last_year)
    days: dict[date, Day] = dict.fromkeys(known, "holiday")
    days.update(dict.fromkeys(made_up, "workday"))
    return WorkingCalendar(
        "Asia/Shanghai",
        dict.fromkeys(range(5), OFFICE_HOURS),
        days,
        {day.year for day in made_up},
    )


def current() -> WorkingCalendar:
    """The calendar that deadlines are derived from: some years back and ahead of today."""
    year = clock.now().year
    return chinese_calendar(year - YEARS_BACK, year + YEARS_AHEAD)


YEARS_BACK = 3
"""More than what must be kept, so that old duties derive as they did."""

YEARS_AHEAD = 2
