"""Rules of repetition: read, refused, counted out, and said in words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.scenarios.meetings import rules

FIRST = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
"""Tuesday, 9:30 in Shanghai: the fourth Tuesday of the month."""


def starts(rule: str, **more: object) -> list[str]:
    found = rules.times(rule, FIRST, **more)  # type: ignore[arg-type]
    return [f"{at:%m-%d %H:%M}" for at in rules.between(found, FIRST, FIRST + timedelta(days=28))]


def test_rules_are_written_plainly() -> None:
    assert rules.checked(" rrule:freq=weekly; byday=tu ") == "FREQ=WEEKLY;BYDAY=TU"


@pytest.mark.parametrize(
    "text",
    ["", "每周二", "FREQ=HOURLY", "FREQ=WEEKLY;BYHOUR=9", "FREQ=WEEKLY;BYDAY=XX", "F" * 400],
)
def test_what_is_no_rule_of_ours_is_refused(text: str) -> None:
    with pytest.raises(rules.BadRule):
        rules.checked(text)


@pytest.mark.req("M20")
def test_exceptions_and_added_times(db: None) -> None:
    weekly = rules.weekly(FIRST)
    gone = (FIRST + timedelta(days=7)).isoformat()
    added = (FIRST + timedelta(days=1)).isoformat()
    assert starts(weekly) == ["11-24 09:30", "12-01 09:30", "12-08 09:30", "12-15 09:30"]
    assert starts(weekly, without=[gone], besides=[added]) == [
        "11-24 09:30",
        "11-25 09:30",
        "12-08 09:30",
        "12-15 09:30",
    ]
    assert starts(weekly, until=FIRST + timedelta(days=8)) == ["11-24 09:30", "12-01 09:30"]
    assert starts(rules.weekly(FIRST, 2)) == ["11-24 09:30", "12-08 09:30"]


def test_the_first_time_counts_though_the_rule_does_not_fall_on_it() -> None:
    assert starts("FREQ=WEEKLY;BYDAY=FR")[:2] == ["11-24 09:30", "11-27 09:30"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (rules.workdays(), "每个周一至周五 09:30"),
        (rules.weekly(FIRST), "每周二 09:30"),
        (rules.weekly(FIRST, 2), "每两周的周二 09:30"),
        (rules.monthly_day(FIRST), "每月 24 日 09:30"),
        (rules.monthly_weekday(FIRST), "每月第 4 个周二 09:30"),
        ("FREQ=YEARLY", "FREQ=YEARLY 09:30"),
    ],
)
def test_the_usual_rules_have_words(rule: str, words: str) -> None:
    assert rules.said(rule, FIRST) == words


def test_the_fifth_weekday_is_the_last_one() -> None:
    last = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    assert rules.monthly_weekday(last) == "FREQ=MONTHLY;BYDAY=-1MO"
    assert rules.said(rules.monthly_weekday(last), last) == "每月最后一个周一 09:00"


@given(
    rule=st.sampled_from(
        [rules.workdays(), rules.weekly(FIRST), rules.monthly_day(FIRST), "FREQ=DAILY;COUNT=9"]
    ),
    without=st.lists(st.integers(0, 40), max_size=5),
    besides=st.lists(st.integers(0, 40), max_size=5),
)
def test_times_come_in_order_and_once(rule: str, without: list[int], besides: list[int]) -> None:
    gone = {(FIRST + timedelta(days=number)).isoformat() for number in without}
    more = {(FIRST + timedelta(days=number)).isoformat() for number in besides}
    found = rules.between(
        rules.times(rule, FIRST, without=sorted(gone), besides=sorted(more)),
        FIRST,
        FIRST + timedelta(days=60),
    )
    assert found == sorted(set(found))
    kept = {at.astimezone(UTC).isoformat() for at in found}
    assert not kept & gone
    assert more - gone <= kept
