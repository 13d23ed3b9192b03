"""Action items: typed while people talk, a duty of their owner from the minutes on (M10)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.kit import clock, live
from huiyin.obligations import queries as obligations
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events, told
from huiyin.scenarios.meetings.authority import leads
from huiyin.scenarios.meetings.models import (
    ActionItem,
    ActionState,
    AgendaItem,
    MeetingState,
    Resolution,
)
from huiyin.scenarios.meetings.standing import WordsRefused, locked, written

VERB = "do_item"
OPEN = (MeetingState.RUNNING, MeetingState.CLOSED)
"""While items are written down: in the meeting, and until its minutes are out."""

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody has to do; ``owner`` and ``due_at`` may still be missing while people talk."""

    text: str
    owner: Person | None = None
    due_at: datetime | None = None


@transaction.atomic
def note(
    meeting_id: UUID,
    words: Words,
    *,
    by: Person,
    item: AgendaItem | None = None,
    resolution: Resolution | None = None,
) -> ActionItem:
    """Write an item down. No event: it is nobody's duty before it is assigned."""
    meeting = written(meeting_id, by, *OPEN)
    _check(words)
    last = ActionItem.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"]
    made = ActionItem.objects.create(
        meeting=meeting,
        item=item,
        resolution=resolution,
        number=(last or 0) + 1,
        text=words.text.strip(),
        owner=words.owner,
        due_at=words.due_at,
    )
    live.announce(f"case:{meeting.pk}")
    return made


@transaction.atomic
def rewrite(item_id: UUID, words: Words, *, by: Person) -> ActionItem:
    """Say it in other words, as long as it is not assigned. No event."""
    item = _unassigned(item_id, by)
    _check(words)
    item.text, item.owner, item.due_at = words.text.strip(), words.owner, words.due_at
    item.save(update_fields=["text", "owner", "due_at"])
    live.announce(f"case:{item.meeting_id}")
    return item


@transaction.atomic
def strike(item_id: UUID, *, by: Person) -> None:
    """Take back an item that is not assigned. No event."""
    item = _unassigned(item_id, by)
    live.announce(f"case:{item.meeting_id}")
    item.delete()


@action(events.ITEM_ASSIGNED)
def assign(item: ActionItem, *, by: Person) -> ActionItem:
    """Make it its owner's duty, due when it says; twice is once.

    ``WordsRefused`` when it lacks its owner or its date. The caller holds the meeting.
    """
    if item.assigned_at is not None:
        return item
    if item.owner_id is None:
        raise WordsRefused("owner", "empty")
    if item.due_at is None:
        raise WordsRefused("due_at", "empty")
    item.assigned_at = clock.now()
    item.save(update_fields=["assigned_at"])
    facts = told.facts(item.meeting) | {
        "part": item.part,
        "item_owner": item.owner_id,
        "item_due": item.due_at,
    }
    event = Event(events.ITEM_ASSIGNED, str(item.meeting_id), item.assigned_at, by.pk, facts)
    record(event, private={"text": item.text})
    return item


@action(events.ITEM_DONE)
def done(item_id: UUID, result: str = "", *, by: Person) -> ActionItem:
    """Its owner, who stands in for them, or who leads the meeting says that it is done; once."""
    item = _held(item_id, by)
    if item.state != ActionState.OPEN:
        return item
    _end(item, ActionState.DONE, result, by)
    facts = _facts(item) | {"proof": Proof.BUTTON.name, "channel": Channel.INBOX.name}
    event = Event(events.ITEM_DONE, str(item.meeting_id), clock.now(), by.pk, facts)
    record(event, private={"result": item.result} if item.result else None)
    return item


@action(events.ITEM_DROPPED)
def drop(item_id: UUID, reason: str, *, by: Person) -> ActionItem:
    """Nobody has to do it any more; the reason stays. ``WordsRefused`` without one."""
    item = _held(item_id, by)
    if not reason.strip():
        raise WordsRefused("reason", "empty")
    if item.state != ActionState.OPEN:
        return item
    _end(item, ActionState.DROPPED, reason, by)
    event = Event(events.ITEM_DROPPED, str(item.meeting_id), clock.now(), by.pk, _facts(item))
    record(event, private={"reason": item.result})
    return item


def may_end(item: ActionItem, person: Person) -> bool:
    """Whether ``person`` may say that it is done or not needed any more."""
    if item.owner_id == person.pk or leads(item.meeting, person):
        return True
    return any(
        verb == VERB and share.person_id == item.owner_id and share.state == State.OPEN
        for verb, share in obligations.shares(item.meeting_id, person.pk)
    )


def _check(words: Words) -> None:
    if not words.text.strip():
        raise WordsRefused("text", "empty")
    if len(words.text.strip()) > LONGEST:
        raise WordsRefused("text", "long")


def _unassigned(item_id: UUID, by: Person) -> ActionItem:
    item = ActionItem.objects.select_related("meeting").get(pk=item_id)
    written(item.meeting_id, by, *OPEN)
    if item.assigned_at is not None:
        raise WordsRefused("item", "assigned")
    return item


def _held(item_id: UUID, by: Person) -> ActionItem:
    rows = ActionItem.objects.select_for_update(of=("self",)).select_related("meeting")
    item = rows.get(pk=item_id)
    locked(item.meeting_id, by)
    if item.assigned_at is None:
        raise WordsRefused("item", "unassigned")
    if not may_end(item, by):
        raise PermissionDenied
    return item


def _end(item: ActionItem, state: ActionState, words: str, by: Person) -> None:
    item.state, item.closed_at, item.closed_by = state, clock.now(), by
    item.result = words.strip()[:LONGEST]
    item.save(update_fields=["state", "closed_at", "closed_by", "result"])


def _facts(item: ActionItem) -> dict[str, Fact]:
    return {"person": item.owner_id, "part": item.part}
