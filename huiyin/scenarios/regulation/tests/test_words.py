"""What an amendment changes is said in sentences that people understand."""

import pytest
from django.utils import translation

from huiyin.core.policy import Policy
from huiyin.core.writing.source import read_source
from huiyin.policies import in_force
from huiyin.scenarios.regulation.words.changes import heading, sentences, words_of_change

pytestmark = pytest.mark.req("Z01")

SOURCE = """# file: a
[[clause]]
id = "3.3.1"
title = "确认"
text = "一小时内确认。"
kind = "executable"
[[clause.rule]]
on = "notices.published"
when = { urgency = ["important", "urgent"] }
bearer = "recipients"
owes = "confirm_notice"
within = "1h"
met_by = "notices.confirmed"
ladder = [{ after = "30min", who = "bearer", do = "remind" }]
[[clause.guard]]
on = "notices.published"
needs = "signed_off"
otherwise = "refuse"
says = "先签后发。"
[[route]]
channels = ["inbox"]
confirm = "acknowledge"
"""


def told(old: str, new: str) -> str:
    """The sentences of one change."""
    assert old in SOURCE
    with translation.override("zh-hans"):
        found = words_of_change(read_source(SOURCE), read_source(SOURCE.replace(old, new)))
        return "\n".join(f"{heading(one)}\n{sentences(one)}" for one in found)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'within = "1h"',
            'within = "2h"',
            "“收到”（紧急程度：重要或紧急）的时限由 1 小时内 改为 2 小时内",
        ),
        ('within = "1h"\n', "", "的时限取消，原为 1 小时内"),
        ("urgency = [", "classification = [", "的适用情形由 紧急程度：重要或紧急 改为"),
        ("一小时内确认", "两小时内确认", "条文：两小时内确认。"),
        ('after = "30min"', 'after = "40min"', "由 30 分钟后提醒本人 改为 40 分钟后提醒本人"),
        (
            'ladder = [{ after = "30min", who = "bearer", do = "remind" }]',
            "",
            "的催办步骤取消，原为",
        ),
        ('otherwise = "refuse"', 'otherwise = "record"', "由 否则不能进行 改为 否则记为未满足"),
        ('channels = ["inbox"]', 'channels = ["mail"]', "条文之外（修改）"),
        ('kind = "executable"', 'kind = "executable"\nreason = "试行"', "试行"),
    ],
)
def test_a_change_is_a_sentence(old: str, new: str, words: str) -> None:
    assert words in told(old, new)


def test_a_clause_that_came_or_went_is_told_by_its_rules() -> None:
    with translation.override("zh-hans"):
        policy = read_source(SOURCE)
        (came, *_rest) = words_of_change(Policy(0, ()), policy)
        assert heading(came) == "3.3.1 确认（新增）"
        assert "收到" in sentences(came)
        (gone, *_rest) = words_of_change(policy, Policy(0, ()))
        assert sentences(gone).startswith("- 不再：")


@pytest.mark.django_db
def test_every_shipped_clause_can_be_said() -> None:
    policy = read_source(in_force.shipped_source())
    with translation.override("zh-hans"):
        came = words_of_change(Policy(0, ()), policy)
        gone = words_of_change(policy, Policy(0, ()))
    assert len(came) >= len(policy.clauses)
    assert all(sentences(one) for one in came if one.clause)
    assert all("<" not in sentences(one) for one in (*came, *gone))
