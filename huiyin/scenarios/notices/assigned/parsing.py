"""Action items as people write them: ``1. 提交排班表 负责人：白露 截止：12 月 5 日 18:00``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

END_OF_DAY = time(18, 0)
"""A day without a time means the end of the working day."""

_LINE = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.、)）])\s*(?P<text>.+?)\s*$", re.MULTILINE)
_OWNER = re.compile(r"(?:负责人|责任人|由谁)\s*[：:]\s*(?P<name>[^\s，,；;。：:]{1,60})")
_DUE = re.compile(
    r"(?:截止|完成时间|期限)\s*[：:]\s*(?:(?P<year>\d{4})\s*[年/.-]\s*)?"
    r"(?P<month>\d{1,2})\s*[月/.-]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:\s*(?P<hour>\d{1,2})\s*[:：]\s*(?P<minute>\d{2}))?\s*前?"
)
_EMPTIED = re.compile(r"[（(][\s，,；;]*[)）]")
_EDGES = " ，,；;。"


@dataclass(frozen=True, slots=True)
class Written:
    """One line read; ``due_at`` is ``None`` when the date does not exist."""

    text: str
    named: str
    due_at: datetime | None


def read(text: str, at: datetime) -> list[Written]:
    """The lines of ``text`` that name an owner or a date, in order; dates lie not before ``at``."""
    return list(_lines(text, at))


def _lines(text: str, at: datetime) -> Iterator[Written]:
    for match in _LINE.finditer(text):
        line = match["text"]
        owner, due = _OWNER.search(line), _DUE.search(line)
        if owner is None or due is None:
            continue
        what = _EMPTIED.sub("", _DUE.sub("", _OWNER.sub("", line))).strip(_EDGES)
        yield Written(what[:300], owner["name"], _moment(due, at))


def _moment(due: re.Match[str], at: datetime) -> datetime | None:
    local = timezone.localtime(at)
    hour = int(due["hour"]) if due["hour"] else END_OF_DAY.hour
    minute = int(due["minute"]) if due["minute"] else 0
    year = int(due["year"]) if due["year"] else local.year
    try:
        found = local.replace(
            year=year, month=int(due["month"]), day=int(due["day"]), hour=hour, minute=minute,
            second=0, microsecond=0,
        )  # fmt: skip
        if due["year"] is None and found < local and found.date() != local.date():
            found = found.replace(year=year + 1)
    except ValueError:
        return None
    return found
