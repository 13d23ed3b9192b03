"""When something is due, as people write it: whether a sentence says it, and dates in titles."""

import re
from datetime import date, datetime, timedelta

_NUMBER = r"[\d一二两三四五六七八九十]{1,3}"
TIME = re.compile(
    r"\d{1,2}\s*月\s*(?:\d{1,2}\s*[日号]?|底|末|初|中旬|上旬|下旬)"
    r"|\d{1,2}\s*[日号](?![线楼])|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?<!\d)\d{1,2}/\d{1,2}(?!\d)"
    r"|\d{1,2}[:：]\d{2}|" + _NUMBER + r"\s*[点时](?![间候机段对])"
    r"|今[天日晚早]|明[天日晚早]|后天|当[天日晚]|即日起|[下本]班前|(?:周|星期|礼拜)[一二三四五六日天末]"
    r"|[本下](?:个)?[周月]内?|[月季年](?:度)?[底末]|每(?:个)?(?:工作日|天|日|周|月|班|季度|年|小时)|[每逐][日月周]"
    r"|" + _NUMBER + r"\s*(?:个)?\s*(?:工作日|小时|天|分钟|日|周|个月)\s*(?:[内前后]|以内|之内)"
    r"|期限(?:内|前|之前)|截止(?:日|时间|日期)?(?:前|之前)|(?:会|活动|演练|盘点|培训|上线|发布|切换|开班|出差)(?:结束)?(?:前|后|当天)"
)
"""A time that everybody reads alike."""

_MARK = re.compile(
    r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*[日号]?(?:\s*(\d{1,2})[:：](\d{2}))?"
)
_HALF_YEAR = timedelta(days=182)
_LAST = (23, 59)


class NoDate(ValueError):
    """A text that names no day, or one that the calendar does not have; ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def named(text: str, at: datetime) -> datetime:
    """The last instant of the day (or the minute) that ``text`` names, in the zone of ``at``.

    Without a year the day nearest to ``at`` is meant. ``NoDate`` when there is none.
    """
    found = _MARK.search(text)
    if found is None:
        raise NoDate("none")
    year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
    clock = _LAST if hour is None or minute is None else (hour, minute)
    try:
        chosen = date(year or at.year, month or 0, day or 0)
        if year is None and chosen < at.date() - _HALF_YEAR:
            chosen = date(at.year + 1, chosen.month, chosen.day)
        return datetime(chosen.year, chosen.month, chosen.day, *clock, tzinfo=at.tzinfo)
    except ValueError as error:
        raise NoDate("invalid") from error
