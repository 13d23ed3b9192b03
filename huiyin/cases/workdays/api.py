"""Working time over REST: the same verbs and permissions as the pages."""

from datetime import date

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import ConfigDict

from huiyin.cases.rest.problem import Refusal, invalid
from huiyin.cases.rest.values import Instant, Line, caller
from huiyin.cases.workdays import actions, queries
from huiyin.cases.workdays.pasted import PastedWrong, year_days
from huiyin.directory.access import Action, NotVisible, permission, require
from huiyin.obligations.moving import Moves
from huiyin.worktime.hours import HoursError, parse
from huiyin.worktime.models import OwnDay, WorkCalendar

router = Router(tags=["working time"])


class DayOut(Schema):
    """A stretch of days that differs; `kind` is `off`, `made` (worked), `own` or `part`."""

    first: date
    last: date
    kind: str
    title: str


class YearOut(Schema):
    """One calendar's year."""

    year: int
    calendar: str
    published: bool = Field(description="False: due times that reach this year are provisional.")
    working_days: int
    differing: list[DayOut]


class DayBody(Schema):
    """What a day is: `hours` empty is off, null worked as usual, else `09:00-12:00`."""

    model_config = ConfigDict(extra="forbid")

    hours: Line | None = None
    title: Line
    calendar: int | None = Field(default=None, description="A team's calendar; null: everybody's.")
    dry_run: bool = Field(default=False, description="Only say what would move.")


class YearBody(Schema):
    """A year's statutory days, one stretch per line: `2027-10-01~2027-10-07 休 国庆节`."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=100_000)
    dry_run: bool = False


class MovedOut(Schema):
    """One duty's people get another due time."""

    clause: str
    old: Instant
    new: Instant
    people: int


class MovesOut(Schema):
    """What moved, or would move with `dry_run`."""

    duties: int
    settled: int = Field(description="Duties whose due time was provisional and is certain now.")
    moved: list[MovedOut]


class YearQuery(Schema):
    """Which calendar."""

    calendar: int | None = None


@router.get(
    "/working-time/{year}",
    response=YearOut,
    operation_id="getWorkingYear",
    summary="A year of a working calendar",
)
@permission(Action.SEE_DIRECTORY)
def year_of(request: HttpRequest, year: int, query: Query[YearQuery]) -> YearOut:
    """Days off, make-up workdays, own days."""
    require(caller(request), Action.SEE_DIRECTORY)
    if not 2000 <= year <= 2100:  # noqa: PLR2004 - as far as the pages go
        raise NotVisible
    row = _calendar(query.calendar) if query.calendar else None
    found = queries.year_of(row, year)
    return YearOut(
        year=year,
        calendar=row.name if row else actions.MAIN_NAME,
        published=found.published,
        working_days=found.worked,
        differing=[
            DayOut(first=one.first, last=one.last, kind=one.kind, title=one.title)
            for one in found.stretches
        ],
    )


@router.put(
    "/working-time/days/{day}",
    response=MovesOut,
    operation_id="setWorkingDay",
    summary="Make a day off, worked, or worked in part",
)
@permission(Action.SET_CALENDAR)
def set_day(request: HttpRequest, day: date, body: DayBody) -> MovesOut:
    """Open duties follow; `dry_run` says which."""
    actor = caller(request)
    require(actor, Action.SET_CALENDAR)
    if body.calendar:
        _calendar(body.calendar)
    try:
        hours = None if body.hours is None else parse(body.hours)

        def change() -> Moves:
            return actions.set_day(body.calendar, day, hours, body.title, by=actor)

        return _out(actions.looked_at(change) if body.dry_run else change())
    except HoursError as error:
        raise invalid(str(error), {"hours": str(error)}) from error
    except actions.CalendarRefused as refused:
        raise invalid(str(refused), {refused.field: str(refused)}) from refused


@router.delete(
    "/working-time/days/{day}",
    response=MovesOut,
    operation_id="removeWorkingDay",
    summary="Let a day be what it was",
)
@permission(Action.SET_CALENDAR)
def remove_day(request: HttpRequest, day: date, query: Query[YearQuery]) -> MovesOut:
    """Open duties follow."""
    actor = caller(request)
    require(actor, Action.SET_CALENDAR)
    rows = OwnDay.objects.filter(day=day)
    rows = (
        rows.filter(calendar_id=query.calendar)
        if query.calendar
        else rows.filter(calendar__main=True)
    )
    row = rows.first()
    if row is None:
        raise NotVisible
    return _out(actions.remove_day(row.calendar_id, day, by=actor))


@router.put(
    "/working-time/years/{year}",
    response=MovesOut,
    operation_id="supplyWorkingYear",
    summary="Give a year its statutory days",
)
@permission(Action.SET_CALENDAR)
def supply(request: HttpRequest, year: int, body: YearBody) -> MovesOut:
    """All of it, or problems by row and field."""
    actor = caller(request)
    require(actor, Action.SET_CALENDAR)
    try:
        days = year_days(body.text, year)

        def change() -> Moves:
            return actions.supply_year(year, days, by=actor)

        return _out(actions.looked_at(change) if body.dry_run else change())
    except PastedWrong as wrong:
        raise _problems(wrong) from wrong
    except actions.CalendarRefused as refused:
        raise invalid(str(refused), {refused.field: str(refused)}) from refused


def _problems(wrong: PastedWrong) -> Refusal:
    found = invalid(str(wrong), {one.field: one.message for one in wrong.problems})
    for error, problem in zip(found.errors, wrong.problems, strict=False):
        error.row = problem.row
    return found


def _calendar(calendar_id: int) -> WorkCalendar:
    row = WorkCalendar.objects.filter(pk=calendar_id).first()
    if row is None:
        raise NotVisible
    return row


def _out(moves: Moves) -> MovesOut:
    return MovesOut(
        duties=moves.duties,
        settled=moves.settled,
        moved=[
            MovedOut(
                clause=step.row.clause,
                old=step.row.due_at,
                new=step.place.at,
                people=step.place.share.size,
            )
            for step in moves.steps
            if step.row.due_at is not None
        ],
    )
