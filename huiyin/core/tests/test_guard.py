import pytest

from huiyin.core.guard import broken
from huiyin.core.policy import Otherwise
from huiyin.core.table import PolicyError
from huiyin.core.tests.world import CALENDAR, event, policy, said

GUARDS = """
[[clause.guard]]
on = "notices.published"
when = { stage = "release" }
not_before = "24h after pre_noticed_at"
otherwise = "refuse"
says = "预先通知满 24 小时后再正式发布"
[[clause.guard]]
on = "meetings.called"
not_after = "3d before starts_at"
otherwise = "record"
says = "会议提前三天通知"
[[clause.guard]]
on = "notices.published"
when = { complexity = "complex" }
needs = "has_aid"
otherwise = "refuse"
says = "复杂事项附上图、表或文件"
"""
POLICY = policy(GUARDS)


@pytest.mark.req("N12")
@pytest.mark.parametrize(
    ("when", "kept"), [("2026-11-24 08:59:59", False), ("2026-11-24 09:00", True)]
)
def test_a_release_waits_for_its_pre_notice(when: str, kept: bool) -> None:
    noticed = event("x.y", "2026-11-23 09:00").at
    told = event("notices.published", when, stage="release", pre_noticed_at=noticed)
    found = broken(POLICY, told, CALENDAR)
    assert (not found) is kept
    if found:
        assert found[0].refuses
        assert found[0].limit is not None
        assert said(found[0].limit.at) == "2026-11-24 09:00:00"


def test_a_lead_time_that_nobody_can_show_was_not_kept() -> None:
    told = event("notices.published", "09:00", stage="release")
    (found,) = broken(POLICY, told, CALENDAR)
    assert found.limit is None


@pytest.mark.parametrize(("when", "kept"), [("2026-11-24 10:00", True), ("10:00:01", False)])
def test_a_meeting_is_called_in_time_or_the_breach_is_recorded(when: str, kept: bool) -> None:
    day = "2026-11-27 10:00" if kept else "2026-11-26 10:00"
    found = broken(POLICY, event("meetings.called", when, starts_at=event("x.y", day).at), CALENDAR)
    assert (not found) is kept
    assert [each.guard.otherwise for each in found] == ([] if kept else [Otherwise.RECORD])


@pytest.mark.req("N06")
def test_what_must_be_at_hand_must_be_true_and_not_merely_said() -> None:
    for fact, kept in ((True, True), (False, False), ("yes", False), (None, False)):
        told = event("notices.published", "09:00", complexity="complex", has_aid=fact)
        assert (broken(POLICY, told, CALENDAR) == []) is kept
    assert broken(POLICY, event("notices.published", "09:00", complexity="simple"), CALENDAR) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('says = "x"\notherwise = "refuse"', "要写且只写一个"),
        ('needs = "a"\nnot_after = "1d before b"\nsays = "x"\notherwise = "refuse"', "只写一个"),
        ('needs = "a"\nsays = "x"\notherwise = "shout"', "应为 refuse、record 之一"),
        ('not_before = "soon"\nsays = "x"\notherwise = "refuse"', "“soon”不是时长"),
        ('needs = "a"\notherwise = "refuse"', "缺少"),
        ('needs = "a"\nsays = "x"\notherwise = "refuse"\nodd = 1', "未知的键"),
    ],
)
def test_a_slip_in_a_guard_is_named(text: str, problem: str) -> None:
    with pytest.raises(PolicyError, match=problem):
        policy(f'[[clause.guard]]\non = "a.b"\n{text}\n')
