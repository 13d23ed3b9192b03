"""Reads the values of plain text (``numerals.plain``), with the side on which the sentence lies."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from huiyin.core.restating import amounts, dates, people
from huiyin.core.restating.values import NEXT_DAY, Bound, Kind, Value

_BEFORE_IT = (
    (Bound.LEAST, "不低于|不少于|至少|超过|大于|高于|多于|满"),
    (Bound.MOST, "不超过|不高于|至多|最多|低于|小于|少于|不满|不足"),
)
_AFTER_IT = (
    (Bound.LEAST, "及?以上|起步"),
    (Bound.MOST, "及?以下|以内|之内|内"),
    (Bound.BEFORE, "之?前|以前|截止|为止"),
    (Bound.AFTER, "起|之?后|以后|开始"),
)
_TURNED = {"超过": "不超过", "高于": "不高于", "满": "不满", "低于": "不低于", "少于": "不少于"}


def find(
    text: str, *, names: Collection[str] = (), base: date | None = None, stems: Collection[str] = ()
) -> list[Value]:
    """The values of plain ``text`` in their order.

    ``names`` are people who may be meant, ``base`` the day from which 明天 and 下个月 count,
    ``stems`` names of departments that may stand without 部.
    """
    readers = (*people.readers(names), dates.reader(base), *amounts.READERS, people.places)
    taken: list[Value] = []
    for reader in (*readers, people.departments(stems)):
        for found in reader(text):
            if not any(found.start < other.end and other.start < found.end for other in taken):
                taken.append(found)
    ordered = sorted(taken, key=lambda one: one.start)
    return _following_days([_needed(text, _bounded(text, one), ordered) for one in ordered])


def _bounded(text: str, found: Value) -> Value:
    behind, ahead = text[: found.start], text[found.end : found.end + 4]
    for bound, words in _BEFORE_IT:
        match = re.search(f"(?:{words})$", behind)
        if match and not behind.endswith(_TURNED.get(match[0], "\0")):
            return replace(found, bound=bound)
    for bound, words in _AFTER_IT:
        if re.match(f"(?:{words})", ahead):
            return replace(found, bound=bound)
    return found


def _needed(text: str, found: Value, others: list[Value]) -> Value:
    """What may be left out: the old value of a change, 周五 beside a date, 技术部 beside a name."""
    kinds = {one.kind for one in others}
    old = re.search(r"[由从原]$", text[: found.start]) and re.match(
        r"(?:推迟|提前|改|调|变|延)", text[found.end :]
    )
    beside = (found.kind is Kind.WEEKDAY and Kind.DATE in kinds) or (
        found.kind is Kind.DEPARTMENT and Kind.PERSON in kinds
    )
    return replace(found, needed=False) if old or beside else found


def _following_days(values: list[Value]) -> list[Value]:
    """次日 is the day after the date before it; without one it says nothing."""
    found: list[Value] = []
    for one in values:
        if one.kind is not Kind.DATE or one.parts != NEXT_DAY:
            found.append(one)
            continue
        day = next((other.parts[3] for other in reversed(found) if other.kind is Kind.DATE), None)
        if isinstance(day, int):
            found.append(replace(one, parts=(None, None, day + 1, day + 1)))
    return found
