from datetime import date, time, timedelta

import pytest

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.tests.world import CALENDAR, OFFICE, WEEK, at, said

pytestmark = pytest.mark.req("Z07")


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-11-23 09:00", 1, "2026-11-24 09:00:00"),
        ("2026-11-20 17:20", 2, "2026-11-24 17:20:00"),
        ("2026-11-21 10:00", 2, "2026-11-25 09:00:00"),  # Saturday counts from Monday 09:00
        ("2026-11-23 08:59:59", 1, "2026-11-24 09:00:00"),
        ("2026-11-23 12:00", 1, "2026-11-24 13:00:00"),  # lunch has begun
        ("2026-11-23 11:59:59", 1, "2026-11-24 11:59:59"),
        ("2026-11-23 12:59:59", 1, "2026-11-24 13:00:00"),
        ("2026-11-23 17:59:59", 1, "2026-11-24 17:59:59"),
        ("2026-11-23 18:00", 1, "2026-11-25 09:00:00"),  # the day is over
        ("2026-02-13 17:20", 1, "2026-02-14 17:20:00"),  # a make-up Saturday
        ("2026-02-13 17:20", 2, "2026-02-24 17:20:00"),  # then the Spring Festival
        ("2026-09-30 10:00", 1, "2026-10-08 10:00:00"),
        ("2026-09-30 10:00", 3, "2026-10-10 10:00:00"),  # Thursday, Friday, make-up Saturday
        ("2026-12-23 15:00", 1, "2026-12-24 15:00:00"),  # the same clock time, though a half day
        ("2026-12-24 15:00", 1, "2026-12-28 09:00:00"),  # the half day was over
        ("2025-12-31 10:00", 1, "2026-01-01 10:00:00"),
    ],
)
def test_working_days_later(start: str, days: int, expected: str) -> None:
    moment = CALENDAR.add_working_days(at(start), days)
    assert said(moment.at) == expected
    assert not moment.provisional


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-11-23 09:00", 180, "2026-11-23 12:00:00"),  # not 13:00: it is done at noon
        ("2026-11-23 09:00", 181, "2026-11-23 13:01:00"),
        ("2026-11-23 11:59:59", 60, "2026-11-23 13:59:59"),
        ("2026-11-23 12:30", 60, "2026-11-23 14:00:00"),
        ("2026-11-23 14:00", 240, "2026-11-23 18:00:00"),
        ("2026-11-23 14:00:01", 240, "2026-11-24 09:00:01"),
        ("2026-11-20 16:00", 8 * 60, "2026-11-23 16:00:00"),
        ("2026-11-21 10:00", 16 * 60, "2026-11-24 18:00:00"),
        ("2026-02-13 17:00", 9 * 60, "2026-02-14 18:00:00"),
        ("2026-02-14 17:00", 120, "2026-02-24 10:00:00"),
        ("2026-12-24 11:00", 120, "2026-12-25 10:00:00"),
        ("2025-12-31 17:00", 120, "2026-01-01 10:00:00"),
    ],
)
def test_working_time_later(start: str, minutes: int, expected: str) -> None:
    assert said(CALENDAR.add_working_time(at(start), timedelta(minutes=minutes)).at) == expected


@pytest.mark.parametrize(
    ("end", "days", "expected"),
    [
        ("2026-11-25 10:00", 2, "2026-11-23 10:00:00"),
        ("2026-11-23 10:00", 1, "2026-11-20 10:00:00"),
        ("2026-11-21 10:00", 1, "2026-11-19 18:00:00"),  # Saturday counts from Friday 18:00
        ("2026-11-23 09:00", 1, "2026-11-19 18:00:00"),
        ("2026-11-23 12:30", 1, "2026-11-20 12:00:00"),
        ("2026-02-24 11:00", 1, "2026-02-14 11:00:00"),
        ("2026-01-01 10:00", 1, "2025-12-31 10:00:00"),
    ],
)
def test_working_days_earlier(end: str, days: int, expected: str) -> None:
    assert said(CALENDAR.take_working_days(at(end), days).at) == expected


