"""What a change of a series would do, said before it is done: times, people, rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.kit.digest import sha256_hex
from huiyin.scenarios.meetings.models import Attendee, Booking, Meeting, Part
from huiyin.scenarios.meetings.rooms import booking
from huiyin.scenarios.meetings.series.reach import Reach, Step


@dataclass(frozen=True, slots=True)
class Preview:
    """How many meetings of how many people change; ``moved`` are old and new starts.

    ``token`` stands for exactly this: who sends it along has seen it.
    """

    meetings: int
    people: int
    guests: int
    moved: tuple[tuple[datetime, datetime], ...]
    fields: tuple[str, ...]
    joining: tuple[str, ...]
    leaving: tuple[str, ...]
    dropped: int
    apart: int
    taken: tuple[datetime, ...]
    anew: bool
    token: str


def of(reach: Reach) -> Preview:
    """What it would do now; ``taken`` are times at which somebody else has the room."""
    rows = [step.meeting for step in reach.steps]
    concerned = Attendee.objects.filter(meeting__in=[*rows, *reach.dropped])
    people = set(concerned.filter(person__isnull=False).values_list("person_id", flat=True))
    joining = [who for who, part in reach.parts.items() if part is not None and who not in people]
    leaving = [who for who, part in reach.parts.items() if part is None]
    moved = tuple((step.meeting.starts_at, step.plan.starts_at) for step in reach.steps)
    return Preview(
        meetings=len(rows),
        people=len(people | set(joining)),
        guests=concerned.filter(guest__isnull=False).values("guest").distinct().count(),
        moved=moved if reach.moves else (),
        fields=tuple(_LABELS[name]() for name in reach.changed if name in _LABELS),
        joining=_names(joining),
        leaving=_names(leaving),
        dropped=len(reach.dropped),
        apart=sum(step.meeting.starts_at != step.meeting.occurrence for step in reach.steps),
        taken=tuple(step.plan.starts_at for step in reach.steps if _taken(step, rows)),
        anew=reach.anew,
        token=_token(reach),
    )


def _taken(step: Step, rows: list[Meeting]) -> bool:
    if step.plan.room is None:
        return False
    starts, ends = booking.span(step.plan.starts_at, step.plan.ends_at)
    others = Booking.objects.filter(room=step.plan.room).exclude(meeting__in=rows)
    return others.filter(starts_minute__lt=ends, ends_minute__gt=starts).exists()


def _names(people: list[int]) -> tuple[str, ...]:
    rows = Person.objects.filter(pk__in=people).order_by("sort_key", "pk")
    return tuple(rows.values_list("name", flat=True))


def _token(reach: Reach) -> str:
    parts: Mapping[int, Part | None] = reach.parts
    said: list[Any] = [
        sorted(
            (str(step.meeting.pk), str(step.plan.starts_at), str(step.plan.ends_at))
            for step in reach.steps
        ),
        sorted((name, str(value)) for name, value in reach.changed.items()),
        sorted((who, str(part)) for who, part in parts.items()),
        sorted(one.email for step in reach.steps[:1] for one in step.plan.guests),
    ]
    return sha256_hex(repr(said))[:32]


_LABELS = {
    "title": lambda: _("主题"),
    "kind": lambda: _("会议种类"),
    "chair": lambda: _("主持人"),
    "recorder": lambda: _("记录人"),
    "room": lambda: _("会议室"),
    "place": lambda: _("地点"),
    "link": lambda: _("会议链接"),
    "purpose": lambda: _("目的"),
    "expected": lambda: _("预期结果"),
    "is_recorded": lambda: _("会上录音或录像"),
    "classification": lambda: _("密级"),
}
