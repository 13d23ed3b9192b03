"""Half days, lunch edges, own days, rosters, leave and teams, against a walk minute by minute.

The oracle knows only a function of its own from a minute to "is worked"; it shares nothing with the
code that is tested. Starts are drawn with a fixed seed, edges of the day are always among them.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from huiyin.core.calendar import Day, Hours, WorkingCalendar
from huiyin.core.person_time import of_person
from huiyin.worktime.calendars import OFFICE_HOURS, chinese_calendar

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
ANNOUNCED_OFF = {
    *(date(2026, 9, 25) + timedelta(days=n) for n in range(3)),
    *(date(2026, 10, 1) + timedelta(days=n) for n in range(7)),
}
ANNOUNCED_WORK = {date(2026, 9, 20), date(2026, 10, 10)}
FIRST, LAST = datetime(2026, 9, 14, tzinfo=ZONE), datetime(2026, 10, 14, tzinfo=ZONE)
PLAIN = chinese_calendar(2025, 2027)


def office(at: datetime) -> bool:
    """Monday to Friday in office hours, as the State Council announced autumn 2026."""
    day = at.date()
    works = day in ANNOUNCED_WORK or (day.weekday() < 5 and day not in ANNOUNCED_OFF)
    minute = at.hour * 60 + at.minute
    return works and (540 <= minute < 720 or 780 <= minute < 1080)


def half_day(at: datetime) -> bool:
    if at.date() == date(2026, 9, 30):
        return 540 <= at.hour * 60 + at.minute < 720
    return office(at)


def own_days(at: datetime) -> bool:
    minute = at.hour * 60 + at.minute
    if at.date() == date(2026, 9, 28):
        return False
    if at.date() == date(2026, 10, 3):  # a Saturday of the holiday, worked as usual
        return 540 <= minute < 720 or 780 <= minute < 1080
    return office(at)


def short_lunch(at: datetime) -> bool:
    minute = at.hour * 60 + at.minute
    return office(at.replace(hour=9, minute=0)) and (510 <= minute < 690 or 720 <= minute < 1050)


def team(at: datetime) -> bool:
    """Every day 10:00 to 22:00, holidays or not."""
    return 10 <= at.hour < 22


def roster(at: datetime) -> bool:
    """Office hours, but a late shift on Saturday the 19th, a free Monday and a night to midnight."""
    if at.date() == date(2026, 9, 19):
        return 14 <= at.hour < 22
    if at.date() == date(2026, 9, 21):
        return False
    if at.date() == date(2026, 9, 24):
        return at.hour >= 20
    return office(at)


def leave(at: datetime) -> bool:
    away = datetime(2026, 9, 17, 10, 30, tzinfo=ZONE) <= at < datetime(2026, 9, 22, 15, tzinfo=ZONE)
    return office(at) and not away


def _plain(days: dict[date, Day]) -> WorkingCalendar:
    return PLAIN.altered(days)


MORNING: Hours = ((time(9), time(12)),)
LUNCH: Hours = ((time(8, 30), time(11, 30)), (time(12), time(17, 30)))
SHIFTS: dict[date, Hours] = {
    date(2026, 9, 19): ((time(14), time(22)),),
    date(2026, 9, 21): (),
    date(2026, 9, 24): ((time(20), time(0)),),
}
AWAY = [(datetime(2026, 9, 17, 10, 30, tzinfo=ZONE), datetime(2026, 9, 22, 15, tzinfo=ZONE))]
DAYS: dict[date, Day] = {
    **dict.fromkeys(ANNOUNCED_OFF, "holiday"),
    **dict.fromkeys(ANNOUNCED_WORK, "workday"),
}
KINDS: dict[str, tuple[Callable[[datetime], bool], WorkingCalendar]] = {
    "office": (office, PLAIN),
    "half day": (half_day, _plain({date(2026, 9, 30): MORNING})),
    "own days": (own_days, _plain({date(2026, 9, 28): "holiday", date(2026, 10, 3): OFFICE_HOURS})),
    "short lunch": (
        short_lunch,
        WorkingCalendar("Asia/Shanghai", dict.fromkeys(range(5), LUNCH), DAYS, [2026]),
    ),
    "team": (
        team,
        WorkingCalendar(
            "Asia/Shanghai", dict.fromkeys(range(7), ((time(10), time(22)),)), {}, [2026]
        ),
    ),
    "roster": (roster, of_person(PLAIN, SHIFTS, [])),
    "leave": (leave, of_person(PLAIN, {}, AWAY)),
}


def walk_hours(works: Callable[[datetime], bool], start: datetime, hours: int) -> datetime:
    """Minute by minute until ``hours`` of work are done."""
    left, at = hours * 60, start
    while left:
        left -= works(at)
        at += MINUTE
    return at


def walk_days(works: Callable[[datetime], bool], start: datetime, days: int) -> datetime:
    """The first working minute, then so many days of which any minute is worked."""
    at = start
    while not works(at):
        at += MINUTE
    day, left = at.date(), days
    while left:
        day += timedelta(days=1)
        midnight = datetime.combine(day, time(0), ZONE)
        left -= any(works(midnight + MINUTE * n) for n in range(0, 1440, 5))
    return datetime.combine(day, at.timetz())


def starts() -> list[datetime]:
    """Edges of lunch and of the day on special days, and any minutes between."""
    chance = random.Random(7)  # noqa: S311 - a sample, no secret
    edges = [
        datetime(2026, month, day, hour, minute, tzinfo=ZONE)
        for month, day in ((9, 18), (9, 24), (9, 30))
        for hour, minute in (
            (8, 59),
            (9, 0),
            (11, 59),
            (12, 0),
            (12, 30),
            (13, 0),
            (17, 59),
            (18, 0),
        )
    ]
    span = int((LAST - FIRST) / MINUTE)
    return edges + [FIRST + MINUTE * chance.randrange(span) for _ in range(16)]


VECTORS = [
    (kind, start, text)
    for kind in KINDS
    for start in starts()
    for text in ("1wd", "3wd", "2wh", "9wh")
]


def test_there_are_many_of_every_kind() -> None:
    assert len(VECTORS) >= 1000


@pytest.mark.req("Z07")
@pytest.mark.parametrize("kind", KINDS)
def test_the_calendar_agrees_with_a_walk(kind: str) -> None:
    works, calendar = KINDS[kind]
    for start in starts():
        for amount in (1, 3):
            due = calendar.add_working_days(start, amount).at
            assert due == walk_days(works, start, amount), (kind, start, f"{amount}wd")
        for amount in (2, 9):
            due = calendar.add_working_time(start, timedelta(hours=amount)).at
            assert due == walk_hours(works, start, amount), (kind, start, f"{amount}wh")
