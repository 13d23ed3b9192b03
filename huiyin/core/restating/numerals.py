"""Chinese numerals as digits, and text in one plain form: the first step of every comparison."""

import re
import unicodedata

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

_UNITS = (
    "年|月|日|号|点|时|分|秒|元|块|%|折|个|人|名|位|份|件|台|张|条|项|次|页|家|间|套|级|版|轮|场|组"
    "|批|倍|楼|层|室|天|小时|周|星期|刻|成|辆|箱|本|岁|米|公里|吨|克"
)
_RUN = re.compile(
    r"(?P<before>百分之|[统同唯专单之万第]?)(?P<run>[一二两三四五六七八九十〇零][一二两三四五六七八九十百千万亿〇零]*)"
    rf"(?P<unit>(?={_UNITS})|)"
)
_NEVER = ("统", "同", "唯", "专", "单", "之", "万")
_A_LITTLE = re.compile(r"(?<=[前早晚快多少高低好大小慢有差了轻])一点(?![半钟整\d])")
_VERY = re.compile(r"(?<![点时:])十分(?![钟,。;!?]|$)")
_GAP = re.compile(r"(?<![0-9a-z])\s+|\s+(?![0-9a-z])")


def plain(text: str) -> str:
    """``text`` in small letters and half width, Chinese numerals as digits, without needless gaps."""
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"(?<=\d),(?=\d{3}(?:元|块|万|人|份))", "", text)
    text = re.sub(r"\n+", "。", text)
    text = _GAP.sub("", text)
    text = _VERY.sub("非常", _A_LITTLE.sub("稍微", text))
    return _RUN.sub(_converted, text)


def number(run: str) -> int:
    """The value of Chinese numerals: ``二十`` is 20, ``二〇二六`` is 2026."""
    if not any(char in _SMALL or char in _LARGE for char in run):
        return int("".join(str(_DIGITS[char]) for char in run))
    total = section = digit = 0
    for char in run:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            total = (total + section + digit) * _LARGE[char]
            section = digit = 0
    return total + section + digit


def _converted(match: re.Match[str]) -> str:
    before, run = match["before"], match["run"]
    following = match.string[match.end() :]
    counted = re.match(_UNITS, following) is not None or before == "百分之"
    large = len(run) > 1 and any(char in _SMALL or char in _LARGE for char in run)
    weekday = re.search(r"(?:周|星期|礼拜)$", match.string[: match.start("run")])
    if before in _NEVER or not (counted or large):
        return match[0]
    if weekday:  # 周三上午, 周五 11 月: the first numeral is a day's name
        return match[0] if len(run) == 1 else f"{before}{run[0]}{number(run[1:])}"
    return f"{before}{number(run)}"
