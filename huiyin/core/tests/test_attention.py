"""Quiet hours over midnight, digest times, and how the regulation says them (Z13)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.attention import Attention, Quiet
from huiyin.core.linting import lint
from huiyin.core.load import read_policy
from huiyin.core.load_attention import parse_quiet
from huiyin.core.policy import Policy
from huiyin.core.snapshot import snapshot
from huiyin.core.table import PolicyError
from huiyin.core.terms import TermError

pytestmark = pytest.mark.req("Z13")

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = Quiet(time(21), time(8))
LONG = Quiet(time(18, 30), time(8, 45))
NOON = Quiet(time(12), time(13))
RULES = Attention("Z13", 8, NIGHT, (time(9), time(14)), timedelta(minutes=15))
TEXT = """
[attention]
clause = "Z13"
budget_per_day = 8
quiet = "21:00-08:00"
digest_at = ["14:00", "09:00"]
exempt = [{ urgency = ["urgent"] }, { kind = "emergency" }]
"""

CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
QUIETS = st.tuples(CLOCKS, CLOCKS).filter(lambda pair: pair[0] != pair[1]).map(lambda p: Quiet(*p))


def at(clock: str, day: int = 7) -> datetime:
    return datetime.fromisoformat(f"2026-09-{day:02}T{clock}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("20:59:59", False), ("21:00", True), ("23:59", True), ("00:00", True), ("08:00", False)],
)
def test_quiet_goes_over_midnight_and_its_end_is_awake(clock: str, quiet: bool) -> None:
    assert NIGHT.holds(at(clock)) is quiet


def test_it_ends_the_same_or_the_next_morning() -> None:
    assert NIGHT.ends_after(at("22:00")) == at("08:00", 8)
    assert NIGHT.ends_after(at("03:00")) == at("08:00")
    assert NOON.ends_after(at("12:30")) == at("13:00")


def test_longer_covers_shorter() -> None:
    assert LONG.covers(NIGHT)
    assert NIGHT.covers(NIGHT)
    assert not NIGHT.covers(LONG)
    assert not NOON.covers(NIGHT)
    assert not Quiet(time(22), time(9)).covers(NIGHT)


def test_what_meets_what() -> None:
    office = Quiet(time(9), time(18))
    assert not LONG.meets(office)
    assert Quiet(time(17), time(9)).meets(office)
    assert office.meets(NOON)
    assert NOON.meets(office)


@given(QUIETS, QUIETS)
def test_covering_and_meeting_agree_with_every_minute(one: Quiet, other: Quiet) -> None:
    minutes = [at("00:00") + timedelta(minutes=minute) for minute in range(24 * 60)]
    mine = {minute for minute in minutes if one.holds(minute)}
    theirs = {minute for minute in minutes if other.holds(minute)}
    assert one.covers(other) is (theirs <= mine)
    assert one.meets(other) is bool(mine & theirs)


@given(QUIETS, CLOCKS)
def test_the_end_is_awake_and_everything_before_it_was_quiet(quiet: Quiet, clock: time) -> None:
    begun = datetime.combine(at("00:00").date(), clock, ZONE)
    end = quiet.ends_after(begun)
    assert begun < end <= begun + timedelta(days=1)
    assert not quiet.holds(end)


@pytest.mark.parametrize(
    ("clock", "quiet", "digest"),
    [
        ("08:30", NIGHT, at("09:00")),
        ("09:00", NIGHT, at("14:00")),
        ("14:30", NIGHT, at("09:00", 8)),
        ("08:30", Quiet(time(20), time(10)), at("10:00")),
    ],
)
def test_the_next_digest_is_never_in_quiet_hours(
    clock: str, quiet: Quiet, digest: datetime
) -> None:
    assert RULES.next_digest(at(clock), quiet) == digest


def test_nothing_waits_until_it_is_overdue() -> None:
    assert RULES.release(at("10:00"), NIGHT, None) == at("14:00")
    assert RULES.release(at("10:00"), NIGHT, at("18:00")) == at("14:00")
    assert RULES.release(at("10:00"), NIGHT, at("11:00")) == at("10:45")
    assert RULES.release(at("10:00"), NIGHT, at("10:10")) == at("10:00")


def test_what_falls_due_in_the_night_does_not_wait_for_the_morning() -> None:
    assert RULES.release(at("20:30"), NIGHT, at("21:30")) == at("20:30")


def test_the_regulation_says_it() -> None:
    rules = read_policy(1, {"a": TEXT}).attention
    assert rules == Attention(
        "Z13",
        8,
        NIGHT,
        (time(9), time(14)),
        timedelta(minutes=15),
        ({"urgency": ("urgent",)}, {"kind": ("emergency",)}),
    )
    assert read_policy(1, {"a": ""}).attention is None


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("budget_per_day = 8", "budget_per_day = 0", "budget_per_day"),
        ("budget_per_day = 8", "budget_per_day = true", "budget_per_day"),
        ("budget_per_day = 8", "", "budget_per_day"),
        ('digest_at = ["14:00", "09:00"]', "", "digest_at"),
        ('"14:00"', '"25:00"', "不是时刻"),
        ("21:00-08:00", "21-8", "应写成"),
        ("21:00-08:00", "21:00-21:00", "不能相同"),
        ("21:00-08:00", "24:00-08:00", "不是时刻"),
        ('clause = "Z13"', 'clause = "Z13"\nbefore_due = "1wd"', "分钟或小时"),
        ('clause = "Z13"', 'clause = "Z13"\nbefore_due = "soon"', "before_due"),
        ('{ urgency = ["urgent"] }', "{}", "不能为空"),
        ('clause = "Z13"', 'clause = "Z13"\nwhatever = 1', "未知的键"),
    ],
)
def test_a_slip_is_named(old: str, new: str, problem: str) -> None:
    with pytest.raises(PolicyError, match=problem) as caught:
        read_policy(1, {"a.toml": TEXT.replace(old, new)})
    assert caught.value.file == "a.toml"


def test_it_stands_in_one_place_only() -> None:
    with pytest.raises(PolicyError, match="只能写一处"):
        read_policy(1, {"a": TEXT, "b": TEXT})
    with pytest.raises(PolicyError, match="必须是表"):
        read_policy(1, {"a": "attention = 8"})


def test_quiet_hours_are_read_as_they_are_written() -> None:
    assert parse_quiet(" 12:00-13:00 ") == NOON
    with pytest.raises(TermError):
        parse_quiet("")


def test_its_clause_must_exist() -> None:
    assert [each.field for each in lint(Policy(1, (), (), RULES))] == ["attention"]
    clause = '[[clause]]\nid = "Z13"\ntext = "字"\nkind = "guidance"\n'
    assert lint(read_policy(1, {"a": TEXT + clause})) == []


def test_the_snapshot_has_a_line_for_it() -> None:
    (line,) = snapshot(read_policy(1, {"a": TEXT}))
    assert line == (
        "attention Z13 | 8 a day | quiet 21:00-08:00 | digest 09:00, 14:00"
        " | no later than 0:15:00 before due | exempt [urgency=urgent]; [kind=emergency]"
    )
    assert snapshot(Policy(1, (), (), RULES))[0].endswith("exempt -")
