"""A month as weeks of days: what stands in each, the day that was chosen, months before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings.calendar import blocks
from huiyin.scenarios.meetings.calendar.blocks import Block
from huiyin.ui import zh
from huiyin.worktime import calendars

SHOWN = 3
"""As many things stand in a day's cell; the rest is counted."""

DOTS = 4
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month's grid; ``inside``: it is of this month."""

    day: date
    inside: bool
    today: bool
    works: bool
    chosen: bool
    blocks: tuple[Block, ...]

    @property
    def shown(self) -> tuple[Block, ...]:
        """What stands in the cell."""
        return self.blocks[:SHOWN]

    @property
    def more(self) -> int:
        """How many do not."""
        return len(self.blocks) - len(self.shown)

    @property
    def dots(self) -> tuple[Block, ...]:
        """What a phone shows of it."""
        return self.blocks[:DOTS]


@dataclass(frozen=True, slots=True)
class Month:
    """Whole weeks from Monday on; ``chosen`` is the cell whose day is listed."""

    weeks: tuple[tuple[Cell, ...], ...]
    weekdays: tuple[str, ...]
    chosen: Cell
    before: date
    after: date

    @property
    def empty(self) -> bool:
        """Whether nothing stands in the days of this month."""
        return not any(cell.blocks for week in self.weeks for cell in week if cell.inside)


def month(actor: Person, day: date, others: Sequence[Person] = ()) -> Month:
    """The month of ``day``; of ``others`` only when they have no time."""
    first = day.replace(day=1)
    after = (first + 31 * DAY).replace(day=1)
    begins = first - first.weekday() * DAY
    ends = after + (-after.weekday() % 7) * DAY
    standing = blocks.of(actor, blocks.midnight(begins), blocks.midnight(ends), others)
    kept, today = calendars.current(), timezone.localdate(clock.now())
    cells = [
        Cell(
            day=each,
            inside=first <= each < after,
            today=each == today,
            works=kept.is_working_day(each),
            chosen=each == day,
            blocks=tuple(sorted(standing.get(each, ()), key=lambda one: (one.start, one.title))),
        )
        for each in (begins + number * DAY for number in range((ends - begins).days))
    ]
    return Month(
        weeks=tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7)),
        weekdays=tuple(zh.weekday(blocks.midnight(cell.day)) for cell in cells[:7]),
        chosen=next(cell for cell in cells if cell.chosen),
        before=_same_day(first - DAY, day),
        after=_same_day(after, day),
    )


def _same_day(month_of: date, day: date) -> date:
    """``day`` in another month, or that month's last day."""
    first = month_of.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return min(first + (day.day - 1) * DAY, last)
