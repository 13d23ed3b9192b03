"""What each party needs of a joint meeting, gathered before it (M16)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events, told
from huiyin.scenarios.meetings.agenda import items, outgoing
from huiyin.scenarios.meetings.models import (
    AgendaItem,
    Attendee,
    ItemOrigin,
    Meeting,
    MeetingState,
    Need,
)
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState, course_of, written

LONGEST = 2000


@transaction.atomic
def give(attendee_id: int, text: str, *, at: datetime) -> Need:
    """Keep what one who is asked needs; said again, the new words count.

    A guest does so by a signed link, so nobody of the directory is behind it: whoever calls has
    checked the link or the person. ``WordsRefused``; ``WrongState`` once the meeting has begun.
    """
    seat = Attendee.objects.select_related("person", "guest").get(pk=attendee_id)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=seat.meeting_id)
    if meeting.state != MeetingState.ANNOUNCED:
        raise WrongState(meeting.state)
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise WordsRefused("need", "long" if said else "empty")
    made, _new = Need.objects.update_or_create(
        meeting=meeting, attendee=seat, defaults={"text": said, "at": at}
    )
    facts: dict[str, Fact] = {"by_guest": seat.person_id is None}
    event = Event(events.NEED_GIVEN, str(meeting.pk), at, seat.person_id, facts)
    record(event, private={"who": seat.name, "need": said})
    return made


@action(events.NEEDS_ASKED)
def ask(meeting_id: UUID, *, by: Person) -> Meeting:
    """Ask everybody, guests by a signed link, what they need of the meeting; again is a reminder."""
    meeting = written(meeting_id, by, MeetingState.ANNOUNCED)
    course, at = course_of(meeting), clock.now()
    course.needs_asked_at = at
    course.save(update_fields=["needs_asked_at"])
    facts = told.facts(meeting) | {"silent": silent(meeting)}
    record(Event(events.NEEDS_ASKED, str(meeting.pk), at, by.pk, facts))
    outgoing.tell(meeting, outgoing.NEEDS, at)
    return meeting


@action(events.NEEDS_COLLECTED)
def collected(meeting_id: UUID, *, by: Person) -> Meeting:
    """Say that all needs are in, or that nobody else will answer; each becomes an item.

    ``WordsRefused`` when nobody has said anything.
    """
    meeting = written(meeting_id, by, MeetingState.ANNOUNCED)
    rows = list(Need.objects.filter(meeting=meeting).select_related("attendee"))
    if not rows:
        raise WordsRefused("needs", "empty")
    for need in rows:
        tabled(meeting, need)
    course, at = course_of(meeting), clock.now()
    course.needs_collected_at = at
    course.save(update_fields=["needs_collected_at"])
    facts = told.facts(meeting) | {
        "person": meeting.initiator_id,
        "needs": len(rows),
        "silent": silent(meeting),
    }
    record(Event(events.NEEDS_COLLECTED, str(meeting.pk), at, by.pk, facts))
    return meeting


def tabled(meeting: Meeting, need: Need) -> AgendaItem:
    """The item that a need became; made when there is none yet."""
    if need.item is None:
        first = need.text.splitlines()[0]
        title = f"{need.attendee.name}：{first}"
        need.item = items.put(
            meeting, items.ItemWords(title, need.attendee.person, origin=ItemOrigin.NEED)
        )
        need.save(update_fields=["item"])
    return need.item


def silent(meeting: Meeting) -> int:
    """How many of those who are asked have not said what they need."""
    return Attendee.objects.filter(meeting=meeting, needs=None).count()
