"""One line of the log read into fields: 「和叶蓁 14:20 电话 对账口径按新表 已同意」.

Pure: names stay names, moments are local; nothing is looked up. Words in any order, parted by
blanks; what nothing claims is the content.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

KINDS = {
    "talk": ("当面", "面谈", "走廊", "碰头", "见面", "口头"),
    "phone": ("电话", "致电", "通话", "来电", "去电"),
    "im": ("微信", "企微", "企业微信", "飞书", "钉钉", "消息", "即时消息", "群里", "im"),
    "occurrence": ("发生", "突发", "事件", "故障", "事故"),
}
DECISIONS = ("决定", "决策", "拍板")
URGENT = ("紧急", "加急")
EARLIEST = 2000
"""No log goes back further than this year."""

_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2}
_WEEKDAYS = "一二三四五六日天"
_WITH = re.compile(r"[和跟与同对](?P<names>[^\d\s]{2,40})")
_NAME_BREAK = re.compile(r"[、,，和跟与及]")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
_SPOKEN = re.compile(r"(上午|下午|晚上|早上|中午)?([01]?\d|2[0-3])点(半|[0-5]?\d分?)?")
_DATE = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_WEEKDAY = re.compile(r"(?:本周|上周|周|星期)([一二三四五六日天])")
_RESULT = re.compile(
    r"(?:结果|→|->)[:：]?(?P<said>.+)|(?P<word>(?:已|未|待|不同意|同意|暂缓|再议|无异议|没有).{0,40})"
)
_AFTERNOON = {"下午", "晚上"}
_NOON = 12


@dataclass(slots=True)
class Line:
    """What one line says; ``at`` is local and naive, ``None`` when it names no moment."""

    kind: str = ""
    names: tuple[str, ...] = ()
    day: date | None = None
    clock: time | None = None
    content: str = ""
    result: str = ""
    decision: bool = False
    urgent: bool = False
    rest: list[str] = field(default_factory=list)

    def moment(self, now: datetime) -> datetime:
        """When it happened, seen from the local instant ``now``; a log speaks of the past.

        Without a time it is now, without a day today, or yesterday when the time is still to come.
        """
        if self.clock is None and self.day is None:
            return now
        at = datetime.combine(self.day or now.date(), self.clock or now.time(), now.tzinfo)
        if at > now and self.day is None:
            return at - timedelta(days=1)
        return min(at, now)


def read(text: str, today: date) -> Line:
    """The fields of ``text``; a log that names nothing but its content is one too."""
    line = Line()
    for word in text.split():
        if not any(claim(line, word, today) for claim in _CLAIMS):
            line.rest.append(word)
    if not line.result and len(line.rest) > 1 and _RESULT.fullmatch(line.rest[-1]):
        line.result = _said(line.rest.pop())
    line.content = " ".join(line.rest)
    return line


def _kind(line: Line, word: str, _today: date) -> bool:
    kind = _KIND_OF.get(word.casefold())
    if kind is None or line.kind:
        return False
    line.kind = kind
    return True


def _flag(line: Line, word: str, _today: date) -> bool:
    bare = word.lstrip("#＃")
    if bare in DECISIONS:
        line.decision = True
    elif bare in URGENT:
        line.urgent = True
    else:
        return False
    return True


def _people(line: Line, word: str, _today: date) -> bool:
    match = _WITH.fullmatch(word)
    if match is None or line.names:
        return False
    line.names = tuple(name for name in _NAME_BREAK.split(match["names"]) if name)
    return True


def _clock(line: Line, word: str, _today: date) -> bool:
    if line.clock is not None:
        return False
    if match := _CLOCK.fullmatch(word):
        line.clock = time(int(match[1]), int(match[2]))
    elif match := _SPOKEN.fullmatch(word):
        hour = int(match[2])
        hour += _NOON if match[1] in _AFTERNOON and hour < _NOON else 0
        line.clock = time(hour, _minutes(match[3] or ""))
    return line.clock is not None


def _minutes(text: str) -> int:
    if text == "半":
        return 30
    return int(text.rstrip("分")) if text else 0


def _day(line: Line, word: str, today: date) -> bool:
    if line.day is not None:
        return False
    if word in _DAYS:
        line.day = today + timedelta(days=_DAYS[word])
    elif match := _WEEKDAY.fullmatch(word):
        line.day = _last_weekday(word, match[1], today)
    elif match := _DATE.fullmatch(word):
        line.day = _named_day(match, today)
    return line.day is not None


def _last_weekday(word: str, sign: str, today: date) -> date:
    wanted = min(_WEEKDAYS.index(sign), 6)
    monday = today - timedelta(days=today.weekday())
    if word.startswith("上周"):
        return monday - timedelta(days=7 - wanted)
    day = monday + timedelta(days=wanted)
    return day if day <= today else day - timedelta(days=7)


def _named_day(match: re.Match[str], today: date) -> date | None:
    """The day that is named; without a year the last one that there was."""
    years = [int(match[1])] if match[1] else [today.year, today.year - 1]
    for year in years:
        try:
            day = date(year, int(match[2]), int(match[3]))
        except ValueError:
            continue
        if year >= EARLIEST and (match[1] or day <= today):
            return day
    return None


def _result(line: Line, word: str, _today: date) -> bool:
    match = _RESULT.fullmatch(word)
    if match is None or not match["said"]:
        return False
    line.result = match["said"]
    return True


def _said(word: str) -> str:
    match = _RESULT.fullmatch(word)
    return (match["said"] or match["word"]) if match else word


_Claim = Callable[[Line, str, date], bool]
_CLAIMS: tuple[_Claim, ...] = (_people, _clock, _day, _kind, _flag, _result)
