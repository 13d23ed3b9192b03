"""What comes again: 每30分钟, 每周五17:00前, 每月5日前, 每季度末, 每年6月和12月, 按月."""

import re
from collections.abc import Iterator

from huiyin.core.drafting.amounts import NUM, TIME, clock_time, spelled, unit_of, value_of
from huiyin.core.drafting.clock import Clock, Timing
from huiyin.core.phrase import phrase

_DAYS = "一二三四五六日天"
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "sun")
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_BEFORE = r"(?:之前|以前|前)?"
_AT = rf"(?:的)?(?:{TIME}|(?P<off>下班))?{_BEFORE}"
_WEEKDAYS = rf"(?P<days>[{_DAYS}](?:(?:、|和|及|与|,)(?:每)?(?:周|星期)?[{_DAYS}](?![{_DAYS}个]))*)"
_WEEK = rf"(?:周|星期|礼拜)(?P<at_end>末|的最后一个工作日)?(?:{_WEEKDAYS})?{_AT}"
_MONTH = rf"个?月(?:度)?(?:(?:的)?(?P<day>{_N})(?:日|号){_BEFORE}|(?P<mend>底|末|最后一(?:个工作日|天|日)){_BEFORE}|(?P<mpart>初|上旬|中旬|下旬){_BEFORE})?"
_QUARTER = (
    rf"(?:个?季度?)(?:(?:结束|终了)后(?P<qafter>{NUM}个?(?:工作日|日|天))(?:之内|以内|内)?"
    rf"|(?:的)?首月(?:的)?(?P<qday>{_N})(?:日|号){_BEFORE}|(?P<qend>末|底){_BEFORE}|(?P<qstart>初){_BEFORE})?"
)
_YEAR = (
    rf"年(?:度)?(?:(?:的)?(?P<months>{_N}月(?:份)?(?:(?:、|和|及|与){_N}月(?:份)?)*)"
    rf"(?:(?P<yday>{_N})(?:日|号)|(?P<yend>底|末))?{_BEFORE}|(?P<yearend>底|末|终)(?!奖){_BEFORE}|(?P<yearstart>初){_BEFORE})?"
)
_PLAIN = (
    r"(?P<every>(?P<n>\d{1,3}|[一二两三四五六七八九十半]{1,3})?个?"
    r"(?P<unit>分钟|工作小时|小时|工作日|自然日|天|日|周|星期|月|季度|年|min(?:ute)?s?|h))"
)
_TIMES = r"(?:至少|不少于|最少)?(?:一|两|二|三|\d)次"
_DAILY = re.compile(
    rf"每(?:逢)?(?:个)?(?P<wd>工作日|日历日|自然日|天|日)(?:的)?(?:(?:{TIME}|(?P<off>下班)){_BEFORE})?"
)
_COUNTED = re.compile(rf"每(?:隔|间隔|逢)?{_PLAIN}(?:{_TIMES})?", re.IGNORECASE)
_WEEKLY = re.compile(rf"每(?:逢)?(?:个)?{_WEEK}(?:{_TIMES})?")
_MONTHLY = re.compile(rf"每(?:逢)?(?:个)?{_MONTH}(?:{_TIMES})?")
_QUARTERLY = re.compile(rf"每(?:逢)?(?:个)?{_QUARTER}(?:{_TIMES})?")
_YEARLY = re.compile(rf"每(?:逢)?(?:个)?{_YEAR}(?:{_TIMES})?")
_BARE_WEEK = re.compile(
    rf"(?<![每本上下])(?:周|星期|礼拜)(?P<days>[{_DAYS}])(?:(?:{TIME}|(?P<off>下班)){_BEFORE}|(?:之前|以前|前))"
)
_SCHOOL = re.compile(rf"每(?:个)?(?P<half>学期)(?:末|底|初|结束)?{_BEFORE}")
_BY = re.compile(
    r"(?:按|逐)(?P<by>日|天|周|月|季度?|年)(?=[^一二三四五六日]|$)|双(?P<two>周)(?=[^一二三四五六日刊])"
)
_OF_WORK = re.compile(
    r"(?:工作|上班|营业)?(?:不少于|不超过|至少|约)?\d+(?:\.\d)?个?(?:小时|元|件|人|万)"
)
_UNITS = {
    "日": "1d",
    "天": "1d",
    "周": "1week",
    "月": "1month",
    "季": "quarter",
    "季度": "quarter",
    "年": "1year",
}


