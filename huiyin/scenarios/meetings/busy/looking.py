"""What the form shows while somebody looks for a time: who is busy that day, and what would fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings.busy import slots, spans
from huiyin.scenarios.meetings.busy.slots import Slot, Time
from huiyin.scenarios.meetings.busy.spans import AWAY, Span
from huiyin.worktime import calendars

FIRST, LAST = time(8), time(20)
"""The hours that the strip of a day shows."""

DAYS = 10
"""So many days ahead a free time is looked for."""

MOST = 40
"""More people than this are not drawn one by one."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A busy stretch, in percent of the strip."""

    left: float
    width: float
    away: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One person's day; ``clash`` when the time that was chosen does not suit them."""

    name: str
    required: bool
    bars: tuple[Bar, ...]
    clash: bool


@dataclass(frozen=True, slots=True)
class Look:
    """A day with its people, the chosen time on it, and proposals."""

    day: date
    rows: tuple[Row, ...]
    chosen: Bar | None
    proposals: tuple[Slot, ...]
    hours: tuple[int, ...]
    hidden: int

    @property
    def clashes(self) -> int:
        """How many of those who must come cannot."""
        return sum(row.clash and row.required for row in self.rows)


def look(
    starts_at: datetime,
    ends_at: datetime,
    required: Sequence[Person],
    optional: Sequence[Person],
    *,
    without: UUID | None = None,
) -> Look:
    """The day of ``starts_at`` and free times from then on (or from now)."""
    everybody = {person.pk: person for person in (*required, *optional)}
    begin = min(_at(timezone.localdate(starts_at), FIRST), starts_at)
    busy = spans.of_people(everybody, begin, begin + DAYS * DAY, without=without)
    clash = set(spans.clashing(busy, starts_at, ends_at))
    must = {person.pk for person in required}
    day = timezone.localdate(starts_at)
    shown = list(everybody.values())[:MOST]
    rows = tuple(
        Row(person.name, person.pk in must, _bars(busy[person.pk], day), person.pk in clash)
        for person in shown
    )
    chosen = _bars([Span(starts_at, ends_at, "")], day)
    return Look(
        day=day,
        rows=rows,
        chosen=chosen[0] if chosen else None,
        proposals=tuple(_proposals(begin, ends_at - starts_at, busy, must)),
        hours=tuple(range(FIRST.hour, LAST.hour + 1, 2)),
        hidden=len(everybody) - len(shown),
    )


def _proposals(
    begin: datetime, length: timedelta, busy: Mapping[int, list[Span]], must: set[int]
) -> list[Slot]:
    taken = [_time(span) for person in must for span in busy[person]]
    others = [[_time(span) for span in found] for key, found in busy.items() if key not in must]
    return slots.proposals(_working(max(begin, clock.now())), length, taken, others)


def _working(after: datetime) -> Iterator[Time]:
    """The organisation's working hours from ``after`` on, rounded up to the half hour."""
    kept = calendars.current()
    rounded = -(-int(after.timestamp()) // 1800) * 1800
    earliest = datetime.fromtimestamp(rounded, tz=timezone.get_default_timezone())
    today = timezone.localdate(after)
    for number in range(DAYS):
        day = today + number * DAY
        for begin, end in kept.hours_on(day):
            start = max(_at(day, begin), earliest)
            last = _at(day, end) if end > begin else _at(day + DAY, end)
            if start < last:
                yield start, last


def _bars(found: Sequence[Span], day: date) -> tuple[Bar, ...]:
    first, last = _at(day, FIRST), _at(day, LAST)
    whole = (last - first).total_seconds()
    bars = []
    for span in found:
        start, end = max(span.start, first), min(span.end, last)
        if start < end:
            left = (start - first).total_seconds() / whole * 100
            width = (end - start).total_seconds() / whole * 100
            bars.append(Bar(round(left, 2), round(width, 2), span.kind == AWAY))
    return tuple(bars)


def _time(span: Span) -> Time:
    return span.start, span.end


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_default_timezone())
