"""Spans of days: named, read back, before and after one another."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.insight.compliance import periods
from huiyin.insight.compliance.periods import BadPeriod, Period

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-10-08..2026-11-20", date(2026, 10, 8), date(2026, 11, 20)),
    ],
)
def test_a_name_says_which_days(text: str, first: date, last: date) -> None:
    found = periods.parse(text)
    assert (found.first, found.last) == (first, last)
    assert found.name == text


@pytest.mark.parametrize(
    "text",
    ["", "2026-Q5", "2026-13", "2026-W54", "x", "2026-11-20..2026-10-08", "2020-01-01..2026-01-01"],
)
def test_what_names_no_days_is_refused(text: str) -> None:
    with pytest.raises(BadPeriod):
        periods.parse(text)


@given(day=days, kind=st.sampled_from(periods.KINDS))
def test_periods_of_a_kind_follow_one_another(day: date, kind: str) -> None:
    here = periods.of(kind, day)
    assert here.first <= day <= here.last
    assert here.before.after == here
    assert here.before.last + periods.DAY == here.first
    assert periods.parse(here.name) == here


@given(first=days, length=st.integers(0, 400))
def test_months_cover_every_day_once(first: date, length: int) -> None:
    last = first + length * periods.DAY
    pieces = list(periods.months(Period("own", first, last)))
    assert (pieces[0][0], pieces[-1][1]) == (first, last)
    for (_start, end), (following, _end) in pairwise(pieces):
        assert end + periods.DAY == following
        assert following.day == 1
    assert periods.between(first, last).before.after == Period("own", first, last)
