"""Many at once is one by one, whatever the order, the unit and the zone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.calendar import Day, WorkingCalendar
from huiyin.core.due import after
from huiyin.core.due_many import due_many
from huiyin.core.terms import parse_duration
from huiyin.core.tests.world import CALENDAR, WEEK

pytestmark = pytest.mark.req("Z07")
FIRST = datetime(2026, 1, 20, tzinfo=UTC)
NIGHT: dict[date, Day] = {date(2026, 3, 29): ((time(0), time(6)), (time(20), time(0)))}
BERLIN = WorkingCalendar("Europe/Berlin", WEEK, NIGHT, [2025, 2026])
starts = st.lists(
    st.integers(0, 340 * 24 * 3600).map(lambda seconds: FIRST + timedelta(seconds=seconds)),
    max_size=40,
)


@given(
    drawn=starts,
    text=st.sampled_from(["1wd", "2wd", "15wd", "1wh", "4wh", "21wh", "90min", "2d"]),
    calendar=st.sampled_from([CALENDAR, BERLIN]),
)
def test_many_is_one_by_one(drawn: list[datetime], text: str, calendar: WorkingCalendar) -> None:
    duration = parse_duration(text)
    wanted = [after(start, duration, calendar).at for start in drawn]
    assert due_many(drawn, duration, calendar) == wanted
    local = [start.astimezone(calendar.zone) for start in drawn]
    assert due_many(local, duration, calendar) == wanted


@pytest.mark.parametrize("text", ["1wd", "3wh"])
def test_each_edge_of_a_day(text: str) -> None:
    edges = [
        datetime(2026, 11, 20 + day, hour, tzinfo=UTC) for day in range(4) for hour in (1, 4, 5, 10)
    ]
    around = [at + timedelta(microseconds=n) for at in edges for n in (-1, 0, 1)]
    found = due_many(around, parse_duration(text), CALENDAR)
    assert found == [after(at, parse_duration(text), CALENDAR).at for at in around]


def test_the_night_when_the_clocks_change() -> None:
    night = [datetime(2026, 3, 28, 22, tzinfo=UTC) + timedelta(minutes=5 * n) for n in range(120)]
    for text in ("1wd", "2wh"):
        wanted = [after(at, parse_duration(text), BERLIN).at for at in night]
        assert due_many(night, parse_duration(text), BERLIN) == wanted
