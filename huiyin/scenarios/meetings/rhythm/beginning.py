"""The calendar begins days, weeks, months and quarters, each once; the regulation does the rest."""

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from threading import Event as Stop

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.numbers import next_number
from huiyin.core.event import Event, Fact
from huiyin.directory.heads import head_of_sql
from huiyin.directory.models import Department, Person
from huiyin.directory.offices import office_sql
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.meetings import events, seats, told
from huiyin.scenarios.meetings.models import (
    DayBegun,
    Form,
    Meeting,
    MeetingState,
    Period,
    PeriodKind,
)
from huiyin.scenarios.meetings.rhythm.calendar import span
from huiyin.worktime import calendars

PERIOD = 30.0
"""Seconds between two looks at the calendar."""

LATEST = 10
"""Days after which a month or quarter is not begun any more: a house that starts later waits."""

FRIDAY = 5
"""Days of a week in which it may still be begun."""

AHEAD = timedelta(hours=1)
"""How long before an early stand-up its day begins at the latest."""

EVENTS = {
    PeriodKind.WEEK: events.WEEK_BEGAN,
    PeriodKind.MONTH: events.MONTH_BEGAN,
    PeriodKind.QUARTER: events.QUARTER_BEGAN,
}

log = logging.getLogger(__name__)


def run(stop: Stop) -> None:
    """Look again and again until ``stop`` is set."""
    while not stop.is_set():
        beat(clock.now())
        stop.wait(PERIOD)


def beat(at: datetime) -> None:
    """Begin what has come and nobody has begun."""
    begin_days(at)
    for kind in PeriodKind:
        begin(kind, at)


def begin_days(at: datetime) -> int:
    """Ask the people of today's stand-ups to speak; how many stand-ups were new."""
    today = _today(at)
    opens = _opening(today, at)
    if opens is None:
        return 0
    rows = Meeting.objects.select_related("kind", "series").filter(
        kind__form=Form.DAILY_STANDUP,
        state=MeetingState.ANNOUNCED,
        day_begun=None,
        starts_at__gt=at,
        starts_at__lt=opens + timedelta(days=1),
    )
    return sum(
        _begin_day(meeting, at) for meeting in rows if min(opens, meeting.starts_at - AHEAD) <= at
    )


def begin(kind: PeriodKind, at: datetime) -> Period | None:
    """Begin the period of ``at``: on its first working day, and for some days after.

    ``None`` on a day without work, when it was begun before, or when nobody leads the house.
    """
    today = _today(at)
    found = span(kind, today)
    if not _in_time(kind, found.begins, today) or not calendars.current().is_working_day(today):
        return None
    top = leader()
    if top is None or Period.objects.filter(kind=kind, begins=found.begins).exists():
        return None
    try:
        with transaction.atomic():
            return open_period(kind, found.begins, top, at)
    except IntegrityError:  # another process was first
        log.info("the %s of %s was begun by another process", kind, found.begins)
        return None


def open_period(kind: PeriodKind, begins: date, top: Person, at: datetime) -> Period:
    """The case of a period, and the event that asks everybody for what it wants."""
    made = Period.objects.create(
        scenario="meetings",
        number=next_number("meetings", at),
        title=title_of(kind, begins),
        initiator=top,
        department=top.department,
        created_at=at,
        opened_at=at,
        kind=kind,
        begins=begins,
        ends=span(kind, begins).ends,
    )
    facts: dict[str, Fact] = {
        "initiator": top.pk,
        "number": made.number,
        "begins": begins.isoformat(),
        "urgency": made.urgency,
        "classification": made.classification,
        **_roles(kind, top),
    }
    sets: Mapping[str, PeopleSql] = {"team_heads": team_heads()}
    record(Event(EVENTS[kind], str(made.pk), at, None, facts), sets=sets)
    return made


def title_of(kind: PeriodKind, begins: date) -> str:
    """What people call a period."""
    numbers = {"year": begins.year, "month": begins.month, "day": begins.day}
    if kind == PeriodKind.WEEK:
        return _("%(month)d 月 %(day)d 日这一周的例会") % numbers
    if kind == PeriodKind.MONTH:
        return _("%(year)d 年 %(month)d 月的总结与复盘") % numbers
    numbers["quarter"] = (begins.month + 2) // 3
    return _("%(year)d 年第 %(quarter)d 季度的评估与谈话") % numbers


def leader() -> Person | None:
    """The head of the highest department that has one."""
    headed = Department.objects.filter(active=True, head__active=True).select_related("head")
    first = headed.order_by("path").first()
    return first.head if first is not None else None


def team_heads() -> PeopleSql:
    """Everybody who is somebody's head."""
    return _TEAM_HEADS.replace("/*heads*/", head_of_sql()), []


def evaluator() -> Person | None:
    """Who evaluates: the first compliance officer; without one, who leads the house."""
    sql, params = office_sql("compliance")
    rows = Person.objects.raw(f"SELECT person_id AS id FROM ({sql}) p ORDER BY 1 LIMIT 1", params)  # noqa: S608 - SQL of our own
    return next(iter(rows), None)


def _roles(kind: PeriodKind, top: Person) -> dict[str, Fact]:
    if kind == PeriodKind.MONTH:
        return {"month_chair": top.pk}
    if kind == PeriodKind.QUARTER:
        return {"evaluator": (evaluator() or top).pk}
    return {}


def _in_time(kind: PeriodKind, begins: date, today: date) -> bool:
    """A week begins until Friday, even when a Saturday is worked; others in their first days."""
    return (today - begins).days < (FRIDAY if kind == PeriodKind.WEEK else LATEST)


def _begin_day(meeting: Meeting, at: datetime) -> bool:
    """One transaction each, so that a failure keeps the others from nothing."""
    with transaction.atomic():
        _row, new = DayBegun.objects.get_or_create(meeting=meeting, defaults={"at": at})
        if not new:
            return False
        facts = told.facts(meeting) | {"standup_at": meeting.starts_at}
        sets = {"core_members": seats.attendees_sql(meeting, required=True)}
        record(Event(events.DAY_BEGAN, str(meeting.pk), at, None, facts), sets=sets)
    return True


def _opening(today: date, at: datetime) -> datetime | None:
    """When work begins today; ``None`` on a day without work."""
    calendar = calendars.current()
    if not calendar.is_working_day(today):
        return None
    hours = calendar.hours_on(today)
    zone = timezone.get_default_timezone()
    return datetime.combine(today, hours[0][0], zone) if hours else at


def _today(at: datetime) -> date:
    return timezone.localtime(at, timezone.get_default_timezone()).date()


_TEAM_HEADS = """
SELECT p.id AS person_id, p.department_id FROM directory_person p
 WHERE p.active AND p.id IN (SELECT h.head_id FROM (/*heads*/) h
                               JOIN directory_person m ON m.id = h.person_id AND m.active)
"""
