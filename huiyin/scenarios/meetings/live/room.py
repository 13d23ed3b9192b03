"""What the page of a running meeting shows, part by part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings.authority import leads, writes
from huiyin.scenarios.meetings.items import lists
from huiyin.scenarios.meetings.live import closing, resolving, speaking, timing
from huiyin.scenarios.meetings.live.asked import Asked, asked, waiting
from huiyin.scenarios.meetings.models import (
    AgendaItem,
    Answered,
    Attendee,
    ItemState,
    Meeting,
    MeetingState,
    Resolution,
    Turn,
    TurnState,
    Understanding,
)

MINUTE = 60
STRETCHES = (5, 10, 15)
"""Minutes that are offered when the announced end has come."""

PARTS = ("bar", "agenda", "people", "resolutions", "items")
"""The parts of the page that stay fresh, each a template ``live/_<part>.html``."""


@dataclass(frozen=True, slots=True)
class Timer:
    """How long something has taken so far; it runs since ``began_at`` (``None``: it stands)."""

    began_at: datetime | None
    before: int
    limit: int
    now: datetime

    @property
    def seconds(self) -> int:
        """Seconds so far."""
        return timing.seconds(self.began_at, self.before, self.now)

    @property
    def words(self) -> str:
        """Minutes and seconds, with the limit behind them: ``2:05 / 10:00``."""
        return f"{spell(self.seconds)} / {spell(self.limit)}" if self.limit else spell(self.seconds)

    @property
    def over(self) -> int:
        """Seconds beyond the limit."""
        return timing.over(self.limit, self.seconds)

    @property
    def since(self) -> str:
        """When it began as the browser counts (ms), empty when it stands."""
        return str(int(self.began_at.timestamp() * 1000)) if self.began_at else ""

    @property
    def state(self) -> str:
        """``late`` beyond the limit, ``soon`` in its last fifth, else ``ok``."""
        if self.over:
            return "late"
        return "soon" if self.limit and self.seconds >= self.limit * 0.8 else "ok"


def spell(seconds: int) -> str:
    """``2:05`` of seconds; ``1:02:05`` from an hour on."""
    hours, rest = divmod(seconds, MINUTE * MINUTE)
    minutes, left = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of the agenda with its clock."""

    item: AgendaItem
    timer: Timer


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One who is asked: whether they are there, and their turn."""

    seat: Attendee
    turn: Turn
    timer: Timer
    is_mine: bool

    @property
    def here(self) -> bool:
        """Whether they came and have not left."""
        return self.seat.present_at is not None and self.seat.left_at is None


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """One resolution: whose words are in, who still owes one, what the viewer said."""

    made: Resolution
    understood: int
    total: int
    silent: tuple[Person, ...]
    objections: tuple[Understanding, ...]
    mine: Understanding | None
    owes: bool

    @property
    def settled(self) -> bool:
        """Whether everybody has understood it."""
        return not self.silent


def context(meeting: Meeting, actor: Person) -> dict[str, Any]:
    """Everything that the page shows to ``actor``."""
    found: dict[str, Any] = {}
    for name in PARTS:
        found |= part(name, meeting, actor)
    return found


def part(name: str, meeting: Meeting, actor: Person) -> dict[str, Any]:
    """What one part shows; ``KeyError`` for a part that the page has not."""
    return {**_common(meeting, actor), **_PARTS[name](meeting, actor)}


def _common(meeting: Meeting, actor: Person) -> dict[str, Any]:
    running = meeting.state == MeetingState.RUNNING
    return {
        "meeting": meeting,
        "leads": leads(meeting, actor),
        "writes": writes(meeting, actor),
        "running": running,
        "closed": meeting.state == MeetingState.CLOSED,
        "announced": meeting.state == MeetingState.ANNOUNCED,
        "controls": running and writes(meeting, actor),
        "is_standup": meeting.kind.form in speaking.STANDUPS,
        "actor": actor,
    }


def _bar(meeting: Meeting, actor: Person) -> dict[str, Any]:
    del actor
    now = clock.now()
    ends = resolving.end_of(meeting)
    length = int((meeting.ends_at - meeting.starts_at).total_seconds())
    began = meeting.began_at if meeting.state == MeetingState.RUNNING else None
    before = 0
    if meeting.began_at and meeting.ended_at:
        before = int((meeting.ended_at - meeting.began_at).total_seconds())
    left = closing.left_open(meeting) if meeting.began_at else None
    return {
        "ends": ends,
        "is_over": (meeting.ended_at or now) > meeting.ends_at,
        "elapsed": Timer(began, before, length, now),
        "left": left,
        "stretches": STRETCHES,
    }


def _agenda(meeting: Meeting, actor: Person) -> dict[str, Any]:
    del actor
    now = clock.now()
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("owner", "carried_from")
    found = [
        ItemRow(item, Timer(item.began_at, item.spent_seconds, item.minutes * MINUTE, now))
        for item in rows
    ]
    waiting_items = (row.item for row in found if row.item.state == ItemState.WAITING)
    return {"agenda": found, "next_item": next(waiting_items, None)}


def _people(meeting: Meeting, actor: Person) -> dict[str, Any]:
    now, limit = clock.now(), speaking.limit_of(meeting)
    rows = Attendee.objects.filter(meeting=meeting).select_related("person", "guest")
    turns = {turn.attendee_id: turn for turn in Turn.objects.filter(meeting=meeting)}
    seats = [
        SeatRow(
            seat, turn, Timer(turn.began_at, turn.seconds, limit, now), seat.person_id == actor.pk
        )
        for seat in rows.order_by("part", "person__sort_key", "pk")
        for turn in [turns.get(seat.pk) or Turn(attendee=seat)]
    ]
    return {
        "seats": seats,
        "my_seat": next((row for row in seats if row.is_mine), None),
        "heard_count": sum(row.turn.state in HEARD for row in seats if row.here),
        "here_count": sum(row.here for row in seats),
        "limit": limit,
    }


HEARD = (TurnState.SPOKEN, TurnState.PASSED, TurnState.SPEAKING)


def _resolutions(meeting: Meeting, actor: Person) -> dict[str, Any]:
    rows = asked(meeting.pk)
    people = Person.objects.in_bulk([row.person_id for row in rows])
    answers = Understanding.objects.filter(resolution__meeting=meeting)
    by_resolution: dict[Any, list[Understanding]] = {}
    for answer in answers.select_related("person").order_by("at"):
        by_resolution.setdefault(answer.resolution_id, []).append(answer)
    made = Resolution.objects.filter(meeting=meeting, withdrawn_at=None).select_related("item")
    shown = [_resolution(one, rows, people, by_resolution.get(one.pk, []), actor) for one in made]
    return {
        "resolutions": shown,
        "mine_open": [row for row in shown if row.owes],
    }


def _resolution(
    made: Resolution,
    rows: Iterable[Asked],
    people: dict[int, Person],
    answers: list[Understanding],
    actor: Person,
) -> ResolutionRow:
    own = [row for row in rows if row.part == made.part]
    silent = waiting(own).get(made.part, set())
    return ResolutionRow(
        made=made,
        understood=sum(answer.state == Answered.UNDERSTOOD for answer in answers),
        total=len(own),
        silent=tuple(people[pk] for pk in sorted(silent)),
        objections=tuple(answer for answer in answers if answer.words),
        mine=next((answer for answer in answers if answer.person_id == actor.pk), None),
        owes=actor.pk in silent,
    )


def _items(meeting: Meeting, actor: Person) -> dict[str, Any]:
    return {
        "action_items": list(lists.of_meeting(meeting)),
        "my_items": {item.pk for item in lists.open_of(meeting, actor)},
    }


_PARTS = {
    "bar": _bar,
    "agenda": _agenda,
    "people": _people,
    "resolutions": _resolutions,
    "items": _items,
}
