"""Bearers apart by the working time they keep: those who are due together become one cohort (Z07)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.obligation import Open
from huiyin.core.timing import Timing, shares
from huiyin.obligations.roles import PeopleSql
from huiyin.worktime import calendars
from huiyin.worktime import people as keepers


@dataclass(frozen=True, slots=True)
class Part:
    """One cohort to open: its times, the people due then, and whose working time it goes by."""

    change: Open
    people: Callable[[], PeopleSql]
    calendar: str = ""


def apart(change: Open, people: Callable[[], PeopleSql]) -> Iterator[Part]:
    """``change`` by due time: itself, unless calendars, rosters or leave differ about it.

    Each part must be used before the next is asked for.
    """
    timing = change.timing
    if timing is None or not timing.by_calendar():
        yield Part(change, people)
        return
    known = calendars.calendars()
    first, last = span(timing, [known.organisation, *known.teams.values()])
    if not keepers.differ(first, last):
        yield Part(change, people)
        return
    keepers.sort_out(*people(), first, last)
    kept = keepers.kept(known)
    for share in shares(timing, kept):
        next_at = timing.next_look(share.due_at, share.calendar, 0, timing.born_at)
        keys = [kept[place].key for place in share.kept]
        yield Part(replace(change, due=share.due, next_at=next_at), partial(among, keys), share.key)


def among(keys: Sequence[str]) -> PeopleSql:
    """Those of the sorted people who keep one of these calendars."""
    sql = f"SELECT person_id, department_id FROM {keepers.TABLE} WHERE key = ANY(%s)"  # noqa: S608 - fixed text
    return sql, [list(keys)]


def span(timing: Timing, known: Sequence[WorkingCalendar]) -> tuple[datetime, datetime]:
    """The instants between which a shift or a leave could move a time of this duty."""
    moments = [timing.counted, timing.born_at]
    for calendar in known:
        due = timing.due(calendar)
        due_at = due.at if due else None
        moments += [due_at] if due_at else []
        moments += timing.rungs(due_at, calendar)
    return min(moments), max(moments)
