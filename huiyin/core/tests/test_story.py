import pytest

from huiyin.core.policy import Policy, Story
from huiyin.core.story import run
from huiyin.core.telling import StoryError
from huiyin.core.tests.test_engine import CONFIRM, DEEM
from huiyin.core.tests.world import CALENDAR, policy

POLICY = policy(CONFIRM + DEEM)
PUBLISHED = "09:00 notices.published notice:7 by wang recipients=li,zhao urgency=important heads=li:sun,zhao:qian"
CONFIRMED = "09:40 notices.confirmed by li proof=button channel=inbox"


def told(events: list[str], *then: str, by: Policy = POLICY) -> list[str]:
    return run(Story("1", "t", tuple(events), then), by, CALENDAR)


@pytest.mark.parametrize(
    "sentence",
    [
        "li owes confirm_notice",
        "li owes confirm_notice by 10:00",
        "li owes confirm_notice by mon 10:00",
        "li owes nothing",
        "li met confirm_notice",
        "li is not reminded",
        "li is seen as acknowledged",
        "zhao still owes confirm_notice",
        "zhao is reminded",
        "zhao is reminded 2 times",
        "zhao is seen as delivered",
        "wang must phone zhao",
        "wang must phone_unread zhao",
        "qian must escalate zhao",
        "wang owes phone_unread by 11:30",
        "sun owes nothing",
    ],
)
def test_what_is_true(sentence: str) -> None:
    assert told([PUBLISHED, CONFIRMED, "tue 11:00 clock.passed"], sentence) == []


@pytest.mark.parametrize(
    ("sentence", "instead"),
    [
        ("li owes reply_notice", "没有这项待办"),
        ("li owes confirm_notice by 10:01", "截止是 11 月 23 日 周一 10:00"),
        ("qian owes escalate by 10:01", "截止是 未定"),
        ("zhao owes nothing", "还欠 confirm_notice"),
        ("zhao met confirm_notice", "open"),
        ("li met confirm_notice late", "met"),
        ("li met reply_notice", "没有这项待办"),
        ("li still owes confirm_notice", "met"),
        ("li is excused from confirm_notice", "met"),
        ("li is deemed confirm_notice", "met"),
        ("li is reminded", "提醒过 0 次"),
        ("zhao is reminded 1 times", "提醒过 2 次"),
        ("zhao is not reminded", "提醒过 2 次"),
        ("li is seen as opened", "是 acknowledged"),
        ("nobody is seen as opened", "是 none"),
        ("wang must phone li", "wang 的待办：phone_unread"),
        ("sun must escalate zhao", "sun 的待办：无"),
        ("qian must escalate li", "qian 的待办：escalate"),
        ("zhao must confirm li", "zhao 的待办：confirm_notice"),
    ],
)
def test_what_is_not_true_is_said(sentence: str, instead: str) -> None:
    failed = told([PUBLISHED, CONFIRMED, "tue 11:00 clock.passed"], sentence)
    assert failed == [f"“{sentence}”不成立：{instead}"]


GUARDED = policy(
    CONFIRM
    + """
[[clause.guard]]
on = "notices.published"
when = { stage = "release" }
not_before = "24h after told_at"
otherwise = "refuse"
says = "再等等"
"""
)
RELEASE = "09:00 notices.published notice:7 by wang recipients=li urgency=important stage=release"
EARLY, LATE = f"{RELEASE} told_at=2026-11-22T10:00", f"{RELEASE} told_at=2026-11-22T09:00"


@pytest.mark.parametrize(
    ("line", "true", "untrue", "instead"),
    [
        (EARLY, "is refused", "is not refused", "被 1/g0 拦下"),
        (LATE, "is not refused", "is refused", "没有被拦下"),
        (LATE, "is not refused", "is recorded as a breach", "没有违反任何条件"),
        (EARLY, "is refused by 1", "is refused by 2", "没有被拦下"),
        (EARLY, "is not refused by 2", "is not refused by 1", "被 1/g0 拦下"),
        (f"{EARLY} override=true", "is recorded as a breach", "is not refused", "被 1/g0 拦下"),
    ],
)
def test_an_act_may_be_refused(line: str, true: str, untrue: str, instead: str) -> None:
    act = "notices.published notice:7"
    failed = told([line], f"{act} {true}", f"{act} {untrue}", by=GUARDED)
    assert failed == [f"“{act} {untrue}”不成立：{instead}"]


def test_what_was_refused_has_no_consequences() -> None:
    assert told([EARLY], "li owes nothing", by=GUARDED) == []
    assert told([f"{EARLY} override=true"], "li owes confirm_notice by 10:00", by=GUARDED) == []


def test_excused_deemed_and_late() -> None:
    events = [
        PUBLISHED,
        "09:05 tasks.assigned task:1 by wang owner=bai",
        "10:30 notices.confirmed notice:7 by li",
        "10:40 notices.unreachable notice:7 by wang person=zhao",
        "+1d 09:00 clock.passed",
        "09:05 clock.passed",
    ]
    then = [
        "li met confirm_notice late",
        "zhao is excused from confirm_notice",
        "bai is deemed accept_task",
        "bai owes accept_task by tue 09:05",
    ]
    assert told(events, *then) == []


def test_values_days_and_subjects() -> None:
    rules = CONFIRM.replace('{ urgency = "important" }', "{ level = 2, open = true }")
    rules = rules.replace('"1h"\nmet', '"by reply_by"\nmet')
    line = (
        "2026-11-25 09:00 notices.published case:1 initiator=bai recipients=li"
        " level=2 open=true reply_by=2026-11-27T17:00 heads=li:sun"
    )
    then = ["li owes confirm_notice by fri 17:00", "bai must phone li"]
    assert told([line, "fri 18:00 clock.passed"], *then, by=policy(rules)) == []


@pytest.mark.parametrize(
    "line",
    [
        "",
        "soon notices.published notice:7 by wang",
        "fri",
        "25:00 clock.passed",
        "09:00",
        "09:00 notices.published",
        "09:00 notices.published by wang",
        "09:00 notices.published notice:7 with wang",
        "09:00 notices.published notice:7 by wang heads=li",
        "09:00 notices.published notice:7 by wang heads=li:sun,zhao:",
    ],
)
def test_a_line_that_cannot_be_read_is_refused(line: str) -> None:
    with pytest.raises(StoryError):
        told([line])


@pytest.mark.parametrize("sentence", ["li", "li owes", "li sings", "li is seen as blue"])
def test_a_sentence_that_cannot_be_read_is_refused(sentence: str) -> None:
    with pytest.raises(StoryError):
        told([PUBLISHED], sentence)
