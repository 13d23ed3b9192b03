"""The subject form of a notice: what must be seen first stands in brackets before the title."""

import re
from datetime import datetime

from django.utils import timezone

_MARKS = {"important": "重要", "urgent": "紧急"}
_LEADING = re.compile(r"^(?:\s*【(?:重要|紧急|需[^】]{1,24}回复)】)+\s*")


def subject(title: str, urgency: str, reply_by: datetime | None, at: datetime) -> str:
    """``title`` in the subject form (Kit 4.2): 【紧急】 and 【需12月5日回复】 where they apply.

    The year is named only when it is not that of ``at``. Marks the author typed before the title
    are replaced, not doubled.
    """
    marks = [_MARKS[urgency]] if urgency in _MARKS else []
    if reply_by is not None:
        marks.append(reply_mark(reply_by, at))
    return "".join(f"【{mark}】" for mark in marks) + bare(title)


def reply_mark(reply_by: datetime, at: datetime) -> str:
    """``需12月5日回复``, with the year when it is another one than that of ``at``."""
    day = timezone.localtime(reply_by)
    year = "" if day.year == timezone.localtime(at).year else f"{day.year}年"
    return f"需{year}{day.month}月{day.day}日回复"


def bare(title: str) -> str:
    """``title`` without the marks of the subject form; a title of marks alone stays as it is."""
    return _LEADING.sub("", title) or title


def unmarked(title: str) -> str:
    """``title`` without the mark of its urgency, for pages that show it as a tag."""
    for mark in _MARKS.values():
        title = title.removeprefix(f"【{mark}】")
    return title
