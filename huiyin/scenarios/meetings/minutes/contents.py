"""What stands in minutes beside their text: who was there, the agenda, resolutions, action items.

Read from the rows of the meeting, or from what a revision froze: both give the same ``Contents``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from huiyin.scenarios.meetings.models import (
    ActionItem,
    ActionState,
    AgendaItem,
    Attendee,
    Meeting,
    MinutesRevision,
    Resolution,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """An item of the agenda and how long it took (seconds)."""

    number: int
    title: str
    owner: str
    planned: int
    spent: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A resolution."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Todo:
    """An action item with its owner and its date (ISO moment), empty when nobody said."""

    number: int
    text: str
    owner: str
    due: str

    @property
    def due_at(self) -> datetime | None:
        """Until when."""
        return parse_datetime(self.due) if self.due else None

    @property
    def is_whole(self) -> bool:
        """Whether it names who does it and until when."""
        return bool(self.owner and self.due)


@dataclass(frozen=True, slots=True)
class Contents:
    """Names of people as they were then; ``absent`` were asked and did not come."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    topics: tuple[Topic, ...]
    resolutions: tuple[Decided, ...]
    items: tuple[Todo, ...]

    def frozen(self) -> dict[str, Any]:
        """As JSON, for a revision."""
        return asdict(self)


def of_meeting(meeting: Meeting) -> Contents:
    """What the rows say now."""
    seats = list(Attendee.objects.filter(meeting=meeting).select_related("person", "guest"))
    came = [one.name for one in seats if one.present_at is not None]
    topics = AgendaItem.objects.filter(meeting=meeting).select_related("owner")
    decided = Resolution.objects.filter(meeting=meeting, withdrawn_at=None)
    items = ActionItem.objects.filter(meeting=meeting).exclude(state=ActionState.DROPPED)
    return Contents(
        present=tuple(came) or tuple(one.name for one in seats),
        absent=tuple(one.name for one in seats if one.present_at is None) if came else (),
        topics=tuple(_topic(number, row) for number, row in enumerate(topics, 1)),
        resolutions=tuple(Decided(row.number, row.text) for row in decided),
        items=tuple(map(_todo, items.select_related("owner"))),
    )


def of_revision(revision: MinutesRevision) -> Contents:
    """What it froze; what it does not know is empty."""
    kept: Mapping[str, Any] = revision.frozen
    return Contents(
        present=tuple(kept.get("present", ())),
        absent=tuple(kept.get("absent", ())),
        topics=tuple(Topic(**row) for row in _rows(kept, "topics")),
        resolutions=tuple(Decided(**row) for row in _rows(kept, "resolutions")),
        items=tuple(Todo(**row) for row in _rows(kept, "items")),
    )


def _rows(kept: Mapping[str, Any], name: str) -> Iterable[dict[str, Any]]:
    rows: Iterable[dict[str, Any]] = kept.get(name, ())
    return rows


def _topic(number: int, row: AgendaItem) -> Topic:
    owner = row.owner.name if row.owner else ""
    return Topic(number, row.title, owner, row.minutes, row.spent_seconds)


def _todo(row: ActionItem) -> Todo:
    owner = row.owner.name if row.owner else ""
    return Todo(row.number, row.text, owner, row.due_at.isoformat() if row.due_at else "")
