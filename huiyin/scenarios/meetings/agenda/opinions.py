"""Written opinions, prepared before a meeting on each of its topics (M13)."""

from collections.abc import Mapping
from uuid import UUID

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events
from huiyin.scenarios.meetings.authority import writes
from huiyin.scenarios.meetings.models import AgendaItem, Meeting, MeetingState, Opinion
from huiyin.scenarios.meetings.standing import WordsRefused, locked, seat_of

LONGEST = 2000
WRITTEN = (MeetingState.ANNOUNCED, MeetingState.RUNNING, MeetingState.CLOSED)
"""While opinions are taken; one that comes after the beginning is late, as the regulation counts."""

WHOLE = 0
"""Stands for the meeting as a whole where the id of an item is asked for."""


@action(events.OPINION_PREPARED)
def prepare(meeting_id: UUID, words: Mapping[int, str], *, by: Person) -> list[Opinion]:
    """Write what ``by`` thinks: ``words`` by the id of an item, ``WHOLE`` for all; an empty one goes.

    May be written again, and late. ``PermissionDenied`` for who is not asked,
    ``WordsRefused``: nothing said, too long, or no such item.
    """
    meeting = locked(meeting_id, by, *WRITTEN)
    seat_of(meeting, by)
    known = set(AgendaItem.objects.filter(meeting=meeting).values_list("pk", flat=True))
    said = {item: text.strip() for item, text in words.items() if text.strip()}
    if not said:
        raise WordsRefused("opinion", "empty")
    if not set(said) <= known | {WHOLE}:
        raise WordsRefused("item", "gone")
    if any(len(text) > LONGEST for text in said.values()):
        raise WordsRefused("opinion", "long")
    at = clock.now()
    Opinion.objects.filter(meeting=meeting, person=by).delete()
    made = Opinion.objects.bulk_create(
        Opinion(meeting=meeting, item_id=item or None, person=by, text=text, at=at)
        for item, text in said.items()
    )
    facts: dict[str, Fact] = {
        "person": by.pk,
        "topics": len(made),
        "proof": Proof.BUTTON.name,
        "channel": Channel.INBOX.name,
    }
    private = {f"opinion_{item}": text for item, text in said.items()}
    record(Event(events.OPINION_PREPARED, str(meeting.pk), at, by.pk, facts), private=private)
    return made


def shown_to(meeting: Meeting, actor: Person) -> list[Opinion]:
    """The opinions that ``actor`` may read: their own, and all once they wrote one.

    Nobody's first thought is coloured by others'; who leads the meeting, and everybody from its
    beginning on, reads all.
    """
    rows = Opinion.objects.filter(meeting=meeting).select_related("person", "item")
    found = list(rows.order_by("item__position", "person__sort_key"))
    begun = meeting.state in (MeetingState.RUNNING, MeetingState.CLOSED)
    if begun or writes(meeting, actor) or any(one.person_id == actor.pk for one in found):
        return found
    return []
