"""However a period is cut, each of its days is counted exactly once and no other day is."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.insight.compliance import periods
from huiyin.insight.compliance.cutting import Cut, Days, cut
from huiyin.insight.compliance.periods import DAY, Period

KEYS = st.sampled_from([(), ("clause",), ("month",), ("week", "clause")])


def days_of(made: Cut) -> Counter[date]:
    """Every day with how often it is counted; those counted and taken off again are left out."""
    counted: Counter[date] = Counter()
    for piece in (one for pieces in made.rolled.values() for one in pieces):
        counted.update(_each(piece.first, piece.last))
    for part in made.days:
        for day in _each(part.first, part.last):
            counted[day] += part.sign
    return Counter({day: count for day, count in counted.items() if count})


def _each(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 800), KEYS)
def test_each_day_once(first: date, length: int, by: tuple[str, ...]) -> None:
    last = first + length * DAY
    assert days_of(cut(Period("own", first, last), by)) == Counter(_each(first, last))


@pytest.mark.parametrize("kind", periods.KINDS)
@given(day=st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_named_periods_need_no_single_days(kind: str, day: date) -> None:
    period = periods.of(kind, day)
    made = cut(period, ())
    assert days_of(made) == Counter(_each(period.first, period.last))
    assert made.days == []


def test_a_month_that_lacks_little_is_taken_whole() -> None:
    made = cut(Period("own", date(2026, 11, 1), date(2026, 11, 22)), ())
    assert [one.name for one in made.rolled["month"]] == ["2026-11"]
    assert made.days == [Days(date(2026, 11, 23), date(2026, 11, 30), -1)]


def test_a_month_that_lacks_much_is_read_by_day() -> None:
    made = cut(Period("own", date(2026, 11, 20), date(2026, 12, 3)), ())
    assert [len(pieces) for pieces in made.rolled.values()] == [0, 0, 0, 0]
    assert made.days == [
        Days(date(2026, 11, 20), date(2026, 11, 30)),
        Days(date(2026, 12, 1), date(2026, 12, 3)),
    ]
