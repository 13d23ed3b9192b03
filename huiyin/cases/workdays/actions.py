"""Everything that can be done to working time; each moves what is open and says how much."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.workdays import events
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations import moving
from huiyin.obligations.moving import Moves
from huiyin.obligations.record import record
from huiyin.worktime import calendars
from huiyin.worktime.hours import say
from huiyin.worktime.models import Edition, OwnDay, Shift, SuppliedYear, Team, WorkCalendar

Spans = list[list[str]]

_CALENDARS = UUID("6c9d3b1e-7a0f-5d52-9a3c-1f0e8b7d4a60")
MAIN_NAME = "公司"


class CalendarRefused(ValueError):
    """A change that cannot be; ``field`` says which entry is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def main_calendar() -> WorkCalendar:
    """The organisation's calendar, as the defaults have it until somebody changes it."""
    found = WorkCalendar.objects.filter(main=True).first()
    if found is not None:
        return found
    hours = {
        str(day): [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in calendars.OFFICE_HOURS]
        for day in range(5)
    }
    return WorkCalendar.objects.create(name=MAIN_NAME, hours=hours, zone=calendars.ZONE, main=True)


def subject_of(calendar: WorkCalendar) -> str:
    """What the ledger calls a calendar as the subject of an event (UUID version 5)."""
    return str(uuid5(_CALENDARS, str(calendar.pk)))


@action(events.DAY_SET)
def set_day(
    calendar_id: int | None, day: date, hours: Spans | None, title: str, *, by: Person | None
) -> Moves:
    """Make ``day`` off (no hours), worked as usual (``None``) or worked in ``hours``.

    ``calendar_id`` ``None`` means the organisation's. The same words twice change nothing.
    """
    _allowed(by)
    calendar = _calendar(calendar_id)
    title = title.strip()
    if not title:
        raise CalendarRefused("title", _("请写这一天叫什么，如“公司周年”"))
    row = OwnDay.objects.filter(calendar=calendar, day=day).first()
    if row is not None and (row.hours, row.title) == (hours, title):
        return Moves()
    values = {"hours": hours, "title": title[:60], "set_by": _id(by), "set_at": clock.now()}
    OwnDay.objects.update_or_create(calendar=calendar, day=day, defaults=values)
    facts: dict[str, Fact] = {
        "calendar": calendar.name,
        "day": day.isoformat(),
        "hours": None if hours is None else say(hours),
        "title": title[:60],
    }
    return _changed(events.DAY_SET, subject_of(calendar), facts, by)


@action(events.DAY_REMOVED)
def remove_day(calendar_id: int, day: date, *, by: Person | None) -> Moves:
    """Let ``day`` be what it was; ``CalendarRefused`` when it is no own day."""
    _allowed(by)
    calendar = _calendar(calendar_id)
    row = OwnDay.objects.filter(calendar=calendar, day=day).first()
    if row is None:
        raise CalendarRefused("day", _("这一天没有另行设定"))
    facts: dict[str, Fact] = {
        "calendar": calendar.name,
        "day": day.isoformat(),
        "title": row.title,
    }
    row.delete()
    return _changed(events.DAY_REMOVED, subject_of(calendar), facts, by)


@action(events.CALENDAR_SET)
def set_calendar(
    calendar_id: int | None,
    *,
    name: str,
    hours: Mapping[str, Spans],
    follows: bool,
    departments: Sequence[int],
    by: Person | None,
) -> Moves:
    """Set the hours of a week, or make a team's calendar (``calendar_id`` ``None``).

    Hours are per weekday, ``"0"`` is Monday. The organisation's keeps no departments of its own.
    """
    _allowed(by)
    calendars.changing()
    row = WorkCalendar() if calendar_id is None else _calendar(calendar_id)
    _check(row, name, hours, departments)
    row.name, row.hours, row.follows = name.strip(), dict(hours), follows or row.main
    row.save()
    if not row.main:
        row.teams.all().delete()
        Team.objects.bulk_create(Team(calendar=row, department_id=each) for each in departments)
    week = "；".join(f"{day} {say(spans)}" for day, spans in sorted(hours.items()) if spans)
    facts: dict[str, Fact] = {
        "calendar": row.name,
        "hours": week,
        "departments": tuple(map(str, departments)),
    }
    return _changed(events.CALENDAR_SET, subject_of(row), facts, by)