def rhythms(text: str) -> Iterator[Timing]:
    """Every rhythm in ``text``."""
    taken: list[Timing] = []
    for form, value in (
        (_DAILY, _daily),
        (_YEARLY, _yearly),
        (_QUARTERLY, _quarterly),
        (_COUNTED, _counted),
        (_WEEKLY, _weekly),
        (_MONTHLY, _monthly),
        (_BARE_WEEK, _weekly),
        (_SCHOOL, lambda _found: "every 6month"),
        (_BY, _by),
    ):
        for found in form.finditer(text):
            said = None if _OF_WORK.match(text, found.end()) else value(found)
            if said is None:
                continue
            timing = Timing(found.start(), found.end(), Clock.RHYTHM, said, 0.9, _note(said))
            if not any(timing.overlaps(other) for other in taken):
                taken.append(timing)
    yield from sorted(taken, key=lambda each: each.start)


def _note(value: str) -> str:
    return (
        phrase("原文没有写钟点，按 18:00") if re.fullmatch(r"(?:by|weekly) [a-z]{3}", value) else ""
    )


def _time(found: re.Match[str]) -> str | None:
    return "18:00" if found.groupdict().get("off") else clock_time(found)


def _daily(found: re.Match[str]) -> str | None:
    at = _time(found)
    return f"by {at}" if at else ("every 1wd" if found["wd"] == "工作日" else "every 1d")


def _counted(found: re.Match[str]) -> str | None:
    unit = unit_of(found["unit"])
    if unit in {"week", "month", "year", "quarter"} and not found["n"]:
        return None  # its own form says more
    count = value_of(found["n"]) if found["n"] else 1.0
    if unit == "year" and count == 0.5:  # noqa: PLR2004 - half a year
        return "every 6month"
    if unit in {"week", "month", "year"} and count == int(count):
        return f"every {int(count)}{unit}"
    value = spelled(count, unit)
    return f"every {value}" if value else None


def _weekly(found: re.Match[str]) -> str | None:
    at = _time(found)
    days = found.groupdict().get("days") or ""
    names = [_NAMES[_DAYS.index(char)] for char in days if char in _DAYS]
    if found.groupdict().get("at_end"):
        names = ["fri"]
    if not names:
        return "every 1week"
    if len(names) == 1 and at:
        return f"by {names[0]} {at}"
    return f"weekly {','.join(names)}"


def _monthly(found: re.Match[str]) -> str | None:
    if found["day"]:
        return f"monthly {int(value_of(found['day']))}"
    if found["mend"]:
        return "month end"
    parts = {"初": "monthly 5", "上旬": "monthly 10", "中旬": "monthly 20", "下旬": "month end"}
    return parts[found["mpart"]] if found["mpart"] else "every 1month"


def _quarterly(found: re.Match[str]) -> str | None:
    if found["qafter"]:
        amount = re.match(rf"({NUM})个?(.+)", found["qafter"])
        return f"{int(value_of(amount[1]))}{unit_of(amount[2])} after quarter" if amount else None
    if found["qday"]:
        return f"quarterly 1-{int(value_of(found['qday']))}"
    return "quarter end" if found["qend"] else "every quarter"


def _yearly(found: re.Match[str]) -> str | None:
    if found["months"]:
        months = [f"{int(value_of(each)):02}" for each in re.findall(rf"({_N})月", found["months"])]
        if found["yday"]:
            return f"yearly {months[-1]}-{int(value_of(found['yday'])):02}"
        return f"yearly {','.join(months)}{' end' if found['yend'] else ''}"
    return "year end" if found["yearend"] else "every 1year"


def _by(found: re.Match[str]) -> str | None:
    if found["two"]:
        return "every 2week"
    unit = _UNITS[found["by"]]
    return f"every {unit}"
