from datetime import time

import pytest

from huiyin.core.due import derive
from huiyin.core.terms import (
    END,
    EVERY_MONTH,
    At,
    Before,
    By,
    Duration,
    Every,
    Later,
    On,
    Term,
    TermError,
    Unit,
    Within,
    parse_duration,
    parse_term,
)
from huiyin.core.tests.world import CALENDAR, at, said

pytestmark = pytest.mark.req("Z07")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("1h", Within(Duration(1, Unit.HOUR))),
        ("30min", Within(Duration(30, Unit.MINUTE))),
        ("2wd", Within(Duration(2, Unit.WORKING_DAY))),
        ("4wh", Within(Duration(4, Unit.WORKING_HOUR))),
        ("2d", Within(Duration(2, Unit.DAY))),
        ("3d before starts_at", Before(Duration(3, Unit.DAY), "starts_at")),
        ("by 17:00", By(time(17))),
        ("by fri 17:00", By(time(17), 4)),
        ("by reply_by", At("reply_by")),
        (
            "every 30min until incidents.resolved",
            Every(Duration(30, Unit.MINUTE), "incidents.resolved"),
        ),
        ("2mo", Within(Duration(2, Unit.MONTH))),
        ("by 1wd 12:00", Later(time(12), Duration(1, Unit.WORKING_DAY))),
        ("by month 5 18:00", On(time(18), EVERY_MONTH, 5)),
        ("by month end 18:00", On(time(18), EVERY_MONTH, END)),
        ("by month 31 18:00", On(time(18), EVERY_MONTH, END)),
        ("by quarter endwd 18:00", On(time(18), (3, 6, 9, 12), END, working=True)),
        ("by quarter 10 18:00", On(time(18), (1, 4, 7, 10), 10)),
        ("by dec,jun 3wd 18:00", On(time(18), (6, 12), 3, working=True)),
        ("every month 5 18:00 until a.b", Every(On(time(18), EVERY_MONTH, 5), "a.b")),
        ("every fri 17:00 until a.b", Every(By(time(17), 4), "a.b")),
        ("every 17:00 until a.b", Every(By(time(17)), "a.b")),
        ("every 1wd 09:00 until a.b", Every(Later(time(9), Duration(1, Unit.WORKING_DAY)), "a.b")),
    ],
)
def test_every_form_of_the_grammar(text: str, term: Term) -> None:
    assert parse_term(text) == term


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "不是期限"),
        ("soon", "“soon”不是时长"),
        ("2 wd", "不是期限"),
        ("0h", "必须大于零"),
        ("-1h", "“-1h”不是时长"),
        ("1.5h", "“1.5h”不是时长"),
        ("2weeks", "“2weeks”不是时长"),
        ("99999d", "“99999d”不是时长"),
        ("3d before Starts", "“Starts”不是事实名"),
        ("3d since starts_at", "不是期限"),
        ("by 24:00", "“24:00”不是钟点"),
        ("by 5:00", "“5:00”不是钟点"),
        ("by fr 17:00", "“fr”不是星期"),
        ("by fri noon", "“noon”不是钟点"),
        ("by REPLY", "“REPLY”不是事实名"),
        ("every 30min until resolved", "“resolved”不是事件名"),
        ("every day until a.b", "“day”不是时长"),
        ("by", "“by”不是时长"),
        ("by the end of 17:00", "不是期限"),
        ("by 2h 17:00", "“2h”不是天数"),
        ("by month 32 18:00", "“32”不是日子"),
        ("by month 0 18:00", "“0”不是日子"),
        ("by juni end 18:00", "“juni”不是月份"),
        ("by jun,jun end 18:00", "“jun,jun”不是月份"),
        ("by month end", "“end”不是钟点"),
        ("every until a.b", "不是期限"),
    ],
)
def test_a_slip_is_named(text: str, named: str) -> None:
    with pytest.raises(TermError, match=named):
        parse_term(text)


def test_a_duration_alone() -> None:
    assert parse_duration("90min") == Duration(90, Unit.MINUTE)


