"""The fast calendar equals one that walks minute by minute, and never runs backwards."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.tests.world import CALENDAR, DAYS, OFFICE, at

pytestmark = pytest.mark.req("Z07")

MINUTE = timedelta(minutes=1)
FIRST = at("2026-01-20 00:00")
STARTS = st.integers(0, 340 * 24 * 60).map(lambda minutes: FIRST + minutes * MINUTE)


def works(moment: datetime) -> bool:
    """Whether the minute that begins at ``moment`` is worked, told from the days alone."""
    day = DAYS.get(moment.date(), "workday" if moment.weekday() < 5 else "holiday")
    spans = {"holiday": (), "workday": OFFICE}[day] if isinstance(day, str) else day
    return any(begin <= moment.time() < end for begin, end in spans)


def worked_on(day: date) -> bool:
    noon = datetime.combine(day, OFFICE[0][0], CALENDAR.zone)
    return works(noon)


def walk(moment: datetime, step: timedelta, minutes: int) -> datetime:
    """The nearest instant with ``minutes`` of work between ``moment`` and it."""
    left = minutes
    while left:
        left -= works(moment if step > timedelta(0) else moment + step)
        moment += step
    return moment


def walk_days(moment: datetime, days: int) -> datetime:
    while not works(moment):
        moment += MINUTE
    day = moment.date()
    while days:
        day += timedelta(days=1)
        days -= worked_on(day)
    return datetime.combine(day, moment.time(), CALENDAR.zone)


def walk_days_back(moment: datetime, days: int) -> datetime:
    while not works(moment - MINUTE):
        moment -= MINUTE
    day = moment.date()
    while days:
        day -= timedelta(days=1)
        days -= worked_on(day)
    return datetime.combine(day, moment.time(), CALENDAR.zone)


@given(STARTS, st.integers(1, 3000))
def test_working_time_equals_the_walk(start: datetime, minutes: int) -> None:
    amount = minutes * MINUTE
    assert CALENDAR.add_working_time(start, amount).at == walk(start, MINUTE, minutes)
    assert CALENDAR.take_working_time(start, amount).at == walk_back(start, minutes)


def walk_back(moment: datetime, minutes: int) -> datetime:
    return walk(moment, -MINUTE, minutes)


@given(STARTS, st.integers(1, 15))
def test_working_days_equal_the_walk(start: datetime, days: int) -> None:
    assert CALENDAR.add_working_days(start, days).at == walk_days(start, days)
    assert CALENDAR.take_working_days(start, days).at == walk_days_back(start, days)


@given(STARTS, st.integers(0, 20_000), st.integers(1, 12), st.integers(0, 3))
def test_later_or_longer_is_never_earlier(
    start: datetime, delay: int, amount: int, more: int
) -> None:
    later = start + delay * MINUTE
    hours, longer = timedelta(hours=amount), timedelta(hours=amount + more)
    assert CALENDAR.add_working_days(start, amount).at <= (
        CALENDAR.add_working_days(later, amount + more).at
    )
    assert CALENDAR.add_working_time(start, hours).at <= CALENDAR.add_working_time(later, longer).at
    assert CALENDAR.add_working_time(start, hours).at > start
