"""Made from a key point: a hint that asks for it, and a statement that may be false."""

import re
from dataclasses import dataclass

from huiyin.core.restating.numerals import plain
from huiyin.core.restating.reading import find

BLANK = "＿＿"
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:：](\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?=\s*[日号](?!内))")
_AMOUNT = re.compile(
    r"(?<!\d)(\d[\d,]*)(?=\s*(?:万?元|%|％|个|份|人|名|位|分|次|天|小时|工作日|折|件|台|层|楼))"
)
_WORDS = (
    ("不得", "可以"),
    ("不能", "可以"),
    ("禁止", "允许"),
    ("不再", "继续"),
    ("停用", "继续使用"),
    ("必须", "不必"),
    ("须", "不必"),
    ("无需", "必须"),
    ("不予", "可以"),
    ("不", ""),
)
_LATEST_HOUR, _LATEST_DAY, _STEP = 22, 23, 5


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence to be judged, and whether it is true."""

    text: str
    true: bool


def hint(text: str, most: int = 30) -> str:
    """The point with its values left open; empty when that would give everything away."""
    shown = plain(text)
    values = find(shown)
    for value in reversed(values):
        shown = shown[: value.start] + BLANK + shown[value.end :]
    if not values:
        return ""
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def statement(text: str, *, false: bool) -> Statement:
    """The point itself, or with one value or one wish turned where ``false`` is wanted.

    A point that offers nothing to turn stays true.
    """
    whole = text.strip().rstrip("。.;；")
    turned = _turned(whole) if false else whole
    return Statement(turned, turned == whole)


def _turned(text: str) -> str:
    for pattern, other in ((_TIME, _other_time), (_DAY, _other_day), (_AMOUNT, _double)):
        match = pattern.search(text)
        if match:
            return text[: match.start()] + other(match) + text[match.end() :]
    for word, instead in _WORDS:
        if word in text:
            return text.replace(word, instead, 1)
    return text


def _other_time(match: re.Match[str]) -> str:
    hour = int(match[1])
    return f"{hour + 2 if hour < _LATEST_HOUR else hour - 2}:{match[2]}"


def _other_day(match: re.Match[str]) -> str:
    day = int(match[1])
    return str(day + _STEP if day <= _LATEST_DAY else day - _STEP)


def _double(match: re.Match[str]) -> str:
    number = int(match[1].replace(",", "")) * 2
    return f"{number:,}" if "," in match[1] else str(number)
