"""How long items and speakers take: one runs at a time, seconds are counted from the clock."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.directory.models import Person
from huiyin.kit import clock, live
from huiyin.scenarios.meetings.models import (
    AgendaItem,
    ItemState,
    Meeting,
    MeetingState,
    Turn,
)
from huiyin.scenarios.meetings.standing import WordsRefused, written


def seconds(began_at: datetime | None, before: int, now: datetime) -> int:
    """How long something took: ``before`` seconds and what has passed since it began, if it runs."""
    running = int((now - began_at).total_seconds()) if began_at is not None else 0
    return before + max(0, running)


def over(limit: int, spent: int) -> int:
    """By how many seconds ``limit`` is exceeded; 0 where there is no limit (0)."""
    return max(0, spent - limit) if limit else 0


@transaction.atomic
def start_item(meeting_id: UUID, item_id: int, *, by: Person) -> AgendaItem:
    """Go on to an item: whatever ran before has been discussed. ``WordsRefused`` when it is gone."""
    meeting = written(meeting_id, by, MeetingState.RUNNING)
    item = _item(meeting, item_id)
    stop_items(meeting, clock.now(), but=item)
    if item.began_at is None:
        item.began_at, item.state = clock.now(), ItemState.RUNNING
        item.save(update_fields=["began_at", "state"])
    live.announce(f"case:{meeting.pk}")
    return item


@transaction.atomic
def end_item(meeting_id: UUID, item_id: int, state: ItemState, *, by: Person) -> AgendaItem:
    """An item is done, waits on (its clock stops) or is left for the next time."""
    meeting = written(meeting_id, by, MeetingState.RUNNING)
    item = _item(meeting, item_id)
    _halt(item, clock.now())
    item.state = state
    item.save(update_fields=["began_at", "spent_seconds", "state"])
    live.announce(f"case:{meeting.pk}")
    return item


def stop_items(meeting: Meeting, at: datetime, *, but: AgendaItem | None = None) -> None:
    """Whatever item runs, other than ``but``, has been discussed at ``at``."""
    for item in AgendaItem.objects.filter(meeting=meeting, began_at__isnull=False):
        if item == but:
            continue
        _halt(item, at)
        item.state = ItemState.DONE
        item.save(update_fields=["began_at", "spent_seconds", "state"])


def halt_turn(turn: Turn, at: datetime) -> None:
    """Stop the clock of a turn; the caller saves it."""
    turn.seconds, turn.began_at = seconds(turn.began_at, turn.seconds, at), None


def _halt(item: AgendaItem, at: datetime) -> None:
    item.spent_seconds = seconds(item.began_at, item.spent_seconds, at)
    item.began_at = None


def _item(meeting: Meeting, item_id: int) -> AgendaItem:
    item = AgendaItem.objects.filter(meeting=meeting, pk=item_id).first()
    if item is None:
        raise WordsRefused("item", "gone")
    return item