@pytest.mark.parametrize(
    ("term", "born", "expected"),
    [
        ("1h", "2026-11-20 17:20", "2026-11-20 18:20:00"),
        ("30min", "2026-11-20 23:45", "2026-11-21 00:15:00"),
        ("2d", "2026-11-20 17:20", "2026-11-22 17:20:00"),
        ("2wd", "2026-11-20 17:20", "2026-11-24 17:20:00"),
        ("4wh", "2026-11-20 17:20", "2026-11-23 13:20:00"),
        ("by 17:00", "2026-11-20 16:59:59", "2026-11-20 17:00:00"),
        ("by 17:00", "2026-11-20 17:00", "2026-11-21 17:00:00"),
        ("by fri 17:00", "2026-11-20 16:00", "2026-11-20 17:00:00"),
        ("by fri 17:00", "2026-11-20 17:00", "2026-11-27 17:00:00"),
        ("by mon 09:00", "2026-11-20 16:00", "2026-11-23 09:00:00"),
        ("every 30min until incidents.resolved", "2026-11-20 09:00", "2026-11-20 09:30:00"),
        ("3d before starts_at", "2026-11-20 09:00", "2026-11-27 14:00:00"),
        ("2wd before starts_at", "2026-11-20 09:00", "2026-11-26 14:00:00"),
        ("4wh before starts_at", "2026-11-20 09:00", "2026-11-30 09:00:00"),
        ("by starts_at", "2026-11-20 09:00", "2026-11-30 14:00:00"),
    ],
)
def test_derived(term: str, born: str, expected: str) -> None:
    facts = {"starts_at": at("2026-11-30 14:00")}
    due = derive(parse_term(term), at(born), facts, CALENDAR)
    assert said(due.at) == expected
    assert due.at.tzname() == "UTC"
    assert not due.provisional


@pytest.mark.parametrize(
    ("term", "born", "why"),
    [
        (
            "2wd",
            "2026-11-20 17:20",
            (
                "11 月 20 日 周五 17:20 起 2 个工作日",
                "其间 11 月 21 日 周六 至 11 月 22 日 周日 休息",
                "截止 11 月 24 日 周二 17:20",
            ),
        ),
        (
            "2wd",
            "2026-11-21 10:00",
            (
                "11 月 21 日 周六 10:00 起 2 个工作日",
                "不在工作时间，自 11 月 23 日 周一 09:00 起算",
                "其间 11 月 21 日 周六 至 11 月 22 日 周日 休息",
                "截止 11 月 25 日 周三 09:00",
            ),
        ),
        (
            "1wd",
            "2026-12-31 10:00",
            (
                "12 月 31 日 周四 10:00 起 1 个工作日",
                "截止 1 月 1 日 周五 10:00",
                "途经的年份尚未公布放假安排，日期暂定",
            ),
        ),
        (
            "by fri 17:00",
            "2026-11-23 10:00",
            ("11 月 23 日 周一 10:00 之后的下一个 周五 17:00", "截止 11 月 27 日 周五 17:00"),
        ),
        (
            "by 17:00",
            "2026-11-23 10:00",
            ("11 月 23 日 周一 10:00 之后的下一个 17:00", "截止 11 月 23 日 周一 17:00"),
        ),
        (
            "by starts_at",
            "2026-11-23 10:00",
            ("事件写明的时间（starts_at）", "截止 11 月 30 日 周一 14:00"),
        ),
        (
            "3d before starts_at",
            "2026-11-23 10:00",
            ("starts_at 之前 3 天", "截止 11 月 27 日 周五 14:00"),
        ),
    ],
)
def test_the_derivation_is_said_in_words(term: str, born: str, why: tuple[str, ...]) -> None:
    facts = {"starts_at": "2026-11-30T14:00:00+08:00"}
    assert derive(parse_term(term), at(born), facts, CALENDAR).why == why


@pytest.mark.parametrize(
    "value",
    [None, 7, "tomorrow", "2026-11-30T14:00:00", at("2026-11-30 14:00").replace(tzinfo=None)],
)
def test_a_fact_that_is_no_instant_is_named(value: object) -> None:
    with pytest.raises(TermError, match="starts_at"):
        derive(At("starts_at"), at("2026-11-23 10:00"), {"starts_at": value}, CALENDAR)  # type: ignore[dict-item]
