"""What the pages of the working calendar show."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Sum
from django.utils import timezone

from huiyin.core.calendar import WorkingCalendar
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations.models import Obligation
from huiyin.obligations.moving import Moves
from huiyin.worktime import calendars
from huiyin.worktime.hours import say
from huiyin.worktime.models import OwnDay, Shift, SuppliedYear, WorkCalendar

NAMED = 12
"""Up to so many people are named in a preview."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A day as the year shows it; ``kind`` is ``work rest off made own part``."""

    day: date
    kind: str
    title: str
    hours: str
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month by weeks; ``None`` fills up what belongs to its neighbours."""

    first: date
    weeks: list[list[Cell | None]]
    worked: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row that are special in the same way."""

    first: date
    last: date
    kind: str
    title: str
    days: int


@dataclass(slots=True)
class Year:
    """One calendar's year."""

    number: int
    months: list[Month]
    stretches: list[Stretch]
    worked: int
    published: bool
    supplied: bool
    own: list[OwnDay] = field(default_factory=list)


def year_of(row: WorkCalendar | None, number: int) -> Year:
    """The year ``number`` of a calendar; ``None`` is the organisation's as it is by default."""
    known = calendars.calendars()
    kept = known.organisation if row is None or row.main else known.of(row.pk)
    own = _own(row)
    today = timezone.localdate(clock.now())
    cells = [_cell(kept, day, own, today) for day in _days_of(number)]
    shown = [_month(list(group)) for _key, group in groupby(cells, key=lambda one: one.day.month)]
    return Year(
        number,
        shown,
        list(_stretches(cells)),
        sum(month.worked for month in shown),
        number in kept.published,
        SuppliedYear.objects.filter(year=number).exists(),
        [each for each in own.values() if each.day.year == number],
    )


def _own(row: WorkCalendar | None) -> dict[date, OwnDay]:
    rows = OwnDay.objects.filter(calendar__main=True)
    found = {each.day: each for each in rows} if row is None or row.main or row.follows else {}
    if row is not None and not row.main:
        found |= {each.day: each for each in row.own_days.all()}
    return dict(sorted(found.items()))


def _days_of(number: int) -> Iterator[date]:
    first = date(number, 1, 1)
    return (first + timedelta(days=n) for n in range((date(number + 1, 1, 1) - first).days))


def _cell(kept: WorkingCalendar, day: date, own: dict[date, OwnDay], today: date) -> Cell:
    hours, usual = kept.hours_on(day), kept.usual_on(day)
    spans = " ".join(f"{begin:%H:%M}–{end:%H:%M}" for begin, end in hours)
    title = kept.titles.get(day, "")
    if day in own:
        kind = "own" if not hours else "part"
    elif not hours:
        kind = "off" if title else "rest"
    else:
        kind = "work" if hours == usual else "made"
    return Cell(day, kind, title, spans, day == today)


def _month(cells: list[Cell]) -> Month:
    first = cells[0].day
    filled: list[Cell | None] = [*[None] * first.weekday(), *cells]
    filled += [None] * (-len(filled) % 7)
    weeks = [filled[place : place + 7] for place in range(0, len(filled), 7)]
    return Month(first, weeks, sum(bool(cell.hours) for cell in cells))


def _stretches(cells: list[Cell]) -> Iterator[Stretch]:
    """Statutory stretches off (weekends in between belong to them) and make-up workdays."""
    for free, group in groupby(cells, key=lambda cell: not cell.hours):
        run = list(group)
        named = [cell for cell in run if cell.kind in {"off", "own"}]
        if free and named:
            titles = dict.fromkeys(cell.title for cell in named if cell.title != "调休放假")
            kind = "own" if all(cell.kind == "own" for cell in named) else "off"
            yield Stretch(run[0].day, run[-1].day, kind, "、".join(titles), len(run))
        if not free:
            for cell in run:
                if cell.kind in {"made", "part"}:
                    yield Stretch(cell.day, cell.day, cell.kind, cell.title, 1)


def teams() -> list[tuple[WorkCalendar, list[str]]]:
    """The teams' calendars with the names of their departments."""
    names = dict(Department.objects.values_list("id", "name"))
    rows = WorkCalendar.objects.filter(main=False).prefetch_related("teams").order_by("name")
    return [(row, [names.get(each.department_id, "") for each in row.teams.all()]) for row in rows]


def provisional(number: int) -> int:
    """Open duties whose due time is provisional because ``number`` is not published."""
    rows = Obligation.objects.filter(closed_at=None, provisional=True, due_at__year__gte=number)
    return int(rows.aggregate(n=Sum("total"))["n"] or 0)


def shifts(first: date, last: date) -> list[tuple[Person, list[tuple[date, str]]]]:
    """Rosters between two days, person by person."""
    rows = list(Shift.objects.filter(day__range=(first, last)).order_by("person_id", "day"))
    people = Person.objects.in_bulk({row.person_id for row in rows})
    found = []
    for person_id, group in groupby(rows, key=lambda row: row.person_id):
        if person_id in people:
            found.append((people[person_id], [(row.day, say(row.hours)) for row in group]))
    return sorted(found, key=lambda one: one[0].sort_key)


@dataclass(frozen=True, slots=True)
class Shifted:
    """One line of a preview: a duty's people get another due time."""

    clause: str
    verb: str
    old: object
    new: object
    people: int


@dataclass(frozen=True, slots=True)
class Look:
    """What a change would move: lines, how many duties, whose, and what would be certain."""

    lines: list[Shifted]
    duties: int
    names: list[str]
    more: int
    settled: int


def look(moves: Moves) -> Look:
    """A preview in words and numbers."""
    lines = [
        Shifted(
            step.row.clause,
            step.row.verb,
            step.row.due_at,
            step.place.at,
            step.place.share.size,
        )
        for step in moves.steps
    ]
    lines.sort(key=lambda one: (-one.people, one.clause))
    people = list(dict.fromkeys(person for found in moves.people for person in found))
    names = list(
        Person.objects.filter(pk__in=people[:NAMED])
        .order_by("sort_key")
        .values_list("name", flat=True)
    )
    return Look(lines[:NAMED], moves.duties, names, max(len(people) - NAMED, 0), moves.settled)
