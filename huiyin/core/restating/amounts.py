"""Times, lengths of time, money, shares and counts of plain text."""

import re
from collections.abc import Iterator
from decimal import Decimal

from huiyin.core.restating.values import Kind, Part, Reader, Value, value

_N = r"(\d+(?:\.\d+)?)(百万|千万|[百千万亿])?"
_SCALE = {
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "亿": 100_000_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
}
_MORNING, _EVENING = "凌晨|清晨|早上|早晨|上午|早", "中午|下午|傍晚|今晚|晚上|晚间|夜里|晚"
_NOON, _HALF_DAY, _DAY = 12, 720, 1440
_TIME = re.compile(
    rf"({_MORNING}|{_EVENING})?(?<![\d.])(\d{{1,2}})"
    r"(?::([0-5]\d)(?!\d)|[点时](?![间候长])(?:(半|1刻|3刻)|(\d{1,2})分?)?整?钟?)"
)
_QUARTERS = {"半": 30, "1刻": 15, "3刻": 45}
_VAGUE = {"下班": (17 * 60, 90), "中午": (12 * 60, 120), "上班": (8 * 60 + 30, 60)}
"""A word for a time: the earliest minute of the day that it may mean, and how much later."""
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_LENGTH = re.compile(rf"(?<!第)(?:(半)|{_N})个?(半)?个?(工作日|分钟|小时|天|周|星期|月|年)(?!\d)")
_DAYS_WITHIN = re.compile(r"(\d+)日(?=内|之内|以内)")
_MINUTES = {"分钟": 1, "小时": 60, "天": _DAY, "周": 7 * _DAY, "星期": 7 * _DAY}
_MONEY = re.compile(rf"(?:(?:¥|rmb){_N}元?|{_N}(?:元|块钱|块|人民币))")
_PERCENT = re.compile(r"百分之(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)(?:%|个百分点)")
_COUNT = re.compile(
    rf"{_N}(号楼|号窗口|号会议室|个|人|名|位|份|件|台|张|条|项|次|页|家|间|套|级|版|轮|场|组|批|倍|分"
    "|折|楼|层|室|辆|箱|本)"
)
_SAME_UNIT = {"名": "人", "位": "人", "层": "楼"}
_WHERE = {"楼", "室", "号楼", "号窗口", "号会议室", "间"}
_NUMBER = re.compile(_N)


def _times(text: str) -> Iterator[Value]:
    for match in _TIME.finditer(text):
        half, hour, minute, part, spoken = match.groups()
        at = int(hour) * 60 + int(minute or spoken or _QUARTERS.get(part, 0))
        late = half and re.fullmatch(_EVENING, half) and int(hour) < _NOON
        if late and (half, hour) != ("中午", "11"):
            at += _HALF_DAY
        if at <= _DAY:
            known = bool(half or minute) or int(hour) > _NOON
            yield value(Kind.TIME, (at, known, 0), match)
    for word, (start, length) in _VAGUE.items():
        for match in re.finditer(word, text):
            yield value(Kind.TIME, (start, True, length), match)


def _weekdays(text: str) -> Iterator[Value]:
    for match in _WEEKDAY.finditer(text):
        yield value(Kind.WEEKDAY, ("一二三四五六日".find(match[1]) % 7,), match)


def _shares(text: str) -> Iterator[Value]:
    for match in _PERCENT.finditer(text):
        yield value(Kind.PERCENT, (Decimal(match[1] or match[2]), "%"), match)


def _money(text: str) -> Iterator[Value]:
    for match in _MONEY.finditer(text):
        digits, scale = (match[1], match[2]) if match[1] else (match[3], match[4])
        yield value(Kind.MONEY, (_number(digits, scale), "元"), match)


def _lengths(text: str) -> Iterator[Value]:
    for match in _LENGTH.finditer(text):
        yield value(Kind.DURATION, _length(match), match)
    for match in _DAYS_WITHIN.finditer(text):
        yield value(Kind.DURATION, (Decimal(match[1]) * _DAY, "min"), match)


def _length(match: re.Match[str]) -> tuple[Part, ...]:
    half = Decimal("0.5")
    amount = half if match[1] else _number(match[2], match[3])
    if match[4]:
        amount += half
    minutes = _MINUTES.get(match[5])
    return (amount * minutes, "min") if minutes else (amount, match[5])


def _counts(text: str) -> Iterator[Value]:
    for match in _COUNT.finditer(text):
        unit, amount = _SAME_UNIT.get(match[3], match[3]), _number(match[1], match[2])
        yield value(Kind.COUNT, (amount, unit), match, needed=unit not in _WHERE and amount != 1)
    for match in _NUMBER.finditer(text):
        yield value(Kind.NUMBER, (_number(match[1], match[2]), ""), match)


def _number(digits: str, scale: str | None) -> Decimal:
    return Decimal(digits) * _SCALE.get(scale or "", 1)


READERS: tuple[Reader, ...] = (_times, _weekdays, _shares, _money, _lengths, _counts)
"""In this order: what one has read is taken before the next looks."""
