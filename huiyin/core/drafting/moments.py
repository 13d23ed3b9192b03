"""Points in time: 当日下班前, 次日中午前, 12月20日前, 月底前, 立即."""

import re
from collections.abc import Callable, Iterator

from huiyin.core.drafting.amounts import TIME, clock_time, value_of
from huiyin.core.drafting.clock import Clock, Timing
from huiyin.core.phrase import phrase

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_BEFORE = r"(?:之前|以前|前|内|之内)"
_LATEST = r"(?:最迟|最晚|至迟|不迟于|不晚于)?"
_TODAY = re.compile(
    rf"{_LATEST}(?:当日|当天|当晚|即日|同日)(?:(?:的)?(?:{TIME}|(?P<off>下班|工作结束|营业结束|收工))(?:{_BEFORE})?|(?P<bare>{_BEFORE}?))"
)
_NEXT = re.compile(
    rf"{_LATEST}(?:于)?(?P<which>次日|隔日|隔天|翌日|第二天|第2天|(?:次|下|第)一?个?(?:工作日|工作天)|第二个工作日|次工作日)"
    rf"(?:(?:的)?(?:{TIME}|(?P<off>下班)|(?P<on>上班|开班|班|开工))(?:{_BEFORE})?|{_BEFORE})?"
)
_DATE = re.compile(
    rf"(?:(?P<y>\d{{4}}|次|本|当|翌|下一)年度?)?(?<![\d每])(?P<mo>{_N})月(?:份)?(?:(?P<d>{_N})[日号]|(?P<end>底|末))(?:{TIME})?(?:之前|以前|前)"
)
_END = re.compile(
    r"(?<!每)(?<!\d)(?<![一二三四五六七八九十个])(?:(?:本|当|次|下|该)?(?P<m>月)|(?:本|当|次|下)?(?P<q>季)度?|(?:本|当)?(?P<y>年))(?:底|末|终)(?:之前|以前|前)"
)
_OF_MONTH = re.compile(rf"(?:本|当|次|下)(?:个)?月(?P<d>{_N})[日号](?:之前|以前|前)")
_ONCE = re.compile(
    r"(?:应|须|要)?(?:在|于)?(?:立即|立刻|即刻|马上|第一时间|随即|当即|即时(?!通|消|聊|沟)|即行)(?!生效|执行力)"
)
_OVERNIGHT = re.compile(r"不(?:得)?过夜")
_MENTIONED = re.compile(r"(?:才|的(?!\d)|气|日程|[^\W\d_]{0,2}(?:订单|值班表|会议|行情|余额))")
_CLOCK = re.compile(rf"(?:在|于|最迟|最晚)?(?:{TIME})(?:之前|以前|前)")
_NOT = re.compile(r"(?:不要|不得|不应|会议|活动|生日|上线|发布|那)$")


def moments(text: str) -> Iterator[Timing]:
    """Every point in time by which something is due."""
    forms: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Timing | None]], ...] = (
        (_TODAY, _today), (_NEXT, _next), (_DATE, _date), (_OF_MONTH, _of_month), (_END, _end),
        (_ONCE, _once), (_CLOCK, _clock),
        (_OVERNIGHT, lambda found: _deadline(found, "eod", 0.7, phrase("不过夜按当日 18:00"))),
    )  # fmt: skip
    taken: list[Timing] = []
    for form, read in forms:
        for found in form.finditer(text):
            timing = read(found)
            if timing and not any(timing.overlaps(other) for other in taken):
                taken.append(timing)
    yield from taken


def _deadline(found: re.Match[str], value: str, confidence: float, note: str = "") -> Timing:
    return Timing(found.start(), found.end(), Clock.DEADLINE, value, confidence, note)


def _today(found: re.Match[str]) -> Timing | None:
    if found["off"]:
        return _deadline(found, "eod", 0.9, phrase("下班按 18:00"))
    at = clock_time(found)
    if at:
        return _deadline(found, f"today {at}", 0.9)
    text = found.string
    if _MENTIONED.match(text, found.end()) or _NOT.search(text[: found.start()]):
        return None
    return _deadline(found, "eod", 0.85 if found["bare"] else 0.7, phrase("当日按下班 18:00"))


def _next(found: re.Match[str]) -> Timing | None:
    day = "next wd" if "工作" in found["which"] else "next day"
    if found["off"]:
        return _deadline(found, f"{day} eod", 0.85, phrase("下班按 18:00"))
    if found["on"]:
        return _deadline(found, f"{day} start", 0.8, phrase("上班按 09:00"))
    at = clock_time(found)
    return _deadline(found, f"{day} {at}" if at else day, 0.85 if at else 0.7)


def _date(found: re.Match[str]) -> Timing | None:
    month = int(value_of(found["mo"]))
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        return None
    year = f"{found['y']}-" if found["y"] and found["y"].isdigit() else ""
    if found["end"]:
        return _deadline(found, f"by {year}{month:02} end", 0.85)
    return _deadline(found, f"by {year}{month:02}-{int(value_of(found['d'])):02}", 0.9)


def _of_month(found: re.Match[str]) -> Timing | None:
    return _deadline(found, f"monthly {int(value_of(found['d']))}", 0.8)


def _end(found: re.Match[str]) -> Timing | None:
    value = "month end" if found["m"] else "quarter end" if found["q"] else "year end"
    return _deadline(found, value, 0.85)


def _once(found: re.Match[str]) -> Timing | None:
    return _deadline(found, "at once", 0.8, phrase("立即没有数值：请写明几分钟算立即"))


def _clock(found: re.Match[str]) -> Timing | None:
    at = clock_time(found)
    return _deadline(found, f"today {at}", 0.7) if at else None
