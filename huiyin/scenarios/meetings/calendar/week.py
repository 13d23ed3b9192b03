"""A week (or a day) as a grid: meetings side by side where they overlap, deadlines as chips."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from huiyin.cases import verbs
from huiyin.cases.models import Case, Classification
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.models import Answer, Attendee, Meeting, MeetingState
from huiyin.ui import zh
from huiyin.worktime import calendars

FIRST, LAST = 8, 20
"""The hours that the grid shows unless something stands outside them."""

CHIP = 25
"""Minutes that a deadline takes in the grid, which needs a line of words."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in a day; minutes count from midnight. ``lane`` of ``lanes`` is its column."""

    start: int
    minutes: int
    title: str
    href: str
    at: str
    kind: str
    where: str = ""
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """A column."""

    day: date
    weekday: str
    today: bool
    works: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """What the calendar shows; ``now`` are minutes from midnight, ``hours`` the lines."""

    days: tuple[Day, ...]
    number: int
    hours: tuple[int, ...]
    now: int
    before: date
    after: date

    @property
    def first(self) -> int:
        """The hour at the top."""
        return self.hours[0]

    @property
    def shows_today(self) -> bool:
        """Whether the line of now stands in it."""
        return any(day.today for day in self.days)


def week(actor: Person, day: date, *, single: bool = False) -> Week:
    """The week of ``day`` from Monday on, weekends only when something is in them; or that day."""
    monday = day - timedelta(days=day.weekday())
    first, length = (day, 1) if single else (monday, 7)
    start = _midnight(first)
    blocks = _blocks(actor, start, start + length * DAY)
    kept = calendars.current()
    local = timezone.localtime(clock.now())
    days = []
    for number in range(length):
        each = first + number * DAY
        works = kept.is_working_day(each)
        found = blocks.get(each, [])
        if single or each.weekday() < 5 or found or works:  # noqa: PLR2004 - Saturday
            column = Day(
                each, zh.weekday(_midnight(each)), each == local.date(), works, lanes(found)
            )
            days.append(column)
    step = DAY if single else 7 * DAY
    return Week(
        days=tuple(days),
        number=first.isocalendar().week,
        hours=_hours(block for found in blocks.values() for block in found),
        now=local.hour * 60 + local.minute,
        before=first - step,
        after=first + step,
    )


def lanes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give what overlaps a lane each; those of one knot share the width."""
    placed: list[Block] = []
    knot: list[Block] = []
    end = -1
    for block in sorted(blocks, key=lambda one: (one.start, -one.minutes, one.title)):
        if knot and block.start >= end:
            placed += _untied(knot)
            knot = []
        knot.append(block)
        end = max(end if len(knot) > 1 else -1, block.start + block.minutes)
    return tuple(placed + _untied(knot))


def _untied(knot: list[Block]) -> list[Block]:
    ends: list[int] = []
    found: list[tuple[int, Block]] = []
    for block in knot:
        lane = next((n for n, end in enumerate(ends) if end <= block.start), len(ends))
        ends[lane:] = [block.start + block.minutes, *ends[lane + 1 :]]
        found.append((lane, block))
    return [replace(block, lane=lane, lanes=len(ends)) for lane, block in found]


def _blocks(actor: Person, start: datetime, end: datetime) -> dict[date, list[Block]]:
    found: dict[date, list[Block]] = {}
    meetings = list(queries.mine(actor, start, end))
    seats = Attendee.objects.filter(person=actor, meeting__in=[one.pk for one in meetings])
    answers = dict(seats.values_list("meeting_id", "answer"))
    for meeting in meetings:
        local = timezone.localtime(meeting.starts_at)
        found.setdefault(local.date(), []).append(_meeting(meeting, answers.get(meeting.pk, "")))
    due: dict[date, list[Block]] = {}
    for day, block in _deadlines(actor, start, end):
        due.setdefault(day, []).append(block)
    for day, blocks in due.items():
        found.setdefault(day, []).extend(_stacked(blocks))
    return found


def _stacked(blocks: Iterable[Block]) -> list[Block]:
    """Deadlines one below the other, and none outside the hours that are shown anyway.

    A chip says its own time: where it stands is only a place for it.
    """
    placed: list[Block] = []
    below = FIRST * 60
    for block in sorted(blocks, key=lambda one: one.start):
        start = min(max(block.start, below), LAST * 60 - CHIP)
        placed.append(replace(block, start=start))
        below = start + CHIP
    return placed


def _meeting(meeting: Meeting, answer: str) -> Block:
    local = timezone.localtime(meeting.starts_at)
    start = local.hour * 60 + local.minute
    length = int((meeting.ends_at - meeting.starts_at) / timedelta(minutes=1))
    return Block(
        start=start,
        minutes=max(min(length, 24 * 60 - start), CHIP - 5),
        title=meeting.title,
        href=reverse("meetings:show", args=[meeting.pk]),
        at=zh.clock_time(meeting.starts_at),
        kind=_kind(meeting, answer),
        where=meeting.room.name if meeting.room else meeting.place,
    )


def _kind(meeting: Meeting, answer: str) -> str:
    """Colour belongs to what is asked: not answered stands out, what is past steps back."""
    if meeting.state == MeetingState.RUNNING:
        return "running"
    if meeting.state == MeetingState.DRAFT:
        return "draft"
    if meeting.state == MeetingState.CLOSED or meeting.ends_at <= clock.now():
        return "past"
    return {
        Answer.DECLINED.value: "declined",
        Answer.NONE.value: "asked",
        Answer.TENTATIVE.value: "asked",
    }.get(answer, "meeting")


def _deadlines(actor: Person, start: datetime, end: datetime) -> Iterable[tuple[date, Block]]:
    owed = obligations.owed_by(actor.pk)
    due = [(duty, duty.due_at) for duty in owed if duty.due_at and start <= duty.due_at < end]
    cases = Case.objects.in_bulk([duty.subject for duty, _at in due])
    for duty, at in due:
        case = cases.get(duty.subject)
        if case is None or not may(actor, Action.SEE, case):
            continue
        verb = verbs.of(duty.verb, duty.needs)
        secret = case.classification == Classification.CONFIDENTIAL
        title = str(verb.title) if verb is not None and verb.title else case.title
        local = timezone.localtime(at)
        address = verb.address(case.pk) if verb is not None and not verb.post else ""
        yield (
            local.date(),
            Block(
                start=min(local.hour * 60 + local.minute, 24 * 60 - CHIP),
                minutes=CHIP,
                title=case.number if secret else title,
                href=address or verbs.page_of(case.scenario, case.pk),
                at=zh.clock_time(at),
                kind="late" if at < clock.now() else "due",
            ),
        )


def _hours(blocks: Iterable[Block]) -> tuple[int, ...]:
    first, last = FIRST, LAST
    for block in blocks:
        first = min(first, block.start // 60)
        last = max(last, -(-(block.start + block.minutes) // 60))
    return tuple(range(first, last))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())
