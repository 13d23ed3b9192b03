"""The words of a derivation in English: a closed set of sentences, so old stored ones read too."""

import re

_WEEKDAYS = dict(
    zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS = {
    "个工作日": "working day",
    "个工作小时": "working hour",
    "个月": "month",
    "分钟": "minute",
    "小时": "hour",
    "天": "day",
}
_NAMES = {
    "元旦": "New Year",
    "农历除夕": "New Year's Eve",
    "春节": "Spring Festival",
    "清明节": "Qingming",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "请假": "leave",
    "排班": "roster",
    "调休": "make-up",
}
_DAY = re.compile(r"(\d{1,2}) 月 (\d{1,2}) 日 周([一二三四五六日])")
_AMOUNT = re.compile(r"(\d+) (个工作日|个工作小时|个月|分钟|小时|天)(?![一-鿿])")
_ON = re.compile(
    r"(?P<months>每月|每季度(?:首月)?|(?P<named>[\d、]+) 月)"
    r"(?: (?P<date>\d+) 日|第 (?P<nth>\d+) 个工作日|最后一(?P<last>天|个工作日))"
)
_LATER = re.compile(r"(.+) 之后第 (\d+ (?:天|个工作日)) (\d\d:\d\d)")
_WEEKDAY = re.compile(r"周([一二三四五六日])")

_WHOLE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"不在工作时间，自 (.+) 起算"), r"outside working time: counted from \1"),
    (re.compile(r"不在工作时间，自 (.+) 前推"), r"outside working time: counted back from \1"),
    (re.compile(r"截止 (.+)"), r"due \1"),
    (
        re.compile(r"途经的年份尚未公布放假安排，日期暂定"),
        "provisional: a year is not published yet",
    ),
    (re.compile(r"事件写明的时间（(.+)）"), r"the time that the event names (\1)"),
    (_LATER, r"\3, \2 after \1"),
    (re.compile(r"(.+)，不顺延"), r"\1, not moved"),
    (re.compile(r"(.+) 之后的下一个 (.+)"), r"the next \2 after \1"),
    (re.compile(r"(.+) 之前 (.+)"), r"\2 before \1"),
    (re.compile(r"(.+) 起 (.+)"), r"\2 from \1"),
    (re.compile(r"其间 (.+)"), r"on the way: \1"),
)
_PARTS = (
    ("天调休上班", "make-up workdays"),
    ("天工时不同", "days of other hours"),
    ("天休息", "days off"),
    ("调休上班", "is a make-up workday"),
    ("上班", "worked"),
    ("休息", "off"),
    (" 至 ", " to "),
    ("；", "; "),
    ("、", ", "),
)


def in_english(line: str) -> str:
    """A line of ``Due.why`` in English; what is no such line stays as it is."""
    for pattern, sentence in _WHOLE:
        match = pattern.fullmatch(line)
        if match is not None:
            return _words(match.expand(sentence))
    return line


def _words(line: str) -> str:
    line = _DAY.sub(_day, line)
    line = _ON.sub(_on, line)
    line = _AMOUNT.sub(_amount, line)
    line = _WEEKDAY.sub(lambda found: _WEEKDAYS[found[1]], line)
    for chinese, english in (*_PARTS, *_NAMES.items()):
        line = line.replace(chinese, english)
    return line


def _day(found: "re.Match[str]") -> str:
    return f"{_WEEKDAYS[found[3]]} {found[2]} {_MONTHS[int(found[1]) - 1]}"


def _on(found: "re.Match[str]") -> str:
    """``每月第 3 个工作日`` is ``working day 3 of the month``."""
    named = [_MONTHS[int(one) - 1] for one in (found["named"] or "").split("、") if one]
    period = ", ".join(named) or ("the month" if found["months"] == "每月" else "the quarter")
    if found["last"]:
        return f"last {'day' if found['last'] == '天' else 'working day'} of {period}"
    return (
        f"day {found['date']} of {period}"
        if found["date"]
        else f"working day {found['nth']} of {period}"
    )


def _amount(found: "re.Match[str]") -> str:
    unit = _UNITS[found[2]]
    return f"{found[1]} {unit}{'' if found[1] == '1' else 's'}"
