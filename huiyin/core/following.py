"""The in-memory book follows working time that changed: the twin of ``obligations.moving`` (Z07)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.event import Who
from huiyin.core.keeping import keepers
from huiyin.core.memory import Entry, MemoryBook
from huiyin.core.moving import Place, Standing, places
from huiyin.core.timing import Kept, Timing, shares


def follow(book: MemoryBook, usual: WorkingCalendar, now: datetime) -> int:
    """Let every open duty that is not past due follow ``usual`` and ``book.working``.

    The number of people's duties that got another due time.
    """
    families: dict[tuple[object, ...], list[_Timed]] = {}
    for entry in book.entries.values():
        one = entry.cohort
        if one.due_at is not None and entry.timing is not None:
            key = (one.subject, one.rule, one.verb, one.part, one.parent)
            timed = _Timed(entry, one.due_at, replace(entry.timing, usual=usual))
            families.setdefault(key, []).append(timed)
    moved = sum(_family(book, family, usual, now) for family in families.values())
    book.settle(now)
    return moved


class _Timed(NamedTuple):
    """A cohort that is due some time, and what that follows from."""

    entry: Entry
    due_at: datetime
    timing: Timing


def _family(book: MemoryBook, family: list[_Timed], usual: WorkingCalendar, now: datetime) -> int:
    timings: dict[int, Timing] = {}
    theirs: dict[int, list[list[Who]]] = {}
    standing = []
    for entry, due_at, timing in family:
        key = entry.cohort.key
        movable = entry.closed_at is None and due_at > now and timing.matters()
        kept: Sequence[Kept] = ()
        if movable:
            kept, theirs[key] = keepers(entry.open(), book.working, usual)
            if not timing.by_calendar():
                kept = [each._replace(calendar=usual) for each in kept]
        timings[key] = timing
        found = tuple(shares(timing, kept)) if kept else ()
        standing.append(Standing(key, due_at, timing.counted, found))
    plan = places(standing, now)
    made: dict[int, int] = {}
    for place in sorted(plan, key=lambda each: each.into != each.cohort):
        if not place.kept:
            people = [who for each in place.share.kept for who in theirs[place.cohort][each]]
            _carry_out(book, place, timings[place.cohort], people, made, now)
    dues = {one.key: one.due_at for one in standing}
    return sum(place.share.size for place in plan if place.at != dues[place.cohort])


def _carry_out(
    book: MemoryBook,
    place: Place,
    timing: Timing,
    people: list[Who],
    made: dict[int, int],
    now: datetime,
) -> None:
    source, share = book.entries[place.cohort], place.share
    cohort = replace(
        source.cohort,
        due_at=place.at,
        next_at=timing.next_look(place.at, share.calendar, source.cohort.step, now),
        calendar=share.calendar if share.key and timing.by_calendar() else None,
    )
    if place.into == place.cohort:
        source.timing = timing
        book.reset(place.cohort, cohort)
        return
    target = made.get(place.into, place.into)
    rows = {who: source.rows.pop(who) for who in people}
    for who in people:
        del source.waiting[who]
    if target < 0:
        target = made[place.into] = len(book.entries) + 1
        book.keep(Entry(replace(cohort, key=target), source.bearers, rows, timing=timing))
    else:
        book.join(target, rows, cohort.next_at)
    book.stir(place.cohort)
