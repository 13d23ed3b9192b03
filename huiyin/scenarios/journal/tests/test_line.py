"""One line read into fields (R07)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.scenarios.journal.line import read

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 25)
"""A Wednesday."""

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=ZONE)


@pytest.mark.req("R07")
def test_the_line_of_the_manual() -> None:
    line = read("和叶蓁 14:20 电话 对账口径按新表 已同意", TODAY)
    assert line.names == ("叶蓁",)
    assert line.kind == "phone"
    assert line.clock == time(14, 20)
    assert (line.content, line.result) == ("对账口径按新表", "已同意")
    assert not line.decision
    assert not line.urgent


@pytest.mark.req("R07")
@pytest.mark.parametrize(
    ("text", "kind", "names", "content", "result"),
    [
        ("微信 跟陈屿、秦朗 服务器扩容下周做", "im", ("陈屿", "秦朗"), "服务器扩容下周做", ""),
        ("走廊 与何青和邱然 年会改到周五 →同意", "talk", ("何青", "邱然"), "年会改到周五", "同意"),
        ("发生 08:40 支付接口超时 结果:已恢复", "occurrence", (), "支付接口超时", "已恢复"),
        ("随口一说", "", (), "随口一说", ""),
        ("对唐果 电话 催报销单 待补发票", "phone", ("唐果",), "催报销单", "待补发票"),
        ("和李四 已同意", "", ("李四",), "已同意", ""),
        ("致电 电话 坏了", "phone", (), "电话 坏了", ""),
    ],
)
def test_words_in_any_order(
    text: str, kind: str, names: tuple[str, ...], content: str, result: str
) -> None:
    line = read(text, TODAY)
    assert (line.kind, line.names, line.content, line.result) == (kind, names, content, result)


@pytest.mark.parametrize("word", ["决定", "#决定", "拍板", "＃决策"])
def test_a_decision_is_flagged(word: str) -> None:
    line = read(f"企微 {word} 双十二延长到周日", TODAY)
    assert line.decision
    assert line.content == "双十二延长到周日"


def test_an_urgent_word_is_flagged() -> None:
    assert read("电话 紧急 机房断电", TODAY).urgent
    assert not read("电话 机房断电不紧急", TODAY).urgent


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("说好了", NOW),
        ("14:20 说好了", NOW.replace(hour=14, minute=20)),
        ("16:00 说好了", NOW.replace(day=24, hour=16)),
        ("昨天 16:00 说好了", NOW.replace(day=24, hour=16)),
        ("下午2点半 说好了", NOW.replace(hour=14, minute=30)),
        ("9点05分 说好了", NOW.replace(hour=9, minute=5)),
        ("11月20日 10:00 说好了", NOW.replace(day=20, hour=10)),
        ("2025-12-03 10:00 说好了", NOW.replace(year=2025, month=12, day=3, hour=10)),
        ("12-03 10:00 说好了", NOW.replace(year=2025, month=12, day=3, hour=10)),
        ("周一 10:00 说好了", NOW.replace(day=23, hour=10)),
        ("周五 10:00 说好了", NOW.replace(day=20, hour=10)),
        ("上周五 10:00 说好了", NOW.replace(day=20, hour=10)),
        ("前天 说好了", NOW.replace(day=23)),
        ("今天 18:00 说好了", NOW),
    ],
)
def test_a_log_speaks_of_the_past(text: str, at: datetime) -> None:
    line = read(text, TODAY)
    assert line.moment(NOW) == at
    assert line.content == "说好了"


@pytest.mark.parametrize("word", ["2月30日", "25:00", "13点99", "1999-01-02", "2026-13-01"])
def test_what_is_no_moment_is_content(word: str) -> None:
    line = read(f"{word} 说好了", TODAY)
    assert line.content == f"{word} 说好了"
    assert line.moment(NOW) == NOW


@given(st.text(max_size=80))
def test_no_text_is_an_error_and_no_moment_lies_ahead(text: str) -> None:
    line = read(text, TODAY)
    assert line.moment(NOW) <= NOW
    assert line.moment(NOW).year >= 2000
    for word in line.content.split():
        assert word in text
