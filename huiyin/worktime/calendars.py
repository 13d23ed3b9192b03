"""The working time that deadlines are derived from: the organisation's, teams', and people's.

``current()`` is everybody's who has no other. What a process has read stays good until somebody
changes working time (``Edition``); the door holds the edition still while it decides (``held``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache

from django.db import connection

from huiyin.core.calendar import Day, Hours, WorkingCalendar
from huiyin.kit import clock
from huiyin.worktime import statutory
from huiyin.worktime.hours import as_hours
from huiyin.worktime.models import OwnDay, WorkCalendar

OFFICE_HOURS: Hours = ((time(9), time(12)), (time(13), time(18)))
"""What a plain office works; an organisation's own hours replace it."""

ZONE = "Asia/Shanghai"

YEARS_BACK = 3
"""More than what must be kept, so that old duties derive as they did."""

YEARS_AHEAD = 2

_EDITION = "SELECT max(id) FROM worktime_edition"

_LOCK = 720_107
"""The advisory lock: shared by whoever decides, held alone by whoever changes working time."""


@dataclass(frozen=True, slots=True)
class Calendars:
    """Everything that is kept about working time but people's own days."""

    organisation: WorkingCalendar
    teams: Mapping[int, WorkingCalendar] = field(default_factory=dict)

    def of(self, calendar_id: int | None) -> WorkingCalendar:
        """The calendar with this id; the organisation's for none, or for one that is gone."""
        return self.teams.get(calendar_id or 0, self.organisation)


def current() -> WorkingCalendar:
    """The organisation's calendar: some years back and ahead of today."""
    return calendars().organisation


def shipped() -> WorkingCalendar:
    """The organisation's calendar as long as nobody has changed anything; no database needed."""
    year = clock.now().year
    return chinese_calendar(year - YEARS_BACK, year + YEARS_AHEAD)


def calendars() -> Calendars:
    """All calendars as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(_EDITION)
        return _of_edition(cursor.fetchone()[0])


def held() -> Calendars:
    """All calendars, and nobody changes them until this transaction ends."""
    return _locked("pg_advisory_xact_lock_shared")


def changing() -> Calendars:
    """The calendars before a change: whoever decides waits until this transaction ends."""
    return _locked("pg_advisory_xact_lock")


def forget() -> None:
    """Drop what this process remembers (a test ended)."""
    _kept.clear()


@lru_cache(maxsize=8)
def chinese_calendar(first_year: int, last_year: int) -> WorkingCalendar:
    """The mainland's statutory calendar, Monday to Friday in office hours; no database needed."""
    return _assembled(
        dict.fromkeys(range(5), OFFICE_HOURS),
        {year: statutory.from_library(year) for year in range(first_year, last_year + 1)},
        [],
    )


_kept: dict[tuple[int | None, int], Calendars] = {}


def _locked(lock: str) -> Calendars:
    # Two statements in one message: the second sees what was committed while the first waited.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}({_LOCK}); {_EDITION}")
        cursor.nextset()
        return _of_edition(cursor.fetchone()[0])


def _of_edition(edition: int | None) -> Calendars:
    key = (edition, clock.now().year)
    found = _kept.get(key)
    if found is None:
        found = _read(key[1])
        _kept.clear()
        _kept[key] = found
    return found


def _read(year: int) -> Calendars:
    span = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    rows = list(WorkCalendar.objects.prefetch_related("own_days"))
    years = {each: statutory.from_library(each) for each in span} | statutory.supplied()
    main = next((row for row in rows if row.main), None)
    common = list(main.own_days.all()) if main else []
    if main is None and not any(each.supplied for each in years.values()):
        organisation = shipped()
    else:
        usual = week(main.hours) if main else dict.fromkeys(range(5), OFFICE_HOURS)
        organisation = _assembled(usual, years, common, main.zone if main else ZONE)
    teams = {row.pk: _of_row(row, years, common) for row in rows if not row.main}
    return Calendars(organisation, teams)


def _of_row(
    row: WorkCalendar, years: Mapping[int, statutory.Year], common: list[OwnDay]
) -> WorkingCalendar:
    own = list(row.own_days.all())
    if not row.follows:
        blank = {each: statutory.Year({}, {}, published=True) for each in years}
        return _assembled(week(row.hours), blank, own, row.zone)
    return _assembled(week(row.hours), years, [*common, *own], row.zone)


def week(stored: Mapping[str, list[list[str]]]) -> dict[int, Hours]:
    """A calendar's stored hours by weekday."""
    return {int(day): as_hours(spans) for day, spans in stored.items() if spans}


def _assembled(
    hours: Mapping[int, Hours],
    years: Mapping[int, statutory.Year],
    own: list[OwnDay],
    zone: str = ZONE,
) -> WorkingCalendar:
    days: dict[date, Day] = {}
    titles: dict[date, str] = {}
    for year in years.values():
        days.update(year.days)
        titles.update(year.titles)
    for row in own:
        days[row.day] = "workday" if row.hours is None else as_hours(row.hours)
        titles[row.day] = row.title
    published = {number for number, year in years.items() if year.published}
    return WorkingCalendar(zone, hours, days, published, titles)
