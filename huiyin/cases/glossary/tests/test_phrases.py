"""Every code has its words, and each finding of the corpus can be told."""

import pytest

from huiyin.cases.glossary import phrases
from huiyin.cases.glossary.names import NAMES
from huiyin.core.wording import LEVELS, Finding, check
from huiyin.core.wording.tests.measure import RULES, TERMS, sentences

pytestmark = pytest.mark.req("N07")


def test_every_code_has_a_phrase() -> None:
    assert set(phrases.PHRASES) == set(LEVELS)
    assert set(NAMES) == set(LEVELS)


def test_whatever_is_found_can_be_told() -> None:
    told = set()
    for row in sentences():
        for finding in check(row.draft, TERMS, RULES):
            words = (phrases.title(finding), phrases.hint(finding), phrases.button(finding))
            assert all(words), finding
            assert "%(" not in "".join(words)
            assert phrases.icon(finding)
            told.add(finding.code)
    assert told == set(LEVELS)


@pytest.mark.parametrize(
    ("finding", "title", "hint", "button"),
    [
        (
            Finding("vague_time", "items", 0, 2, {"word": "尽快"}, " 12 月 4 日 18:00 前"),
            "「尽快」会有不同理解",
            "建议写成「12 月 4 日 18:00 前」。",
            "替换",
        ),
        (
            Finding("vague_time", "items", 0, 2, {"word": "尽快"}),
            "「尽快」会有不同理解",
            "写成具体的日期和时刻。",
            "去修改",
        ),
        (
            Finding("sensitive_mobile", "contact", 0, 11, {}, ""),
            "联系人含个人手机号",
            "机密以外的通知不能写，改用分机号。",
            "删去",
        ),
        (
            Finding("title_date", "title", 0, 9, {"word": "需2月30日回复", "reason": "invalid"}),
            "标题的回复期限「需2月30日回复」不可用",
            "日历上没有这一天。",
            "去修改",
        ),
        (
            Finding("title_mark", "title", 0, 2, {"word": ""}, ""),
            "标题里有空的【】",
            "类别写在【】里，放在最前。",
            "改正",
        ),
    ],
)
def test_words(finding: Finding, title: str, hint: str, button: str) -> None:
    told = (phrases.title(finding), phrases.hint(finding), phrases.button(finding))
    assert told == (title, hint, button)
