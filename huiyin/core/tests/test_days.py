"""Days of the calendar in terms: vectors worked out by hand, and a walk day by day as the oracle."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.days import next_moment, shifted
from huiyin.core.due import by_calendar, derive
from huiyin.core.terms import Duration, Later, On, Unit, parse_term
from huiyin.core.tests.world import CALENDAR, MADE_UP, OFF, WEEK, at, said
from huiyin.core.why_english import in_english

pytestmark = pytest.mark.req("Z07", "Z16")

VECTORS = [
    ("1mo", "2026-01-31 10:00", "2026-02-28 10:00"),
    ("1mo", "2026-02-28 10:00", "2026-03-28 10:00"),
    ("1mo", "2026-11-20 17:20", "2026-12-20 17:20"),
    ("2mo", "2026-12-31 23:59", "2027-02-28 23:59"),
    ("12mo", "2024-02-29 08:00", "2025-02-28 08:00"),
    ("13mo", "2025-01-31 08:00", "2026-02-28 08:00"),
    ("1mo before starts_at", "2026-11-20 09:00", "2026-10-30 14:00"),
    ("9mo before starts_at", "2026-11-20 09:00", "2026-02-28 14:00"),
    ("1mo after starts_at", "2026-11-20 09:00", "2026-12-30 14:00"),
    ("by 1d 12:00", "2026-11-20 23:59", "2026-11-21 12:00"),
    ("by 1d 12:00", "2026-11-20 00:00", "2026-11-21 12:00"),
    ("by 2d 12:00", "2026-11-20 13:00", "2026-11-22 12:00"),
    ("by 1wd 18:00", "2026-11-20 17:20", "2026-11-23 18:00"),
    ("by 1wd 18:00", "2026-11-21 17:20", "2026-11-23 18:00"),
    ("by 1wd 09:00", "2026-09-30 10:00", "2026-10-08 09:00"),
    ("by 2wd 09:00", "2026-10-08 08:00", "2026-10-10 09:00"),
    ("by month 5 18:00", "2026-11-20 10:00", "2026-12-05 18:00"),
    ("by month 5 18:00", "2026-12-05 17:59:59", "2026-12-05 18:00"),
    ("by month 5 18:00", "2026-12-05 18:00", "2027-01-05 18:00"),
    ("by month end 18:00", "2026-02-01 09:00", "2026-02-28 18:00"),
    ("by month end 18:00", "2024-02-01 09:00", "2024-02-29 18:00"),
    ("by month end 18:00", "2026-12-31 18:00", "2027-01-31 18:00"),
    ("by month 30 18:00", "2026-02-10 09:00", "2026-02-28 18:00"),
    ("by month endwd 18:00", "2026-10-20 09:00", "2026-10-30 18:00"),
    ("by month endwd 18:00", "2026-02-01 09:00", "2026-02-28 18:00"),
    ("by month 1wd 09:00", "2026-09-15 09:00", "2026-10-08 09:00"),
    ("by month 3wd 09:00", "2026-09-15 09:00", "2026-10-10 09:00"),
    ("by month 25wd 18:00", "2026-11-01 09:00", "2026-11-30 18:00"),
    ("by quarter end 18:00", "2026-11-20 09:00", "2026-12-31 18:00"),
    ("by quarter 10 12:00", "2026-11-20 09:00", "2027-01-10 12:00"),
    ("by quarter 5wd 18:00", "2026-09-15 09:00", "2026-10-13 18:00"),
    ("by jun,dec end 18:00", "2026-06-30 18:00", "2026-12-31 18:00"),
    ("by jun,dec end 18:00", "2026-12-31 19:00", "2027-06-30 18:00"),
    ("by mar 5 12:00", "2026-03-05 12:00", "2027-03-05 12:00"),
    ("by feb 29 12:00", "2026-01-01 09:00", "2026-02-28 12:00"),
    ("by feb 29 12:00", "2027-03-01 09:00", "2028-02-29 12:00"),
    ("every month 5 18:00 until a.b", "2026-11-20 09:00", "2026-12-05 18:00"),
    ("every quarter end 18:00 until a.b", "2026-11-20 09:00", "2026-12-31 18:00"),
    ("every fri 17:00 until a.b", "2026-11-20 17:00", "2026-11-27 17:00"),
    ("every 17:00 until a.b", "2026-11-20 17:00", "2026-11-21 17:00"),
    ("every 1wd 09:00 until a.b", "2026-11-20 09:00", "2026-11-23 09:00"),
    ("every 1mo until a.b", "2026-01-31 09:00", "2026-02-28 09:00"),
]
starts = st.integers(0, 300 * 24 * 60).map(
    lambda minutes: at("2026-01-01 00:00").replace(tzinfo=None) + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(("term", "born", "expected"), VECTORS)
def test_worked_out_by_hand(term: str, born: str, expected: str) -> None:
    due = derive(parse_term(term), at(born), {"starts_at": at("2026-11-30 14:00")}, CALENDAR)
    assert said(due.at) == f"{expected}:00"
    assert due.at.tzname() == "UTC"


def worked(day: date) -> bool:
    """From the announcement alone."""
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def walked(months: tuple[int, ...], day: int, start: datetime, clock: time, *, work: bool) -> str:
    """Day after day, counting in each month from its first."""
    today = start.date().replace(day=1)
    while True:
        month = [today + timedelta(days=n) for n in range(31)]
        month = [one for one in month if one.month == today.month and (worked(one) or not work)]
        due = month[min(day, len(month)) - 1] if day < 31 else month[-1]
        if today.month in months and datetime.combine(due, clock) > start.replace(tzinfo=None):
            return f"{due} {clock:%H:%M:%S}"
        today = (today + timedelta(days=31)).replace(day=1)


@given(
    st.sets(st.integers(1, 12), min_size=1).map(lambda found: tuple(sorted(found))),
    st.integers(1, 31),
    st.booleans(),
    starts,
    st.sampled_from((time(0), time(9), time(18), time(23, 59))),
)
def test_the_next_day_of_months_is_the_one_that_a_walk_finds(
    months: tuple[int, ...], day: int, work: bool, start: datetime, clock: time
) -> None:
    local = start.replace(tzinfo=CALENDAR.zone)
    moment = next_moment(On(clock, months, day, work), local, CALENDAR)
    assert said(moment.at) == walked(months, day, local, clock, work=work)


@given(st.integers(1, 40), st.booleans(), starts)
def test_so_many_days_later_is_where_a_walk_ends(days: int, work: bool, start: datetime) -> None:
    day, left = start.date(), days
    while left:
        day += timedelta(days=1)
        left -= 1 if worked(day) or not work else 0
    unit = Unit.WORKING_DAY if work else Unit.DAY
    local = start.replace(tzinfo=CALENDAR.zone)
    moment = next_moment(Later(time(12), Duration(days, unit)), local, CALENDAR)
    assert said(moment.at) == f"{day} 12:00:00"


@given(st.integers(0, 32_000), st.integers(0, 400))
def test_months_forward_keep_the_day_unless_there_is_none(days: int, months: int) -> None:
    local = at("2001-01-01 09:30") + timedelta(days=days)
    found = shifted(local, months, CALENDAR).astimezone(CALENDAR.zone)
    assert (found.year * 12 + found.month) - (local.year * 12 + local.month) == months
    assert found.time() == local.time()
    assert found.day == local.day or (
        found.day < local.day and (found + timedelta(days=1)).month != found.month
    )


@pytest.mark.parametrize(
    ("term", "born", "provisional"),
    [
        ("by 1wd 09:00", "2026-12-31 10:00", True),
        ("by 1d 09:00", "2026-12-31 10:00", False),
        ("by month 1wd 09:00", "2026-12-20 10:00", True),
        ("by month 5 09:00", "2026-12-20 10:00", False),
        ("1mo", "2026-12-20 10:00", False),
    ],
)
def test_only_counted_working_days_are_provisional(term: str, born: str, provisional: bool) -> None:
    assert derive(parse_term(term), at(born), {}, CALENDAR).provisional is provisional


def test_a_month_without_any_working_day_is_passed_over() -> None:
    off = {date(2026, 10, day): "holiday" for day in range(1, 32)}
    calendar = WorkingCalendar("Asia/Shanghai", WEEK, off, [2026])  # type: ignore[arg-type]
    for day, expected in (("1wd", "2026-11-02"), ("endwd", "2026-11-30"), ("9wd", "2026-11-12")):
        term = parse_term(f"by month {day} 09:00")
        due = derive(term, at("2026-09-30 10:00"), {}, calendar)
        assert said(due.at) == f"{expected} 09:00:00"


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("1mo", True),
        ("1mo before starts_at", True),
        ("by 1d 12:00", True),
        ("by month 5 18:00", True),
        ("every 1mo until a.b", True),
        ("every month 5 18:00 until a.b", True),
        ("every 30min until a.b", False),
        ("by starts_at", False),
        ("30d", False),
    ],
)
def test_who_keeps_another_calendar_may_be_due_at_another_time(term: str, expected: bool) -> None:
    assert by_calendar(parse_term(term)) is expected


@pytest.mark.parametrize(
    ("term", "why", "english"),
    [
        (
            "1mo",
            ("11 月 20 日 周五 17:20 起 1 个月", "截止 12 月 20 日 周日 17:20"),
            ("1 month from Fri 20 Nov 17:20", "due Sun 20 Dec 17:20"),
        ),
        (
            "by month 5 18:00",
            (
                "11 月 20 日 周五 17:20 之后的下一个 每月 5 日 18:00",
                "12 月 5 日 周六 休息，不顺延",
                "截止 12 月 5 日 周六 18:00",
            ),
            (
                "the next day 5 of the month 18:00 after Fri 20 Nov 17:20",
                "Sat 5 Dec off, not moved",
                "due Sat 5 Dec 18:00",
            ),
        ),
        (
            "by month endwd 18:00",
            (
                "11 月 20 日 周五 17:20 之后的下一个 每月最后一个工作日 18:00",
                "截止 11 月 30 日 周一 18:00",
            ),
            (
                "the next last working day of the month 18:00 after Fri 20 Nov 17:20",
                "due Mon 30 Nov 18:00",
            ),
        ),
        (
            "by quarter end 18:00",
            (
                "11 月 20 日 周五 17:20 之后的下一个 每季度最后一天 18:00",
                "截止 12 月 31 日 周四 18:00",
            ),
            (
                "the next last day of the quarter 18:00 after Fri 20 Nov 17:20",
                "due Thu 31 Dec 18:00",
            ),
        ),
        (
            "by quarter 10 18:00",
            (
                "11 月 20 日 周五 17:20 之后的下一个 每季度首月 10 日 18:00",
                "1 月 10 日 周日 休息，不顺延",
                "截止 1 月 10 日 周日 18:00",
            ),
            (
                "the next day 10 of the quarter 18:00 after Fri 20 Nov 17:20",
                "Sun 10 Jan off, not moved",
                "due Sun 10 Jan 18:00",
            ),
        ),
        (
            "by jun,dec 3wd 18:00",
            (
                "11 月 20 日 周五 17:20 之后的下一个 6、12 月第 3 个工作日 18:00",
                "截止 12 月 3 日 周四 18:00",
            ),
            (
                "the next working day 3 of Jun, Dec 18:00 after Fri 20 Nov 17:20",
                "due Thu 3 Dec 18:00",
            ),
        ),
        (
            "by 1wd 12:00",
            (
                "11 月 20 日 周五 17:20 之后第 1 个工作日 12:00",
                "其间 11 月 21 日 周六 至 11 月 22 日 周日 休息",
                "截止 11 月 23 日 周一 12:00",
            ),
            (
                "12:00, 1 working day after Fri 20 Nov 17:20",
                "on the way: Sat 21 Nov to Sun 22 Nov off",
                "due Mon 23 Nov 12:00",
            ),
        ),
        (
            "every month 27 18:00 until a.b",
            (
                "11 月 20 日 周五 17:20 之后的下一个 每月 27 日 18:00",
                "截止 11 月 27 日 周五 18:00",
            ),
            (
                "the next day 27 of the month 18:00 after Fri 20 Nov 17:20",
                "due Fri 27 Nov 18:00",
            ),
        ),
    ],
)
def test_the_derivation_in_both_languages(
    term: str, why: tuple[str, ...], english: tuple[str, ...]
) -> None:
    due = derive(parse_term(term), at("2026-11-20 17:20"), {}, CALENDAR)
    assert due.why == why
    assert tuple(map(in_english, due.why)) == english
