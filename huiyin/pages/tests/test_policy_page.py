"""The regulation on screen: every clause, its rules as sentences."""

from datetime import time

import pytest

from huiyin.cases import terms
from huiyin.core.load import read_policy
from huiyin.core.terms import After, At, Before, By, Duration, Every, Term, Unit, Within
from huiyin.pages import clauses
from huiyin.pages.policy.document import markdown
from huiyin.scenarios.notices.tests.stage import Stage

HOUR = Duration(1, Unit.HOUR)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (None, "无期限"),
        (Within(Duration(2, Unit.WORKING_DAY)), "2 个工作日内"),
        (Before(Duration(3, Unit.DAY), "starts_at"), "开始前 3 天"),
        (After(Duration(2, Unit.HOUR), "starts_at"), "开始后 2 小时"),
        (By(time(17)), "当日 17:00 前"),
        (By(time(17), 4), "周五 17:00 前"),
        (At("reply_by"), "回复期限前"),
        (
            Every(Duration(30, Unit.MINUTE), "incidents.resolved"),
            "每 30 分钟一次，直到突发事件解决",
        ),
    ],
)
def test_a_deadline_in_words(stage: Stage, term: Term | None, words: str) -> None:
    assert terms.term(term) == words


CONDITIONS = """
[[clause]]
id = "9.1"
text = "先预告后发布，附上说明，会议提前通知，逐级审签。"
kind = "executable"
[[clause.guard]]
on = "notices.published"
when = { complexity = "complex" }
not_before = "24h after starts_at"
otherwise = "refuse"
says = "再等等"
[[clause.guard]]
on = "notices.published"
not_after = "3d before starts_at"
otherwise = "record"
says = "早点说"
[[clause.guard]]
on = "notices.published"
needs = "digest"
otherwise = "record"
says = "补上"
[[clause.sign]]
of = "notices"
when = { urgency = "urgent" }
step = "verb"
who = "head_of(bearer)"
mode = "two"
[[clause.rule]]
on = "notices.published"
bearer = "key_people"
owes = "confirm_notice"
met_by = "notices.confirmed"
needs = "understood"
ladder = [{ after = "0min", who = "initiator", do = "phone_unread" }]
"""


def test_conditions_and_steps_read_as_sentences(db: None) -> None:
    clause = clauses.words(read_policy(1, {"t": CONDITIONS}).clause("9.1"))
    assert [(one.asks, one.otherwise, one.says) for one in clause.guards] == [
        ("不早于开始后 24 小时", "否则不能进行", "再等等"),
        ("不晚于开始前 3 天", "否则记为未满足", "早点说"),
        ("正文指纹", "否则记为未满足", "补上"),
    ]
    assert clause.guards[0].conditions == ("复杂程度：复杂",)
    assert [(one.step, one.who, one.mode) for one in clause.signings] == [
        ("事项", "主管", "两人分别签")
    ]
    assert (clause.rules[0].needs, clause.rules[0].ladder[1].when) == ("确认理解", "立即")


WEIGHTS = """
[[clause]]
id = "9.2"
text = "t"
kind = "executable"
[[clause.lint]]
code = "vague_time"
level = "should"
within = "3wd"
[[clause.lint]]
code = ["sensitive_id", "phone_list"]
level = "must"
"""


@pytest.mark.req("N07")
def test_weights_of_findings_are_read_in_one_line_each(db: None) -> None:
    policy = read_policy(1, {"t": WEIGHTS})
    found = clauses.words(policy.clause("9.2")).weights
    assert [(one.names, one.level, one.offers) for one in found] == [
        ("含糊的时间", "建议改", "建议 3 个工作日后"),
        ("身份证号、电话名单", "必须改", ""),
    ]
    text = markdown(policy)
    assert "- 写作检查：含糊的时间，建议改，建议 3 个工作日后\n" in text
    assert "- 写作检查：身份证号、电话名单，必须改\n" in text
