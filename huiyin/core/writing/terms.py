"""Deadlines as the grammar spells them: the way back of ``core.due``."""

from datetime import time

from huiyin.core.terms import (
    END,
    EVERY_MONTH,
    FIRST_OF_QUARTER,
    LAST_OF_QUARTER,
    MONTHS,
    WEEKDAYS,
    After,
    Before,
    By,
    Duration,
    Every,
    Later,
    On,
    Term,
    Within,
)


def term(value: Term) -> str:
    """``1h``, ``3d before starts_at``, ``by fri 17:00``: what ``parse_term`` reads back."""
    match value:
        case Within(length):
            return duration(length)
        case Before(length, fact):
            return f"{duration(length)} before {fact}"
        case After(length, fact):
            return f"{duration(length)} after {fact}"
        case By() | Later() | On():
            return f"by {moment(value)}"
        case Every(beat, until):
            paced = duration(beat) if isinstance(beat, Duration) else moment(beat)
            return f"every {paced} until {until}"
        case _:
            return f"by {value.fact}"


def moment(value: By | Later | On) -> str:
    """``fri 17:00``, ``1wd 12:00``, ``month 5 18:00``: what follows ``by`` and ``every``."""
    match value:
        case By(at, weekday):
            return clock(at) if weekday is None else f"{WEEKDAYS[weekday]} {clock(at)}"
        case Later(at, days):
            return f"{duration(days)} {clock(at)}"
        case _:
            return f"{_months(value)} {_day(value)} {clock(value.at)}"


def _months(value: On) -> str:
    if value.months == EVERY_MONTH:
        return "month"
    if value.months == (LAST_OF_QUARTER if value.day == END else FIRST_OF_QUARTER):
        return "quarter"
    return ",".join(MONTHS[month - 1] for month in value.months)


def _day(value: On) -> str:
    day = "end" if value.day == END else str(value.day)
    return f"{day}wd" if value.working else day


def duration(value: Duration) -> str:
    """``2wd``."""
    return f"{value.amount}{value.unit}"


def clock(at: time) -> str:
    """``17:00``."""
    return f"{at:%H:%M}"
