"""A week (or a day) as a grid: meetings side by side where they overlap, deadlines as chips."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings.calendar import blocks
from huiyin.scenarios.meetings.calendar.blocks import FIRST, LAST, Block
from huiyin.ui import zh
from huiyin.worktime import calendars

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """A column."""

    day: date
    weekday: str
    today: bool
    works: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """What the calendar shows; ``now`` are minutes from midnight, ``hours`` the lines."""

    days: tuple[Day, ...]
    number: int
    hours: tuple[int, ...]
    now: int
    before: date
    after: date

    @property
    def first(self) -> int:
        """The hour at the top."""
        return self.hours[0]

    @property
    def shows_today(self) -> bool:
        """Whether the line of now stands in it."""
        return any(day.today for day in self.days)


def week(actor: Person, day: date, *, single: bool = False, others: Sequence[Person] = ()) -> Week:
    """The week of ``day`` from Monday on, weekends only when something is in them; or that day."""
    monday = day - timedelta(days=day.weekday())
    first, length = (day, 1) if single else (monday, 7)
    start = blocks.midnight(first)
    standing = blocks.of(actor, start, start + length * DAY, others)
    kept = calendars.current()
    local = timezone.localtime(clock.now())
    days = []
    for number in range(length):
        each = first + number * DAY
        works = kept.is_working_day(each)
        found = standing.get(each, [])
        if single or each.weekday() < 5 or found or works:  # noqa: PLR2004 - Saturday
            column = Day(
                each, zh.weekday(blocks.midnight(each)), each == local.date(), works, lanes(found)
            )
            days.append(column)
    step = DAY if single else 7 * DAY
    return Week(
        days=tuple(days),
        number=first.isocalendar().week,
        hours=_hours(block for found in standing.values() for block in found),
        now=local.hour * 60 + local.minute,
        before=first - step,
        after=first + step,
    )


def lanes(found: Sequence[Block]) -> tuple[Block, ...]:
    """Give what overlaps a lane each; those of one knot share the width."""
    placed: list[Block] = []
    knot: list[Block] = []
    end = -1
    for block in sorted(found, key=lambda one: (one.start, -one.minutes, one.title)):
        if knot and block.start >= end:
            placed += _untied(knot)
            knot = []
        knot.append(block)
        end = max(end if len(knot) > 1 else -1, block.start + block.minutes)
    return tuple(placed + _untied(knot))


def _untied(knot: list[Block]) -> list[Block]:
    ends: list[int] = []
    found: list[tuple[int, Block]] = []
    for block in knot:
        lane = next((n for n, end in enumerate(ends) if end <= block.start), len(ends))
        ends[lane:] = [block.start + block.minutes, *ends[lane + 1 :]]
        found.append((lane, block))
    return [replace(block, lane=lane, lanes=len(ends)) for lane, block in found]


def _hours(found: Iterable[Block]) -> tuple[int, ...]:
    first, last = FIRST, LAST
    for block in found:
        first = min(first, block.start // 60)
        last = max(last, -(-(block.start + block.minutes) // 60))
    return tuple(range(first, last))