@pytest.mark.parametrize(
    ("end", "minutes", "expected"),
    [
        ("2026-11-23 18:00", 300, "2026-11-23 13:00:00"),
        ("2026-11-23 18:00", 301, "2026-11-23 11:59:00"),
        ("2026-11-23 18:00", 480, "2026-11-23 09:00:00"),
        ("2026-11-23 09:00", 60, "2026-11-20 17:00:00"),
        ("2026-11-23 13:00", 60, "2026-11-23 11:00:00"),
        ("2026-11-21 20:00", 60, "2026-11-20 17:00:00"),
        ("2026-01-01 10:00", 120, "2025-12-31 17:00:00"),
    ],
)
def test_working_time_earlier(end: str, minutes: int, expected: str) -> None:
    assert said(CALENDAR.take_working_time(at(end), timedelta(minutes=minutes)).at) == expected


@pytest.mark.parametrize(
    ("start", "days", "provisional"),
    [
        ("2026-12-30 10:00", 1, False),
        ("2026-12-31 10:00", 1, True),
        ("2027-03-01 10:00", 1, True),
        ("2024-12-31 10:00", 1, True),  # born in a year that nobody published
    ],
)
def test_a_year_without_a_calendar_makes_it_provisional(
    start: str, days: int, provisional: bool
) -> None:
    assert CALENDAR.add_working_days(at(start), days).provisional is provisional


def test_it_says_from_when_it_counted() -> None:
    assert CALENDAR.add_working_days(at("2026-11-23 10:00"), 1).counted_from is None
    moved = CALENDAR.add_working_days(at("2026-11-21 10:00"), 1).counted_from
    assert said(moved) == "2026-11-23 09:00:00"
    lunch = CALENDAR.add_working_time(at("2026-11-23 12:30"), timedelta(hours=1)).counted_from
    assert said(lunch) == "2026-11-23 13:00:00"


def test_which_days_are_worked() -> None:
    worked = {day: CALENDAR.is_working_day(date(2026, 2, day)) for day in (13, 14, 15, 16, 24)}
    assert worked == {13: True, 14: True, 15: False, 16: False, 24: True}


def test_work_until_midnight_ends_on_the_next_day() -> None:
    night = WorkingCalendar("Asia/Shanghai", {0: ((time(22), time(0)),)}, {}, [2026])
    assert said(night.add_working_time(at("2026-11-23 22:00"), timedelta(hours=2)).at) == (
        "2026-11-24 00:00:00"
    )


def test_a_year_of_nothing_but_holidays_is_passed_over() -> None:
    first = date(2026, 1, 1)
    off = {first + timedelta(days=day): "holiday" for day in range(365)}
    resting = WorkingCalendar("Asia/Shanghai", WEEK, off, range(2025, 2028))  # type: ignore[arg-type]
    assert said(resting.add_working_days(at("2025-12-31 10:00"), 1).at) == "2027-01-01 10:00:00"
    early = resting.take_working_time(at("2027-01-01 10:00"), timedelta(hours=2))
    assert said(early.at) == "2025-12-31 17:00:00"


@pytest.mark.parametrize(
    "hours",
    [
        {},
        {0: ((time(12), time(9)),)},
        {0: ((time(9), time(9)),)},
        {0: ((time(13), time(18)), (time(9), time(12)))},
        {0: ((time(9), time(13)), (time(12), time(18)))},
    ],
)
def test_hours_that_make_no_sense_are_refused(
    hours: dict[int, tuple[tuple[time, time], ...]],
) -> None:
    with pytest.raises(ValueError, match="working"):
        WorkingCalendar("Asia/Shanghai", hours, {}, [2026])


def test_time_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="calendar ends"):
        CALENDAR.add_working_days(at("9998-12-31 10:00"), 9)
    with pytest.raises(ValueError, match="calendar ends"):
        CALENDAR.take_working_days(at("0001-01-03 10:00"), 9)


def test_a_made_up_day_has_the_usual_hours() -> None:
    half_mondays = {0: OFFICE[:1], 1: OFFICE}
    days = {date(2026, 11, 28): "workday"}
    calendar = WorkingCalendar("Asia/Shanghai", half_mondays, days, [2026])  # type: ignore[arg-type]
    end = calendar.add_working_time(at("2026-11-28 09:00"), timedelta(hours=3)).at
    assert said(end) == "2026-11-28 12:00:00"
