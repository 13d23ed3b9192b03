"""The rhythm of months: on the first working day somebody is asked to classify the last one."""

from datetime import date, datetime
from threading import Event as Stop

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.models import Classification
from huiyin.cases.numbers import next_number
from huiyin.core.event import Event, Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.problems import events, offices
from huiyin.scenarios.problems.classes import counting
from huiyin.scenarios.problems.models import Month
from huiyin.worktime import calendars

PERIOD = 60.0
"""Seconds between two looks at the calendar."""


def run(stop: Stop) -> None:
    """Look again and again until ``stop`` is set."""
    while not stop.is_set():
        begin_month(clock.now())
        stop.wait(PERIOD)


def begin_month(at: datetime) -> Month | None:
    """Ask for the classes of last month, once; ``None`` on a day without work, or nothing raised.

    A month in which nobody raised a problem has nothing to classify.
    """
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    first = counting.before(counting.first_of(today))
    if not calendars.current().is_working_day(today):
        return None
    if Month.objects.filter(begins=first).exists() or not counting.raised_in(first).exists():
        return None
    desk = offices.desk_of(None)
    if desk is None:
        return None
    try:
        with transaction.atomic():
            return _begin(first, desk, at)
    except IntegrityError:  # another process was first
        return None


def _begin(first: date, desk: Person, at: datetime) -> Month:
    made = Month.objects.create(
        scenario="problems",
        number=next_number("problems", at),
        title=_("%(year)d 年 %(month)d 月常见问题分类")
        % {"year": first.year, "month": first.month},
        initiator=desk,
        department=desk.department,
        classification=Classification.PUBLIC,
        created_at=at,
        opened_at=at,
        begins=first,
    )
    facts: dict[str, Fact] = {"number": made.number, "problem_desk": desk.pk}
    record(Event(events.MONTH_BEGAN, str(made.pk), at, None, facts))
    return made
