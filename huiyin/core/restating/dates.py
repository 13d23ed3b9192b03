"""Dates of plain text in all their forms: 2026-12-05, 12/5, 12月5号, 11月底, 下个月5号, 明天."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from huiyin.core.restating.values import NEXT_DAY, Kind, Part, Reader, Value, value

_ROOM = "楼|会议室|窗口|线|门|机|文|厅|车|仓|库|桌|厂"
_PART = "底|初|末|上旬|中旬|下旬"
_MONTH = "1[0-2]|0?[1-9]"
_DAY = r"3[01]|[12]\d|0?[1-9]"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<y>20\d\d)[-/.年](?P<m>{_MONTH})[-/.月](?P<d>{_DAY})[日号]?",
        rf"(?P<m>{_MONTH})月(?P<d>{_DAY})(?:[日号]|(?![\d个人元份点时:]))",
        rf"(?<![\d/.])(?P<m>{_MONTH})/(?P<d>{_DAY})(?![\d/])",
        rf"(?P<rel>本月|这个?月|当月|下个?月|上个?月)(?:(?P<d>{_DAY})[日号]|(?P<part>{_PART}))",
        rf"(?<![\d个])(?P<m>{_MONTH})月(?:份)?(?P<part>{_PART})?",
        rf"(?<![\d第])(?P<d>{_DAY})(?:日(?!内|之内|以内)|号(?!{_ROOM}))",
        r"(?P<part>月底|月初|月末)",
        r"(?P<day>今天|大后天|明天|后天|昨天|今日|明日|次日|第2天|翌日|隔天)",
    )
)
_DAYS = {
    "底": (28, 31),
    "末": (28, 31),
    "初": (1, 5),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
}
_AHEAD = {"昨天": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}


def reader(base: date | None) -> Reader:
    """Reads dates; 明天 and 下个月 count from ``base`` and say nothing without it."""

    def read(text: str) -> Iterator[Value]:
        for form in _FORMS:
            for match in form.finditer(text):
                parts = _parts(match.groupdict(), base)
                if parts is not None:
                    yield value(Kind.DATE, parts, match)

    return read


def _parts(found: dict[str, str | None], base: date | None) -> tuple[Part, ...] | None:
    if word := found.get("day"):
        return _relative(word, base)
    year, month, day = (_whole(found.get(key)) for key in "ymd")
    if (relative := found.get("rel")) and base:
        month = (base.month - 1 + {"下": 1, "上": -1}.get(relative[0], 0)) % 12 + 1
    first, last = day, day
    if part := found.get("part"):
        first, last = _DAYS[part.removeprefix("月")]
    return (year, month, first, last)


def _relative(word: str, base: date | None) -> tuple[Part, ...] | None:
    if word not in _AHEAD:
        return NEXT_DAY
    if base is None:
        return None
    on = base + timedelta(days=_AHEAD[word])
    return (None, on.month, on.day, on.day)


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None
