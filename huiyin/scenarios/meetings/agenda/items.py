"""The items of an agenda: written, moved, taken off. Nobody hears of it before it is shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from huiyin.directory.models import Person
from huiyin.kit import live
from huiyin.scenarios.meetings.models import (
    AgendaItem,
    ItemOrigin,
    ItemState,
    Meeting,
    MeetingState,
)
from huiyin.scenarios.meetings.standing import WordsRefused, written

OPEN = (MeetingState.DRAFT, MeetingState.ANNOUNCED, MeetingState.RUNNING)
"""While an agenda can be written to."""

LONGEST = 200
MOST_MINUTES = 600
MOST_ITEMS = 60


@dataclass(frozen=True, slots=True)
class ItemWords:
    """One item as somebody writes it: ``minutes`` 0 has no limit, ``about`` is the case it is about."""

    title: str
    owner: Person | None = None
    minutes: int = 0
    expected: str = ""
    origin: str = ItemOrigin.OWN
    about: UUID | None = None

    def check(self) -> None:
        """Pass, or ``WordsRefused`` naming what is wrong."""
        if not self.title.strip():
            raise WordsRefused("title", "empty")
        if not 0 <= self.minutes <= MOST_MINUTES:
            raise WordsRefused("minutes", "range")


@transaction.atomic
def add(meeting_id: UUID, words: ItemWords, *, by: Person) -> AgendaItem:
    """Put an item at the end; a case that stands on the agenda already is there once."""
    meeting = written(meeting_id, by, *OPEN)
    return put(meeting, words)


def put(meeting: Meeting, words: ItemWords) -> AgendaItem:
    """The same where the caller has asked for permission; ``WordsRefused``."""
    words.check()
    known = AgendaItem.objects.filter(meeting=meeting, about=words.about).first()
    if words.about is not None and known is not None:
        return known
    last = AgendaItem.objects.filter(meeting=meeting).order_by("position").last()
    position = last.position + 1 if last else 1
    if position > MOST_ITEMS:
        raise WordsRefused("title", "many")
    made = AgendaItem.objects.create(
        meeting=meeting,
        position=position,
        title=words.title.strip()[:LONGEST],
        owner=words.owner,
        minutes=words.minutes,
        expected=words.expected.strip()[:LONGEST],
        origin=words.origin,
        about=words.about,
    )
    live.announce(f"case:{meeting.pk}")
    return made


@transaction.atomic
def rewrite(meeting_id: UUID, item_id: int, words: ItemWords, *, by: Person) -> AgendaItem:
    """Say an item in other words; where it comes from stays."""
    item = _item(meeting_id, item_id, by)
    words.check()
    item.title, item.owner = words.title.strip()[:LONGEST], words.owner
    item.minutes, item.expected = words.minutes, words.expected.strip()[:LONGEST]
    item.save(update_fields=["title", "owner", "minutes", "expected"])
    return item


@transaction.atomic
def move(meeting_id: UUID, item_id: int, by_places: int, *, by: Person) -> None:
    """Move an item up (negative) or down; beyond the ends it stays at the end."""
    item = _item(meeting_id, item_id, by)
    order = list(AgendaItem.objects.filter(meeting=item.meeting))
    at = order.index(item)
    order.insert(max(0, min(len(order) - 1, at + by_places)), order.pop(at))
    number(order)


@transaction.atomic
def take_off(meeting_id: UUID, item_id: int, *, by: Person) -> None:
    """Take an item off; what was decided about it stays with the meeting."""
    item = _item(meeting_id, item_id, by)
    if item.state == ItemState.RUNNING:
        raise WordsRefused("item", "running")
    meeting = item.meeting
    item.delete()
    number(list(AgendaItem.objects.filter(meeting=meeting)))


def number(order: Sequence[AgendaItem]) -> None:
    """Number the items as they stand in ``order``, from 1."""
    for position, item in enumerate(order, 1):
        item.position = position
    AgendaItem.objects.bulk_update(order, ["position"])
    if order:
        live.announce(f"case:{order[0].meeting_id}")


def _item(meeting_id: UUID, item_id: int, by: Person) -> AgendaItem:
    meeting = written(meeting_id, by, *OPEN)
    item = AgendaItem.objects.filter(meeting=meeting, pk=item_id).first()
    if item is None:
        raise WordsRefused("item", "gone")
    return item