@action(events.CALENDAR_REMOVED)
def remove_calendar(calendar_id: int, *, by: Person | None) -> Moves:
    """Let a team keep the organisation's calendar again."""
    _allowed(by)
    row = _calendar(calendar_id)
    if row.main:
        raise CalendarRefused("calendar", _("公司的日历不能停用"))
    subject, facts = subject_of(row), {"calendar": row.name}
    row.delete()
    return _changed(events.CALENDAR_REMOVED, subject, facts, by)


@action(events.ROSTER_SET)
def set_roster(rows: Sequence[tuple[int, date, Spans]], *, by: Person | None) -> Moves:
    """Who works when (person, day, hours; none: off); a day given again replaces what was."""
    _allowed(by)
    calendars.changing()
    shifts = [Shift(person_id=person, day=day, hours=hours) for person, day, hours in rows]
    Shift.objects.bulk_create(
        shifts,
        update_conflicts=True,
        unique_fields=["person_id", "day"],
        update_fields=["hours"],
    )
    days = [day for _person, day, _hours in rows]
    facts: dict[str, Fact] = {
        "people": len({person for person, _day, _hours in rows}),
        "days": len(rows),
        "first": min(days).isoformat(),
        "last": max(days).isoformat(),
    }
    return _changed(events.ROSTER_SET, str(uuid5(_CALENDARS, "rosters")), facts, by)


@action(events.YEAR_SUPPLIED)
def supply_year(year: int, days: Sequence[tuple[date, str, str]], *, by: Person | None) -> Moves:
    """Give a year its statutory days: off and make-up workdays, each with a title."""
    _allowed(by)
    calendars.changing()
    if not days:
        raise CalendarRefused("text", _("至少要有一天"))
    stored = [[day.isoformat(), kind, title] for day, kind, title in sorted(days)]
    SuppliedYear.objects.update_or_create(
        year=year, defaults={"days": stored, "set_by": _id(by), "set_at": clock.now()}
    )
    facts: dict[str, Fact] = {"year": year, "days": len(stored)}
    return _changed(events.YEAR_SUPPLIED, str(uuid5(_CALENDARS, str(year))), facts, by)


@action(events.YEAR_PUBLISHED)
def publish(year: int, *, by: Person | None) -> Moves:
    """Let open duties follow a year that the library knows by now; nothing when it does not."""
    _allowed(by)
    if year not in calendars.current().published:
        raise CalendarRefused("year", _("%(year)s 年的放假安排还没有，请录入") % {"year": year})
    facts: dict[str, Fact] = {"year": year}
    return _changed(events.YEAR_PUBLISHED, str(uuid5(_CALENDARS, str(year))), facts, by)


def follow_library() -> Moves:
    """Let open duties follow what a newer library knows of years; for a start of the product."""
    return moving.move({"why": events.YEAR_PUBLISHED})


def looked_at(change: Callable[[], Moves]) -> Moves:
    """What ``change`` would move; nothing stays of it."""
    with transaction.atomic():
        found = change()
        transaction.set_rollback(True)
    return found


def _changed(kind: str, subject: str, facts: Mapping[str, Fact], by: Person | None) -> Moves:
    """The new edition, its entry, and everything open that moves because of it."""
    calendars.changing()
    at = clock.now()
    Edition.objects.create(at=at)
    record(Event(kind, subject, at, _id(by), dict(facts)))
    return moving.move({"why": kind}, _id(by))


def _allowed(by: Person | None) -> None:
    if by is not None:
        require(by, Action.SET_CALENDAR)


def _id(by: Person | None) -> int | None:
    return by.pk if by else None


def _calendar(calendar_id: int | None) -> WorkCalendar:
    calendars.changing()
    if calendar_id is None:
        return main_calendar()
    return WorkCalendar.objects.get(pk=calendar_id)


def _check(
    row: WorkCalendar, name: str, hours: Mapping[str, Spans], departments: Sequence[int]
) -> None:
    if not name.strip():
        raise CalendarRefused("name", _("请写名称"))
    if WorkCalendar.objects.filter(name=name.strip()).exclude(pk=row.pk).exists():
        raise CalendarRefused("name", _("已有同名的日历"))
    if not any(hours.values()):
        raise CalendarRefused("hours", _("一周里至少有一天要上班"))
    if row.main:
        return
    if not departments:
        raise CalendarRefused("departments", _("请选择使用它的部门"))
    taken = Team.objects.filter(department_id__in=departments).exclude(calendar_id=row.pk)
    first = taken.first()
    if first is not None:
        department = Department.objects.get(pk=first.department_id)
        words = _("“%(name)s”已使用另一个日历") % {"name": department.name}
        raise CalendarRefused("departments", words)
