"""A timing in the policy's own grammar, or why it cannot be said yet."""

import re
from dataclasses import dataclass

from huiyin.core.drafting.clock import Clock, Timing

OWN_INSTANT = "own_time"
"""The fact with the instant before which something has to be done, where nothing is known of it."""
OWN_END = "own.ended"
_PLAIN = re.compile(r"\d{1,4}(?:min|h|d|wd|wh)")
_MONTHS = re.compile(r"(\d+)month")
_YEARS = re.compile(r"(\d+)y")
_CLOSING = "18:00"
_ONCE = ("15min", "30min", "1h")


@dataclass(frozen=True, slots=True)
class Said:
    """``term`` in the policy's grammar or empty; other terms; what was assumed."""

    term: str = ""
    alternatives: tuple[str, ...] = ()
    note: str = ""


def said(timing: Timing, *, lead: str = OWN_INSTANT, until: str = "") -> Said:
    """``timing`` as a term. ``lead`` is the fact of a lead time, ``until`` the end of a rhythm."""
    value = timing.value
    if timing.kind is Clock.LEAD:
        return _lead(value, lead, timing.note)
    if timing.kind is Clock.RHYTHM:
        return _rhythm(value, until, timing.note)
    if timing.kind is Clock.DEADLINE:
        return _deadline(value, timing.note)
    return Said(note="保存期限" if timing.kind is Clock.RETENTION else "时长，不是时限")


def _deadline(value: str, note: str) -> Said:
    if _PLAIN.fullmatch(value):
        return Said(value, note=note)
    if value == "eod":
        return Said(f"by {_CLOSING}", note=note)
    if value.startswith("today "):
        return Said(f"by {value.removeprefix('today ')}", note=note)
    if value == "at once":
        return Said(alternatives=_ONCE, note=note)
    if value.startswith("next "):
        return Said(alternatives=("1wd", "1d"), note="次日的钟点还不能直接写成期限")
    return _calendar(value)


def _calendar(value: str) -> Said:
    months, years = _MONTHS.fullmatch(value), _YEARS.fullmatch(value)
    if months:
        return Said(alternatives=(f"{int(months[1]) * 30}d",), note="按自然月计的期限还不能直接写")
    if years:
        return Said(alternatives=(f"{int(years[1]) * 365}d",), note="按年计的期限还不能直接写")
    return Said(note="按日历日期的期限还不能直接写")


def _rhythm(value: str, until: str, note: str) -> Said:
    if re.fullmatch(r"by (?:[a-z]{3} )?\d\d:\d\d", value):
        return Said(value, note=note)
    days = re.fullmatch(r"weekly ([a-z,]+)", value)
    if days:
        terms = tuple(f"by {day} {_CLOSING}" for day in days[1].split(","))
        one = len(terms) == 1
        return Said(terms[0] if one else "", terms, "原文没有写钟点，按 18:00")
    plain = re.fullmatch(r"every (\d{1,4}(?:min|h|d|wd|wh))", value)
    if plain:
        end = until or OWN_END
        return Said(
            f"{value} until {until}" if until else "",
            (f"{value} until {end}",),
            "写明到什么事件为止",
        )
    return Said(note="按周、月、季、年的周期还不能直接写")


def _lead(value: str, fact: str, note: str) -> Said:
    amount = value.removesuffix(" before")
    if not _PLAIN.fullmatch(amount):
        return Said(note="按月、年的提前量还不能直接写")
    if fact == OWN_INSTANT:
        return Said(
            "", (f"{amount} before {fact}", f"{amount} before starts_at"), "写明提前于哪个时间"
        )
    return Said(f"{amount} before {fact}", note=note)
