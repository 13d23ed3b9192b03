"""The rhythm of weeks: each begins once, and ends by itself for heads with nothing left."""

from datetime import date, datetime, timedelta
from threading import Event as Stop

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.numbers import next_number
from huiyin.core.event import Event, Fact
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.journal import events, passing, week
from huiyin.scenarios.journal.models import Week
from huiyin.worktime import calendars

PERIOD = 30.0
"""Seconds between two looks at the calendar."""

BEFORE_THE_END = timedelta(hours=1)
"""How long before the end of a list the house looks whether it is evidenced by then."""


def run(stop: Stop) -> None:
    """Look again and again until ``stop`` is set."""
    while not stop.is_set():
        beat(clock.now())
        stop.wait(PERIOD)


def beat(at: datetime) -> None:
    """Begin this week if nobody has, and end the lists that need no more words."""
    begin_week(at)
    settle(at)


def begin_week(at: datetime) -> Week | None:
    """Ask every head for this week's list; ``None`` on a day without work, and when it was asked.

    The week is a case of the head of the whole house.
    """
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    monday = today - timedelta(days=today.weekday())
    if not calendars.current().is_working_day(today) or today.weekday() >= 5:  # noqa: PLR2004 - Saturday
        return None
    top = _top()
    if top is None or Week.objects.filter(monday=monday).exists():
        return None
    try:
        with transaction.atomic():
            return _begin(monday, top, at)
    except IntegrityError:
        return None


def settle(at: datetime) -> int:
    """End the list of every head for whom the record shows everything, near its due time."""
    last = Week.objects.order_by("-monday").first()
    duty = week.duty(last) if last is not None else None
    if last is None or duty is None or duty.due_at is None or duty.closed_at is not None:
        return 0
    if not duty.due_at - BEFORE_THE_END <= at <= duty.due_at:
        return 0
    return sum(passing.pass_unasked(last, head) for head in week.waiting_heads(last))


def _begin(monday: date, top: Person, at: datetime) -> Week:
    made = Week.objects.create(
        scenario="journal",
        number=next_number("journal", at),
        title=_("%(month)d 月 %(day)d 日这一周的传达清单")
        % {"month": monday.month, "day": monday.day},
        initiator=top,
        department=top.department,
        created_at=at,
        opened_at=at,
        monday=monday,
    )
    facts: dict[str, Fact] = {
        "initiator": top.pk,
        "number": made.number,
        "monday": monday.isoformat(),
        "urgency": made.urgency,
        "classification": made.classification,
    }
    record(
        Event(events.WEEK, str(made.pk), at, None, facts),
        sets={"team_heads": week.team_heads()},
    )
    return made


def _top() -> Person | None:
    """The head of the highest department that has one."""
    headed = Department.objects.filter(active=True, head__active=True).select_related("head")
    first = headed.order_by("path").first()
    return first.head if first is not None else None
