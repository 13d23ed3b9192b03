"""The face of a deadline: states at their edges, words, and the burnt share."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ui import zh
from huiyin.ui.clocks import burnt, face

NOW = datetime(2026, 11, 25, 6, 22, tzinfo=UTC)  # Wednesday 14:22 in Shanghai
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("left", "age", "state"),
    [
        (4 * HOUR, 2 * HOUR, "ok"),
        (HOUR + SECOND, MINUTE, "ok"),
        (HOUR, MINUTE, "soon"),
        (6 * HOUR, 18 * HOUR, "soon"),
        (6 * HOUR + SECOND, 18 * HOUR, "ok"),
        (timedelta(0), HOUR, "soon"),
        (-SECOND, HOUR, "late"),
    ],
)
def test_states_change_at_the_last_quarter_the_last_hour_and_the_due_second(
    left: timedelta, age: timedelta, state: str
) -> None:
    assert face(NOW + left, NOW - age, NOW).state == state


def test_only_late_duties_are_escalated() -> None:
    assert face(NOW - MINUTE, NOW - HOUR, NOW, escalated=True).state == "esc"
    assert face(NOW + 9 * HOUR, NOW - HOUR, NOW, escalated=True).state == "ok"


def test_words_of_an_open_face() -> None:
    open_face = face(NOW + 38 * MINUTE, NOW - 22 * MINUTE, NOW)
    assert (open_face.main, open_face.sub, open_face.pct) == ("剩 38 分", "15:00 前", 36)
    late = face(NOW - 82 * MINUTE, NOW - 3 * HOUR, NOW)
    assert (late.main, late.sub, late.pct) == ("逾期 1 小时 22 分", "应于 13:00", 100)


def test_without_a_limit_there_is_nothing_to_burn() -> None:
    free = face(None, NOW, NOW)
    assert (free.state, free.main, free.sub, free.pct) == ("ok", "不限时", "", 0)


def test_done_in_time_done_late_and_done_without_a_limit() -> None:
    done = face(NOW, NOW - HOUR, NOW, done_at=NOW - 42 * MINUTE)
    assert (done.state, done.main, done.sub) == ("done", "按时", "13:40 确认")
    late = face(NOW - HOUR, NOW - 2 * HOUR, NOW, done_at=NOW, done_word="签署")
    assert (late.state, late.main, late.sub) == ("done", "迟 1 小时", "14:22 签署")
    assert face(None, NOW - HOUR, NOW, done_at=NOW).main == "按时"
    assert face(NOW, NOW - HOUR, NOW, done_at=NOW).main == "按时", "the due second is in time"


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_the_burnt_share_stays_between_0_and_100_and_never_falls(
    due: int, born: int, later: int
) -> None:
    due_at, born_at = NOW + due * SECOND, NOW + born * SECOND
    now, then = sorted([NOW, NOW + later * SECOND])
    assert 0 <= burnt(due_at, born_at, now) <= burnt(due_at, born_at, then) <= 100


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "不到 1 分"),
        (59 * SECOND, "不到 1 分"),
        (MINUTE, "1 分"),
        (HOUR, "1 小时"),
        (HOUR + 22 * MINUTE + 59 * SECOND, "1 小时 22 分"),
        (24 * HOUR, "1 天"),
        (76 * HOUR + 30 * MINUTE, "3 天 4 小时"),
        (24 * HOUR + 5 * MINUTE, "1 天"),
        (-2 * HOUR, "2 小时"),
    ],
)
def test_durations_have_at_most_two_units(span: timedelta, words: str) -> None:
    assert zh.duration(span) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "14:22"),
        (1, "明日 14:22"),
        (-1, "昨日 14:22"),
        (2, "周五 14:22"),
        (-2, "周一 14:22"),
        (5, "11 月 30 日 14:22"),
        (60, "2027 年 1 月 24 日 14:22"),
    ],
)
def test_near_moments_take_the_shortest_clear_name(days: int, words: str) -> None:
    assert zh.near_moment(NOW + timedelta(days=days), NOW) == words


def test_a_day_belongs_to_the_viewers_zone() -> None:
    late_evening = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)  # 00:30 on the 26th in Shanghai
    assert zh.near_moment(late_evening, NOW) == "明日 00:30"
    with timezone.override("UTC"):
        assert zh.near_moment(late_evening, NOW) == "16:30"


def test_whole_dates() -> None:
    assert zh.moment(NOW) == "11 月 25 日 14:22"
    assert zh.full_moment(NOW) == "2026 年 11 月 25 日 周三 14:22"


def test_words_follow_the_language() -> None:
    with translation.override("en"):
        assert zh.left(NOW + HOUR, NOW) == "1 h left"
        assert zh.moment(NOW) == "25 Nov 14:22"
