"""What stands in a day of the calendar: one's own meetings and deadlines, others' busy times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.cases.models import Case, Classification
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.scenarios.meetings import queries
from huiyin.scenarios.meetings.busy import spans
from huiyin.scenarios.meetings.models import Answer, Attendee, Meeting, MeetingState
from huiyin.ui import zh

FIRST, LAST = 8, 20
"""The hours that the grid shows unless something stands outside them."""

CHIP = 25
"""Minutes that a deadline takes in the grid, which needs a line of words."""


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


def of(
    actor: Person, start: datetime, end: datetime, others: Sequence[Person] = ()
) -> dict[date, list[Block]]:
    """What stands in each day of ``actor``; of ``others`` only that they have no time then."""
    found: dict[date, list[Block]] = {}
    meetings = list(queries.mine(actor, start, end))
    seats = Attendee.objects.filter(person=actor, meeting__in=[one.pk for one in meetings])
    answers = dict(seats.values_list("meeting_id", "answer"))
    for meeting in meetings:
        local = timezone.localtime(meeting.starts_at)
        found.setdefault(local.date(), []).append(_meeting(meeting, answers.get(meeting.pk, "")))
    for day, block in _busy(others, start, end):
        found.setdefault(day, []).append(block)
    due: dict[date, list[Block]] = {}
    for day, block in _deadlines(actor, start, end):
        due.setdefault(day, []).append(block)
    for day, blocks in due.items():
        found.setdefault(day, []).extend(_stacked(blocks))
    return found


def _busy(others: Sequence[Person], start: datetime, end: datetime) -> Iterable[tuple[date, Block]]:
    """Spans without a word on what they are for; what goes on over midnight stands in each day."""
    busy = spans.of_people([one.pk for one in others], start, end)
    names = {one.pk: one.name for one in others}
    for person, found in busy.items():
        for span in found:
            title = _("%(name)s 不在") if span.kind == spans.AWAY else _("%(name)s 忙")
            at = max(span.start, start)
            while at < min(span.end, end):
                local = timezone.localtime(at)
                until = min(span.end, midnight(local.date() + timedelta(days=1)))
                minutes = int((until - at) / timedelta(minutes=1))
                yield (
                    local.date(),
                    Block(
                        start=local.hour * 60 + local.minute,
                        minutes=max(minutes, CHIP - 5),
                        title=title % {"name": names[person]},
                        href="",
                        at=zh.clock_time(at),
                        kind="busy",
                    ),
                )
                at = until


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


def midnight(day: date) -> datetime:
    """Where ``day`` begins in the organisation's zone."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())
