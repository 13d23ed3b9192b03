"""Amounts and times of day in words: 两个半小时, 3至5个工作日, 下午五点半."""

import re
from dataclasses import dataclass

from huiyin.core.restating.numerals import number

NUM = r"(?:\d{1,4}(?:\.5)?|[一二两三四五六七八九十百]{1,4}|半)"
_UNIT = (
    r"(?:工作小时|工作时(?!间)|working ?hours?|小时|钟头|hours?|hrs?|h(?![a-z])"
    r"|工作日|工作天|working ?days?|wd(?![a-z])|日历日|自然日|天(?!津|气|窗|猫)|days?|d(?![a-z])"
    r"|日(?![常报志程历期后均间起终前]|前)|日(?=前|后|内|起|均)|分钟|mins?(?![a-z])|minutes?"
    r"|(?:星期|礼拜|周)(?![一二三四五六日天刊报会期年知末])|季度|年(?!级|度|龄|限|代|会|终|末|月))"
)
_MONTH = r"(?:个(?:半)?|半)月(?!度|报|份)"
_ONE = rf"(?:{NUM}个?(?:多)?(?:半)?{_UNIT}|{NUM}{_MONTH}|半个?月)"
AMOUNT = re.compile(
    rf"(?<![\d.一二三四五六七八九十百])(?<!\d:)"
    rf"(?:{NUM}(?:个?{_UNIT}|个月)?(?:至|到|-|~|或))?(?P<last>{_ONE})",
    re.IGNORECASE,
)
_LAST = re.compile(rf"(?P<n>{NUM})(?:个)?(?P<half>半)?(?P<unit>{_UNIT}|月)", re.IGNORECASE)
_UNITS = (
    (r"工作小时|工作时|working ?hour", "wh"),
    (r"工作日|工作天|working ?day|wd", "wd"),
    (r"小时|钟头|hour|hr|h$", "h"),
    (r"分钟|min", "min"),
    (r"星期|礼拜|周", "week"),
    (r"季度", "quarter"),
    (r"月", "month"),
    (r"年", "year"),
    (r"天|日|day|d$", "d"),
)
_SIXTY = 60
_LARGEST = 9999

TIME = (
    r"(?:(?P<part>上午|早上|早|下午|晚上|晚间|晚|中午|凌晨|傍晚)?"
    r"(?:(?P<h>\d{1,2}):(?P<m>\d{2})|(?P<hn>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点钟?|时(?!间|限|段))"
    r"(?:(?P<hf>半)|(?P<mn>\d{1,2}|[一二三四五六七八九十]{1,3})分|整)?)"
    r"|(?P<noon>中午|正午))"
)
_AFTERNOON = {"下午", "晚上", "晚间", "晚", "傍晚"}


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` in the notation of clocks (``2h``, ``30min``, ``1month``) at ``start:end``."""

    start: int
    end: int
    value: str
    count: float
    unit: str


def value_of(said: str) -> float:
    """``两`` is 2, ``半`` 0.5, ``1.5`` 1.5."""
    if said == "半":
        return 0.5
    return float(said) if said[0].isdigit() else float(number(said))


def read_amount(found: re.Match[str]) -> Amount | None:
    """What ``AMOUNT`` found; of a range the outer end. ``None`` for nothing and for too much."""
    last = _LAST.search(found["last"])
    if last is None:
        return None
    count = value_of(last["n"]) + (0.5 if last["half"] else 0)
    unit = unit_of(last["unit"])
    value = spelled(count, unit)
    if value is None:
        return None
    return Amount(found.start(), found.end(), value, count, unit)


def unit_of(words: str) -> str:
    """The unit's sign: ``min h d wd wh week month quarter year``."""
    return next(sign for form, sign in _UNITS if re.search(form, words, re.IGNORECASE))


def spelled(count: float, unit: str) -> str | None:
    """``0.5h`` is ``30min``, half a day 4 working hours, a week ``7d``; ``None`` if not whole."""
    factor = {"week": (7, "d"), "quarter": (3, "month"), "year": (1, "y")}.get(unit, (1, unit))
    halves = {"h": (_SIXTY, "min"), "d": (8, "wh"), "wd": (8, "wh"), "year": (12, "month")}
    if count != int(count) and unit in halves:
        factor = halves[unit]
    if count != int(count) and unit == "month":
        factor = (30, "d")
    amount = count * factor[0]
    if not 0 < amount <= _LARGEST:
        return None
    whole = int(amount) if amount == int(amount) else round(amount)
    return f"{whole}{factor[1]}"


def clock_time(found: re.Match[str]) -> str | None:
    """The time of day that ``TIME`` found as ``17:30``; ``None`` when there is no such time."""
    groups = found.groupdict()
    if groups.get("noon"):
        return "12:00"
    hour_words = groups.get("h") or groups.get("hn")
    if not hour_words:
        return None
    hour = int(value_of(hour_words))
    minute = 30 if groups.get("hf") else int(value_of(groups.get("m") or groups.get("mn") or "0"))
    if groups.get("part") in _AFTERNOON and hour < 12:  # noqa: PLR2004 - hours of a day - noon
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < _SIXTY else None  # noqa: PLR2004 - one digit
