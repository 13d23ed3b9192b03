"""The times of a duty as something to ask a calendar for: due, next look, and the ladder's rungs.

A duty in working time has other times for people with another calendar, roster or leave. Those who
share a due time are one cohort (design 6); whoever keeps the book groups its bearers by calendar
and asks ``shares`` who belongs together. No person is named here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.due import Due, again, by_calendar, reads_calendar
from huiyin.core.ladder import next_look, steps
from huiyin.core.policy import Rule
from huiyin.core.terms import Every, Term


@dataclass(frozen=True, slots=True)
class Timing:
    """``term`` counted from ``counted``, for a duty born at ``born_at``.

    ``rule`` has the ladder; ``None`` for a duty that is a rung itself. ``usual`` is the calendar of
    everybody who keeps no other.
    """

    term: Term | None
    counted: datetime
    born_at: datetime
    usual: WorkingCalendar
    rule: Rule | None = None

    def due(self, calendar: WorkingCalendar) -> Due | None:
        """The deadline by ``calendar``."""
        return None if self.term is None else again(self.term, self.counted, calendar)

    def by_calendar(self) -> bool:
        """Whether calendars may differ about it; a rhythm is the case's own and knows one only."""
        return not isinstance(self.term, Every) and (by_calendar(self.term) or self._rungs_differ())

    def matters(self) -> bool:
        """Whether a change of working time may change any of the times."""
        return by_calendar(self.term) or self._rungs_differ()

    def rungs(self, due_at: datetime | None, calendar: WorkingCalendar) -> tuple[datetime, ...]:
        """When the ladder's steps come."""
        if self.rule is None:
            return ()
        return tuple(step.at for step in steps(self.rule, self.born_at, due_at, calendar))

    def next_look(
        self, due_at: datetime | None, calendar: WorkingCalendar, taken: int, now: datetime
    ) -> datetime | None:
        """When the clock must look, ``taken`` rungs being done."""
        if self.rule is None:
            return None
        rungs = steps(self.rule, self.born_at, due_at, calendar)
        return next_look(self.rule, rungs, taken, due_at, now)

    def _rungs_differ(self) -> bool:
        return self.rule is not None and any(
            reads_calendar(rung.after) for rung in self.rule.ladder
        )


class Kept(NamedTuple):
    """Bearers who keep the same calendar: its name in the book, and how many they are."""

    key: str
    calendar: WorkingCalendar
    size: int


@dataclass(frozen=True, slots=True)
class Share:
    """Bearers who are due together: which of the ``Kept``, and by whose calendar their ladder goes.

    Where calendars agree about the due time but not about the rungs, the most people decide; among
    equals the earlier rungs.
    """

    due: Due | None
    key: str
    calendar: WorkingCalendar
    kept: tuple[int, ...]
    size: int

    @property
    def due_at(self) -> datetime | None:
        """The due time itself."""
        return self.due.at if self.due else None


def shares(timing: Timing, kept: Sequence[Kept]) -> list[Share]:
    """Who is due together, the largest share first."""
    classes: dict[datetime | None, dict[tuple[datetime, ...], list[int]]] = {}
    dues = [timing.due(one.calendar) for one in kept]
    for place, (one, due) in enumerate(zip(kept, dues, strict=True)):
        due_at = due.at if due else None
        rungs = timing.rungs(due_at, one.calendar)
        classes.setdefault(due_at, {}).setdefault(rungs, []).append(place)
    found = [_share(dues, kept, alike) for alike in classes.values()]
    return sorted(found, key=lambda share: (-share.size, str(share.due_at)))


def _share(
    dues: Sequence[Due | None],
    kept: Sequence[Kept],
    alike: dict[tuple[datetime, ...], list[int]],
) -> Share:
    def weight(rungs: tuple[datetime, ...]) -> int:
        return sum(kept[place].size for place in alike[rungs])

    leading = min(alike, key=lambda rungs: (-weight(rungs), rungs))
    place = min(alike[leading], key=lambda each: (len(kept[each].key), kept[each].key))
    every = sorted(place for places in alike.values() for place in places)
    size = sum(kept[each].size for each in every)
    return Share(dues[place], kept[place].key, kept[place].calendar, tuple(every), size)
