"""Bearers of the in-memory book by the calendar they keep."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.event import Who
from huiyin.core.timing import Kept, Timing, shares

Working = Mapping[Who, tuple[str, WorkingCalendar]]
"""People who keep another calendar than everybody's: its name, and the calendar."""

Together = tuple[datetime | None, datetime | None, WorkingCalendar | None, list[Who]]
"""Due time, next look, calendar (``None``: everybody's) and those who share them."""


def apart(
    timing: Timing, next_at: datetime | None, people: list[Who], working: Working
) -> list[Together]:
    """``people`` by due time: one set, unless calendars differ about it."""
    if not working or not timing.by_calendar():
        due = timing.due(timing.usual)
        return [(due.at if due else None, next_at, None, people)]
    kept, theirs = keepers(people, working, timing.usual)
    return [
        (
            share.due_at,
            timing.next_look(share.due_at, share.calendar, 0, timing.born_at),
            share.calendar if share.key else None,
            [person for place in share.kept for person in theirs[place]],
        )
        for share in shares(timing, kept)
    ]


def keepers(
    people: Sequence[Who], working: Working, usual: WorkingCalendar
) -> tuple[list[Kept], list[list[Who]]]:
    """The calendars that ``people`` keep, and who keeps each."""
    by_key: dict[str, tuple[WorkingCalendar, list[Who]]] = {}
    for person in people:
        key, calendar = working.get(person, ("", usual))
        by_key.setdefault(key, (calendar, []))[1].append(person)
    kept = [Kept(key, calendar, len(theirs)) for key, (calendar, theirs) in by_key.items()]
    return kept, [theirs for _, theirs in by_key.values()]
