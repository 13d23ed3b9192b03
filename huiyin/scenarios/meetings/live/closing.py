"""What a meeting leaves when it ends: what is still open, who wants to hear of it, overrun."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from huiyin.cases.actions import action
from huiyin.core.event import Event
from huiyin.directory.models import Person
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events, told
from huiyin.scenarios.meetings.items import lists
from huiyin.scenarios.meetings.live import speaking
from huiyin.scenarios.meetings.live.asked import asked, waiting
from huiyin.scenarios.meetings.models import Attendee, Meeting

Listener = Callable[[Meeting, datetime, Person], None]
"""Given a meeting that has just ended, when, and who ended it; in the same transaction."""

_LISTENERS: list[Listener] = []


def heed(listener: Listener) -> None:
    """Let another topic hear of each meeting that ends (called when the application starts)."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What would be left open: who has not ticked, who was not heard, what lacks owner or date."""

    unticked: tuple[Person, ...]
    unheard: tuple[Attendee, ...]
    incomplete: int

    @property
    def anything(self) -> bool:
        """Whether the meeting should not end yet."""
        return bool(self.unticked or self.unheard or self.incomplete)


class NotFinished(Exception):
    """The meeting would end with something open; ``left`` says what. It may end all the same."""

    def __init__(self, left: Unfinished) -> None:
        super().__init__(f"{len(left.unticked)} {len(left.unheard)} {left.incomplete}")
        self.left = left


def left_open(meeting: Meeting) -> Unfinished:
    """What is open now."""
    people = {person for group in waiting(asked(meeting.pk)).values() for person in group}
    rows = Person.objects.filter(pk__in=people).order_by("sort_key")
    bare = [item for item in lists.of_meeting(meeting) if not item.is_whole]
    return Unfinished(tuple(rows), tuple(speaking.unheard(meeting)), len(bare))


def tell(meeting: Meeting, at: datetime, by: Person) -> None:
    """Let everybody who asked for it hear that it ended."""
    for listener in _LISTENERS:
        listener(meeting, at, by)


@action(events.OVERRAN)
def overrun(meeting: Meeting, at: datetime, *, by: Person) -> int:
    """It ended later than was announced: by how many seconds. Its chair has to say why."""
    seconds = int((at - meeting.ends_at).total_seconds())
    facts = told.facts(meeting) | {"over": seconds}
    record(Event(events.OVERRAN, str(meeting.pk), at, by.pk, facts))
    return seconds
