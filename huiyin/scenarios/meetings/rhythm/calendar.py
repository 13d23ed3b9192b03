"""Which period a day belongs to (pure)."""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.scenarios.meetings.models.periods import PeriodKind

_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Span:
    """From ``begins`` until before ``ends``."""

    begins: date
    ends: date


def span(kind: PeriodKind, day: date) -> Span:
    """The week (Monday to Sunday), month or quarter that ``day`` belongs to."""
    if kind == PeriodKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=7))
    months = 1 if kind == PeriodKind.MONTH else _QUARTER
    first = (day.month - 1) // months * months + 1
    begins = date(day.year, first, 1)
    after = first + months
    return Span(begins, date(day.year + after // 13, (after - 1) % 12 + 1, 1))


def before(kind: PeriodKind, begins: date) -> Span:
    """The period that ended when the one that ``begins`` began."""
    return span(kind, begins - timedelta(days=1))
