from datetime import date
from decimal import Decimal

import pytest

from huiyin.core.restating.numerals import number, plain
from huiyin.core.restating.reading import find

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("run", "value"),
    [
        ("二十", 20),
        ("十五", 15),
        ("两万五千", 25_000),
        ("二〇二六", 2026),
        ("一亿零三百", 100_000_300),
    ],
)
def test_numerals(run: str, value: int) -> None:
    assert number(run) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("统一走 OA", "统一走oa"),
        ("千万别忘", "千万别忘"),
        ("十分重要", "非常重要"),
        ("提前一点", "提前稍微"),
        ("下午一点", "下午1点"),
        ("晚上十一点前", "晚上11点前"),
        ("五千人，5,000 元", "5000人,5000元"),
        ("周三上午十点", "周三上午10点"),
        ("百分之十五", "百分之15"),
        ("加二十万", "加200000"),
        ("周三点名", "周三点名"),
        ("周五十一点", "周五11点"),
    ],
)
def test_plain_text(text: str, found: str) -> None:
    assert plain(text) == found


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("二〇二六年十二月五日", "date", (2026, 12, 5, 5)),
        ("2026/12/5", "date", (2026, 12, 5, 5)),
        ("12/5", "date", (None, 12, 5, 5)),
        ("5号", "date", (None, None, 5, 5)),
        ("十一月底", "date", (None, 11, 28, 31)),
        ("月底", "date", (None, None, 28, 31)),
        ("下个月中旬", "date", (None, 12, 11, 20)),
        ("上月5日", "date", (None, 10, 5, 5)),
        ("后天", "date", (None, 11, 24, 24)),
        ("九点半", "time", (570, False, 0)),
        ("晚上九点三刻", "time", (1305, True, 0)),
        ("中午11点", "time", (660, True, 0)),
        ("凌晨2点05分", "time", (125, True, 0)),
        ("礼拜天", "weekday", (6,)),
        ("半小时", "duration", (Decimal(30), "min")),
        ("一个半小时", "duration", (Decimal(90), "min")),
        ("三日内", "duration", (Decimal(4320), "min")),
        ("24 小时", "duration", (Decimal(1440), "min")),
        ("3 个工作日", "duration", (Decimal(3), "工作日")),
        ("￥5,000", "money", (Decimal(5000), "元")),
        ("1.5 万元", "money", (Decimal(15000), "元")),
        ("两位同事", "count", (Decimal(2), "人")),
        ("6号楼", "count", (Decimal(6), "号楼")),
        ("15%", "percent", (Decimal(15), "%")),
        ("8021", "number", (Decimal(8021), "")),
        ("叶经理", "person", ("叶",)),
        ("财务部", "department", ("财务",)),
        ("东门", "place", ("东", "门")),
    ],
)
def test_values(text: str, kind: str, parts: tuple[object, ...]) -> None:
    found = find(plain(text), names=["叶蓁"], base=TODAY)
    assert [(one.kind.value, one.parts) for one in found] == [(kind, parts)]


def test_no_value_where_there_is_none() -> None:
    for text in ("一起去", "万一迟到", "全部门通知", "25:99", "30点", "次日", "满意"):
        assert [one.kind.value for one in find(plain(text)) if one.kind != "number"] == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("超过 5 元", "least"),
        ("不超过 5 元", "most"),
        ("不低于5元", "least"),
        ("低于5元", "most"),
        ("5元及以上", "least"),
        ("12月5日前", "before"),
        ("12月5日起", "after"),
        ("5元", ""),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    assert find(plain(text))[0].bound.value == bound


def test_what_may_be_left_out() -> None:
    def needed(text: str) -> list[bool]:
        return [one.needed for one in find(plain(text), names=["陈屿"])]

    assert needed("由 12 月 8 日推迟到 12 月 15 日") == [False, True]
    assert needed("12月5日周六") == [True, False]
    assert needed("周六") == [True]
    assert needed("技术部陈屿") == [False, True]
    assert needed("2楼") == [False]


def test_the_next_day_follows_the_date_before_it() -> None:
    found = find(plain("12月5日开始，次日结束"))
    assert [one.parts for one in found] == [(None, 12, 5, 5), (None, None, 6, 6)]
