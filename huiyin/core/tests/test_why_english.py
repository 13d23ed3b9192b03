"""Derivations in English, each kind of sentence once."""

import pytest

from huiyin.core.why_english import in_english


@pytest.mark.req("Z07")
@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("11 月 20 日 周五 17:20 起 2 个工作日", "2 working days from Fri 20 Nov 17:20"),
        ("starts_at 之前 3 天", "3 days before starts_at"),
        (
            "11 月 23 日 周一 10:00 之后的下一个 周五 17:00",
            "the next Fri 17:00 after Mon 23 Nov 10:00",
        ),
        ("事件写明的时间（reply_by）", "the time that the event names (reply_by)"),
        (
            "不在工作时间，自 11 月 23 日 周一 09:00 起算",
            "outside working time: counted from Mon 23 Nov 09:00",
        ),
        (
            "其间 10 月 1 日 周四 至 10 月 7 日 周三 国庆节 休息；10 月 10 日 周六 调休上班",
            "on the way: Thu 1 Oct to Wed 7 Oct National Day off; Sat 10 Oct is a make-up workday",
        ),
        ("其间 14 天休息、2 天调休上班", "on the way: 14 days off, 2 make-up workdays"),
        ("截止 11 月 24 日 周二 17:20", "due Tue 24 Nov 17:20"),
        ("途经的年份尚未公布放假安排，日期暂定", "provisional: a year is not published yet"),
        ("别的话", "别的话"),
        ("11 月 24 日 周二 09:00 起 1 个工作小时", "1 working hour from Tue 24 Nov 09:00"),
    ],
)
def test_a_line_in_english(chinese: str, english: str) -> None:
    assert in_english(chinese) == english
