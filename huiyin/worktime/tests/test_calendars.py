"""The real calendar of the mainland, against dates worked out by hand from the announcements."""

from datetime import date, datetime, timedelta

import pytest

from huiyin.core.due import derive
from huiyin.core.terms import parse_term
from huiyin.kit import clock
from huiyin.worktime.calendars import chinese_calendar, current

pytestmark = pytest.mark.req("Z07")
CALENDAR = chinese_calendar(2023, 2028)

MADE_UP = {
    2024: ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=CALENDAR.zone)


@pytest.mark.parametrize("year", MADE_UP)
def test_weekends_that_are_worked(year: int) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range(365 + (year % 4 == 0))]
    worked = [day for day in days if day.weekday() >= 5 and CALENDAR.is_working_day(day)]
    assert [f"{day:%m-%d}" for day in worked] == MADE_UP[year]


@pytest.mark.parametrize(
    ("year", "days"),
    [(2024, 251), (2025, 248), (2026, 248)],
)
def test_working_days_of_a_year(year: int, days: int) -> None:
    first = date(year, 1, 1)
    assert days == sum(
        CALENDAR.is_working_day(first + timedelta(days=n)) for n in range(365 + (year % 4 == 0))
    )


@pytest.mark.parametrize(
    ("term", "born", "due"),
    [
        ("1wd", "2024-02-03 10:00", "2024-02-05 09:00"),  # make-up Sunday 02-04 counts
        ("2wd", "2024-02-09 16:00", "2024-02-19 16:00"),  # make-up Sunday 02-18, then Monday
        ("1wh", "2024-04-03 17:30", "2024-04-07 09:30"),  # Qingming, make-up Sunday
        ("1wd", "2024-10-11 18:00", "2024-10-14 09:00"),  # after hours, make-up Saturday
        ("2wd", "2025-01-24 15:00", "2025-01-27 15:00"),  # make-up Sunday 01-26
        ("1wd", "2025-01-27 15:00", "2025-02-05 15:00"),
        ("1wd", "2025-09-26 17:00", "2025-09-28 17:00"),
        ("4wh", "2025-09-30 16:00", "2025-10-09 11:00"),
        ("1wd", "2026-01-01 12:00", "2026-01-05 09:00"),  # from make-up Sunday 01-04
        ("2wd", "2026-02-13 17:20", "2026-02-24 17:20"),
        ("3wd", "2026-09-30 10:00", "2026-10-10 10:00"),
        ("2wd", "2026-11-21 10:00", "2026-11-25 09:00"),
    ],
)
def test_deadlines_over_make_up_days(term: str, born: str, due: str) -> None:
    derived = derive(parse_term(term), at(born), {}, CALENDAR)
    assert f"{derived.at.astimezone(CALENDAR.zone):%Y-%m-%d %H:%M}" == due
    assert not derived.provisional


@pytest.mark.parametrize(
    ("born", "provisional"), [("2026-12-30 10:00", False), ("2026-12-31 10:00", True)]
)
def test_a_year_that_is_not_announced_gives_a_provisional_date(
    born: str, provisional: bool
) -> None:
    derived = derive(parse_term("1wd"), at(born), {}, CALENDAR)
    assert derived.provisional is provisional
    assert any("暂定" in line for line in derived.why) is provisional


def test_published_years_are_those_with_make_up_days() -> None:
    assert CALENDAR.published == {2023, 2024, 2025, 2026}


@pytest.mark.django_db
def test_the_current_calendar_is_kept() -> None:
    with clock.frozen(at("2026-11-23 09:00")):
        assert current() is current()
        assert {2024, 2025, 2026} <= current().published
