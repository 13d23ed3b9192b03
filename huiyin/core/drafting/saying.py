"""A timing in the policy's own grammar, or why it cannot be said yet."""

import re
from dataclasses import dataclass

from huiyin.core.drafting.clock import Clock, Timing
from huiyin.core.phrase import phrase
from huiyin.core.terms import MONTHS, TermError, parse_term

OWN_INSTANT = "own_time"
"""The fact with the instant before which something has to be done, where nothing is known of it."""
OWN_END = "own.ended"
_PLAIN = re.compile(r"\d{1,4}(?:min|h|d|wd|wh)")
_MONTHS = re.compile(r"(\d{1,3})month")
_YEARS = re.compile(r"(\d{1,2})y")
_CLOSING, _OPENING = "18:00", "09:00"
_ONCE = ("15min", "30min", "1h")
_NO_CLOCK = phrase("原文没有写钟点，按 18:00")
_NO_DAY = phrase("原文没有写日子，按期末 18:00")


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
    return Said(
        note=phrase("保存期限") if timing.kind is Clock.RETENTION else phrase("时长，不是时限")
    )


def _deadline(value: str, note: str) -> Said:
    length = _length(value)
    if length:
        return Said(length, note=note)
    if value == "eod":
        return Said(f"by {_CLOSING}", note=note)
    if value.startswith("today "):
        return Said(f"by {value.removeprefix('today ')}", note=note)
    if value == "at once":
        return Said(alternatives=_ONCE, note=note)
    if value.startswith("next "):
        return _next(value, note)
    return _dated(value)


def _length(value: str) -> str:
    """A length of time as the grammar spells it; empty for what is none."""
    months, years = _MONTHS.fullmatch(value), _YEARS.fullmatch(value)
    if months:
        return f"{months[1]}mo"
    if years:
        return f"{int(years[1]) * 12}mo"
    return value if _PLAIN.fullmatch(value) else ""


def _next(value: str, note: str) -> Said:
    """``next day``, ``next wd eod``: 次日中午前, 下一工作日下班前."""
    working = value.startswith("next wd")
    clock = value.removeprefix("next wd" if working else "next day").strip()
    at = {"": _CLOSING, "eod": _CLOSING, "start": _OPENING}.get(clock, clock)
    return Said(f"by {'1wd' if working else '1d'} {at}", note=note if clock else _NO_CLOCK)


_DAY = re.compile(
    r"(?:by |yearly )(?P<year>\d{4}-)?(?P<month>\d\d)(?:-(?P<day>\d\d)| (?P<end>end))"
)
_YEARLY = re.compile(r"yearly (?P<months>\d\d(?:,\d\d)*)(?: end)?")
_OF_MONTH = re.compile(r"monthly (?P<day>\d{1,2})")
_OF_QUARTER = re.compile(
    r"quarterly 1-(?P<day>\d{1,2})|(?P<after>\d{1,2})(?P<unit>d|wd) after quarter"
)
_ENDS = {"month end": "month", "quarter end": "quarter", "year end": "dec"}
_PERIODS = {
    "every 1d": ("", "1d"),
    "every 1wd": ("", "1wd"),
    "every 1week": ("fri", "7d"),
    "every 1month": ("month end", "1mo"),
    "every quarter": ("quarter end", "3mo"),
    "every 3month": ("quarter end", "3mo"),
    "every 6month": ("jun,dec end", "6mo"),
    "every 1year": ("dec end", "12mo"),
    "every 12month": ("dec end", "12mo"),
}
"""Within such a time, again and again: by its end, and how long it is."""


def _dated(value: str) -> Said:
    """Dates and the ends of months, quarters and years."""
    if value in _ENDS:
        return _on(f"{_ENDS[value]} end")
    day = _DAY.fullmatch(value)
    if day:
        month = _named(day["month"])
        number = str(int(day["day"])) if day["day"] else "end"
        said = _on(f"{month} {number}")
        return Said("", (said.term,), phrase("写明了年份：期限每年都算")) if day["year"] else said
    yearly = _YEARLY.fullmatch(value)
    if yearly:
        return _on(f"{','.join(map(_named, yearly['months'].split(',')))} end")
    return _in_period(value)


def _in_period(value: str) -> Said:
    """``monthly 5``, ``quarterly 1-10``, ``5wd after quarter``."""
    monthly, quarterly = _OF_MONTH.fullmatch(value), _OF_QUARTER.fullmatch(value)
    if monthly:
        return _on(f"month {monthly['day']}")
    if quarterly:
        working = "wd" if quarterly["unit"] == "wd" else ""
        return _on(f"quarter {quarterly['day'] or quarterly['after']}{working}")
    return Said(note=phrase("这样的时间还不能直接写成期限"))


def _named(month: str) -> str:
    """``06`` is ``jun``; what is no month stays."""
    return dict(enumerate(MONTHS, 1)).get(int(month), month)


def _on(days: str) -> Said:
    """``by`` these days at closing time; nothing for a day or month that there is not."""
    term = f"by {days} {_CLOSING}"
    try:
        parse_term(term)
    except TermError as error:
        return Said(note=str(error))
    return Said(term, note=_NO_CLOCK)


def _rhythm(value: str, until: str, note: str) -> Said:
    if re.fullmatch(r"by (?:[a-z]{3} )?\d\d:\d\d", value):
        return Said(value, note=note)
    days = re.fullmatch(r"weekly ([a-z,]+)", value)
    if days:
        terms = tuple(f"by {day} {_CLOSING}" for day in days[1].split(","))
        one = len(terms) == 1
        return Said(terms[0] if one else "", terms, _NO_CLOCK)
    if value in _PERIODS:
        ends, pace = _PERIODS[value]
        return Said(" ".join(f"by {ends} {_CLOSING}".split()), _until(pace, until), _NO_DAY)
    return _counted(value, until)


def _counted(value: str, until: str) -> Said:
    """``every 30min``, ``every 2week``: a rhythm needs an end."""
    counted = re.fullmatch(r"every (\d{1,4})(min|h|d|wd|wh|week|month|year)", value)
    if counted is None:
        return _dated(value)
    amount, unit = int(counted[1]), counted[2]
    factor, sign = {"week": (7, "d"), "month": (1, "mo"), "year": (12, "mo")}.get(unit, (1, unit))
    terms = _until(f"{amount * factor}{sign}", until)
    return Said(terms[0] if until else "", terms, phrase("写明到什么事件为止"))


def _until(pace: str, until: str) -> tuple[str, ...]:
    return (f"every {pace} until {until or OWN_END}",)


def _lead(value: str, fact: str, note: str) -> Said:
    amount = _length(value.removesuffix(" before"))
    if not amount:
        return Said(note=phrase("这样的提前量还不能直接写"))
    if fact == OWN_INSTANT:
        return Said(
            "",
            (f"{amount} before {fact}", f"{amount} before starts_at"),
            phrase("写明提前于哪个时间"),
        )
    return Said(f"{amount} before {fact}", note=note)
