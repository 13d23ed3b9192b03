"""Deadlines as the grammar spells them: the way back of ``core.due``."""

from datetime import time

from huiyin.core.due import WEEKDAYS, After, Before, By, Duration, Every, Term, Within


def term(value: Term) -> str:
    """``1h``, ``3d before starts_at``, ``by fri 17:00``: what ``parse_term`` reads back."""
    match value:
        case Within(length):
            return duration(length)
        case Before(length, fact):
            return f"{duration(length)} before {fact}"
        case After(length, fact):
            return f"{duration(length)} after {fact}"
        case By(at, weekday):
            return f"by {clock(at)}" if weekday is None else f"by {WEEKDAYS[weekday]} {clock(at)}"
        case Every(length, until):
            return f"every {duration(length)} until {until}"
        case _:
            return f"by {value.fact}"


def duration(value: Duration) -> str:
    """``2wd``."""
    return f"{value.amount}{value.unit}"


def clock(at: time) -> str:
    """``17:00``."""
    return f"{at:%H:%M}"
