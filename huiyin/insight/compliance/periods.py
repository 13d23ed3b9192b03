"""Spans of days that figures are asked for: a week, a month … a year, or any two days.

Written ``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026-H2``, ``2026`` or
``2026-10-08..2026-11-20``: what stands in an address names the same days for everybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

KINDS = ("week", "month", "quarter", "half", "year")
LONGEST = 3 * 366
"""Days of the longest span that is answered."""

DAY = timedelta(days=1)


class BadPeriod(ValueError):
    """A text that names no span of days."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days ``first`` to ``last``, both included; ``kind`` is one of ``KINDS`` or ``own``."""

    kind: str
    first: date
    last: date

    @property
    def name(self) -> str:
        """As ``parse`` reads it back."""
        year, month = self.first.year, self.first.month
        if self.kind == "week":
            week = self.first.isocalendar()
            return f"{week.year}-W{week.week:02}"
        return {
            "month": f"{year}-{month:02}",
            "quarter": f"{year}-Q{(month + 2) // 3}",
            "half": f"{year}-H{1 if month <= 6 else 2}",  # noqa: PLR2004 - June
            "year": f"{year}",
        }.get(self.kind, f"{self.first}..{self.last}")

    @property
    def before(self) -> "Period":
        """The period of the same length before this one."""
        if self.kind == "own":
            return Period("own", self.first - (self.last - self.first) - DAY, self.first - DAY)
        return of(self.kind, self.first - DAY)

    @property
    def after(self) -> "Period":
        """The period of the same length after this one."""
        if self.kind == "own":
            return Period("own", self.last + DAY, self.last + (self.last - self.first) + DAY)
        return of(self.kind, self.last + DAY)


def of(kind: str, day: date) -> Period:
    """The week, month … year that holds ``day``."""
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        return Period(kind, first, first + 6 * DAY)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[kind]
    start = (day.month - 1) // months * months + 1
    first = date(day.year, start, 1)
    return Period(kind, first, _months_on(first, months) - DAY)


def recent(today: date) -> Period:
    """This month and the two before it: what "at present" means beside a clause."""
    return Period("own", _months_on(today.replace(day=1), -2), today)


def parse(text: str) -> Period:
    """The period that ``text`` names; ``BadPeriod`` for anything else."""
    try:
        for pattern, make in _FORMS:
            if found := pattern.fullmatch(text.strip()):
                return make(*found.groups())
    except ValueError as error:
        raise BadPeriod(text) from error
    raise BadPeriod(text)


def between(first: date, last: date) -> Period:
    """Two days of one's own choice; ``BadPeriod`` when they are the wrong way round or too far apart."""
    if not first <= last <= first + LONGEST * DAY:
        raise BadPeriod(f"{first}..{last}")
    return Period("own", first, last)


def months(period: Period) -> Iterator[tuple[date, date]]:
    """The pieces of ``period`` by calendar month, as first and last day."""
    first = period.first
    while first <= period.last:
        following = _months_on(first.replace(day=1), 1)
        yield first, min(following - DAY, period.last)
        first = following


def _months_on(first: date, count: int) -> date:
    years, month = divmod(first.month - 1 + count, 12)
    return date(first.year + years, month + 1, 1)


def _own(first: str, last: str) -> Period:
    return between(date.fromisoformat(first), date.fromisoformat(last))


_FORMS = (
    (
        re.compile(r"(\d{4})-W(\d\d)"),
        lambda year, week: of("week", date.fromisocalendar(int(year), int(week), 1)),
    ),
    (
        re.compile(r"(\d{4})-(\d\d)"),
        lambda year, month: of("month", date(int(year), int(month), 1)),
    ),
    (
        re.compile(r"(\d{4})-Q([1-4])"),
        lambda year, quarter: of("quarter", date(int(year), 3 * int(quarter), 1)),
    ),
    (
        re.compile(r"(\d{4})-H([12])"),
        lambda year, half: of("half", date(int(year), 6 * int(half), 1)),
    ),
    (re.compile(r"(\d{4})"), lambda year: of("year", date(int(year), 1, 1))),
    (re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)"), _own),
)
