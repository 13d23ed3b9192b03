from decimal import Decimal, getcontext
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.measure import (
    Interval,
    Target,
    Verdict,
    answers_for_margin,
    answers_to_pass,
    judge,
    wilson,
)

getcontext().prec = 50
Z = Decimal("1.959963984540054235524594430520551527955550")
"""The 0.975 quantile of the normal distribution, from tables with 40 digits."""

pytestmark = pytest.mark.req("Z04")


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [  # R. G. Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(count: int, total: int, low: float, high: float) -> None:
    found = wilson(count, total)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def by_hand(count: int, total: int) -> tuple[Decimal, Decimal]:
    """The two roots of n(p - share)² = z²p(1 - p), as a quadratic in p with 50 digits."""
    share = Decimal(count) / total
    a, b, c = total + Z * Z, -(2 * total * share + Z * Z), total * share * share
    root = (b * b - 4 * a * c).sqrt()
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


@given(st.integers(1, 100_000), st.data())
def test_its_ends_solve_the_score_equation(total: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, total))
    found, (low, high) = wilson(count, total), by_hand(count, total)
    assert found.low == pytest.approx(float(low), abs=1e-12)
    assert found.high == pytest.approx(float(high), abs=1e-12)


@given(st.integers(1, 5000), st.data())
def test_it_holds_the_share_and_mirrors(total: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, total))
    found, other = wilson(count, total), wilson(total - count, total)
    assert 0 <= found.low <= count / total <= found.high <= 1
    assert found.low == pytest.approx(1 - other.high, abs=1e-12)


@given(st.integers(0, 60), st.integers(1, 60))
def test_more_answers_of_the_same_share_narrow_it(count: int, more: int) -> None:
    total = count + more
    widths = [(i := wilson(count * k, total * k)).high - i.low for k in (1, 2, 4, 8)]
    assert all(left > right for left, right in pairwise(widths))


def test_more_confidence_widens_it() -> None:
    assert wilson(3, 40, 0.99).high > wilson(3, 40, 0.95).high > wilson(3, 40, 0.8).high


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0, 0) == Interval(0.0, 1.0)
    assert judge(wilson(0, 0), Target(at_most=0.05)) is Verdict.UNDECIDED


@pytest.mark.parametrize(("count", "total"), [(-1, 5), (6, 5), (1, 0)])
def test_counts_that_cannot_be_are_refused(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        wilson(count, total)


@pytest.mark.parametrize("confidence", [0, 1, 1.5])
def test_a_confidence_that_cannot_be_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        wilson(1, 2, confidence)


def test_a_target_is_one_limit_inside_the_range() -> None:
    for wrong in ({}, {"at_most": 0.1, "at_least": 0.2}, {"at_most": 0.0}, {"at_least": 1.0}):
        with pytest.raises(ValueError, match="a target"):
            Target(**wrong)


@pytest.mark.parametrize(
    ("interval", "most", "least"),
    [
        (Interval(0.01, 0.05), Verdict.PASS, Verdict.UNDECIDED),
        (Interval(0.01, 0.049), Verdict.PASS, Verdict.FAIL),
        (Interval(0.05, 0.2), Verdict.UNDECIDED, Verdict.PASS),
        (Interval(0.051, 0.2), Verdict.FAIL, Verdict.PASS),
        (Interval(0.01, 0.2), Verdict.UNDECIDED, Verdict.UNDECIDED),
    ],
)
def test_only_a_whole_interval_decides(interval: Interval, most: Verdict, least: Verdict) -> None:
    assert judge(interval, Target(at_most=0.05)) is most
    assert judge(interval, Target(at_least=0.05)) is least


@given(st.integers(1, 400), st.data(), st.sampled_from([0.02, 0.05, 0.3]))
def test_more_misses_never_turn_a_verdict_for_the_better(
    total: int, data: st.DataObject, limit: float
) -> None:
    order = [Verdict.PASS, Verdict.UNDECIDED, Verdict.FAIL]
    few = data.draw(st.integers(0, total))
    many = data.draw(st.integers(few, total))
    first, second = (judge(wilson(n, total), Target(at_most=limit)) for n in (few, many))
    assert order.index(first) <= order.index(second)


def test_the_answers_needed_are_those_worked_out_by_hand() -> None:
    # none wrong: z² / (n + z²) <= t, so n >= z²(1 - t)/t: 3.8415 x 19 = 72.99, 3.8415 x 49 = 188.2
    assert answers_to_pass(Target(at_most=0.05)) == 73
    assert answers_to_pass(Target(at_most=0.02)) == 189
    assert answers_to_pass(Target(at_least=0.95)) == 73


@given(st.integers(1, 999), st.integers(0, 60))
def test_one_answer_fewer_would_not_pass(thousandth: int, misses: int) -> None:
    target = Target(at_most=thousandth / 1000)
    needed = answers_to_pass(target, misses)
    assert judge(wilson(misses, needed), target) is Verdict.PASS
    if needed - 1 >= max(misses, 1):
        assert judge(wilson(misses, needed - 1), target) is not Verdict.PASS


def test_answers_for_a_margin() -> None:
    # 1.96² x 0.25 / 0.03² = 1067.07; of 120 people 1067.07 / (1 + 1066.07 / 120) = 107.97
    assert answers_for_margin(0.03) == 1068
    assert answers_for_margin(0.03, population=120) == 108
    assert answers_for_margin(0.03, population=1) == 1
    assert answers_for_margin(0.03, population=0) == 0
    assert answers_for_margin(0.05, share=0.05) == 73


@pytest.mark.parametrize(("margin", "share"), [(0, 0.5), (1, 0.5), (0.1, 0), (0.1, 1)])
def test_a_margin_that_cannot_be_is_refused(margin: float, share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        answers_for_margin(margin, share=share)
