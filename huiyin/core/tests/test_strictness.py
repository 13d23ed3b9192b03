"""What is said to be never later never is, in real calendars; and what can be said at all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.due import derive
from huiyin.core.strictness import never_later, never_longer, stronger_needs
from huiyin.core.terms import Duration, Term, Unit, parse_term
from huiyin.core.tests.world import CALENDAR

pytestmark = pytest.mark.req("Z15", "G04")

FACT = datetime(2026, 3, 11, 6, 30, tzinfo=UTC)

starts = st.integers(0, 340 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
lengths = st.builds(
    "{}{}".format, st.integers(1, 60), st.sampled_from(("min", "h", "d", "wd", "wh", "mo"))
)
clocks = st.sampled_from(("09:00", "17:00"))
moments = st.one_of(
    clocks,
    st.builds("{}{} {}".format, st.integers(1, 3), st.sampled_from(("d", "wd")), clocks),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(("month", "quarter", "jun,dec", "jun", "mar,jun,sep,dec")),
        st.sampled_from(("1", "5", "30", "end", "1wd", "5wd", "endwd")),
        clocks,
    ),
)
texts = st.one_of(
    lengths,
    lengths.map("{} before at".format),
    lengths.map("{} after at".format),
    st.sampled_from(("by at", "by 09:00", "by 17:00", "by fri 17:00", "by mon 09:00")),
    lengths.map("every {} until a.b".format),
    moments.map("by {}".format),
    moments.map("every {} until a.b".format),
)


@given(texts, texts, starts)
def test_what_is_never_later_never_is(one: str, other: str, start: datetime) -> None:
    terms = [parse_term(one), parse_term(other)]
    if never_later(*terms):
        first, second = (derive(term, start, {"at": FACT}, CALENDAR).at for term in terms)
        assert first <= second


@given(texts, texts, texts)
def test_it_is_an_order(one: str, other: str, third: str) -> None:
    a, b, c = map(parse_term, (one, other, third))
    assert never_later(a, a)
    assert not (never_later(a, b) and never_later(b, c)) or never_later(a, c)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1h", "2h"),
        ("60min", "1h"),
        ("2d", "48h"),
        ("1wd", "2wd"),
        ("4wh", "5wh"),
        ("4h", "4wh"),
        ("24h", "1wd"),
        ("3d before at", "2d before at"),
        ("3d before at", "by at"),
        ("1h before at", "1h after at"),
        ("by at", "1min after at"),
        ("2h after at", "3h after at"),
        ("by 17:00", "by fri 17:00"),
        ("by 17:00", "24h"),
        ("by 17:00", "1wd"),
        ("by fri 17:00", "7d"),
        ("every 1d until a.b", "every 5wd until a.b"),
        ("1mo", "2mo"),
        ("28d", "1mo"),
        ("1mo", "31d"),
        ("12mo", "366wd"),
        ("by 17:00", "by 1d 17:00"),
        ("by 1d 17:00", "by 1wd 17:00"),
        ("by 1d 17:00", "by 2d 17:00"),
        ("by 1d 17:00", "2d"),
        ("by 17:00", "by month end 17:00"),
        ("by month 5 17:00", "by jun,dec 5 17:00"),
        ("by month 5 17:00", "31d"),
        ("by quarter end 17:00", "92d"),
        ("by jun end 17:00", "366d"),
        ("every month 5 17:00 until a.b", "every jun 5 17:00 until a.b"),
        ("every 17:00 until a.b", "every fri 17:00 until a.b"),
    ],
)
def test_what_can_be_compared(one: str, other: str) -> None:
    assert never_later(parse_term(one), parse_term(other))
    assert never_later(parse_term(other), parse_term(one)) == (one in {"60min", "2d"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4wh", "1wd"),
        ("5h", "4wh"),
        ("25h", "1wd"),
        ("3d before at", "3d before then"),
        ("2h", "2h after at"),
        ("by 17:00", "by 18:00"),
        ("by fri 17:00", "by mon 17:00"),
        ("by 17:00", "23h"),
        ("every 1d until a.b", "every 2d until a.c"),
        ("every 1d until a.b", "1d"),
        ("1mo", "30d"),
        ("1mo", "29d"),
        ("20wd", "1mo"),
        ("by 1wd 17:00", "by 2d 17:00"),
        ("by 1wd 17:00", "by 1d 18:00"),
        ("by 1wd 17:00", "9d"),
        ("by month 5 17:00", "by month 6 17:00"),
        ("by jun 5 17:00", "by dec 5 17:00"),
        ("by month 5 17:00", "30d"),
        ("by month 5wd 17:00", "90d"),
        ("by fri 17:00", "by month end 17:00"),
        ("every month 5 17:00 until a.b", "every 31d until a.b"),
        ("every 1d until a.b", "every 17:00 until a.b"),
    ],
)
def test_what_cannot(one: str, other: str) -> None:
    assert not never_later(parse_term(one), parse_term(other))
    assert not never_later(parse_term(other), parse_term(one))


def test_no_term_is_never_due() -> None:
    term: Term = parse_term("1h")
    assert never_later(term, None)
    assert not never_later(None, term)
    assert never_later(None, None)


@given(st.integers(1, 50), st.sampled_from(Unit), st.integers(1, 50), st.sampled_from(Unit))
def test_lengths_are_one_way_unless_they_are_equal(n: int, one: Unit, m: int, other: Unit) -> None:
    first, second = Duration(n, one), Duration(m, other)
    if never_longer(first, second) and never_longer(second, first):
        assert one is other or {one, other} <= {Unit.MINUTE, Unit.HOUR, Unit.DAY}


@pytest.mark.parametrize(
    ("one", "other", "enough"),
    [
        ("understood", "acknowledged", True),
        ("acknowledged", "understood", False),
        ("acknowledged", "", True),
        ("", "acknowledged", False),
        ("understood", "as confirm", True),
        ("acknowledged", "as confirm", False),
        ("as confirm", "acknowledged", False),
        ("as confirm", "", True),
    ],
)
def test_answers(one: str, other: str, enough: bool) -> None:
    assert stronger_needs(one, other) is enough
