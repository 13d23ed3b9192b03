"""What is done to minutes: saved, sent out, written to again, read, confirmed."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from huiyin.cases import readers
from huiyin.cases.actions import action
from huiyin.cases.models import Classification
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.kit import clock, live
from huiyin.obligations.record import freeze, record
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.meetings import events, seats, told
from huiyin.scenarios.meetings.agenda import carrying
from huiyin.scenarios.meetings.items import lists
from huiyin.scenarios.meetings.minutes import contents, drafting, sending
from huiyin.scenarios.meetings.models import (
    Attendee,
    Meeting,
    MeetingState,
    Minutes,
    MinutesReading,
    MinutesRevision,
    MinutesState,
)
from huiyin.scenarios.meetings.standing import WordsRefused, WrongState, locked, written

LONGEST = 60_000
WRITTEN_IN = (MeetingState.RUNNING, MeetingState.CLOSED)


class Overtaken(Exception):
    """Somebody else saved in the meantime: nothing is lost, nothing was written over."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is saved: the whole text, and the ``stamp`` of the text that it was written from."""

    body: str
    stamp: int


@transaction.atomic
def save(meeting_id: UUID, text: Text, *, by: Person) -> Minutes:
    """Keep what the recorder wrote. No event: a draft is not said to anybody.

    ``Overtaken`` when it was written from an older text; ``WordsRefused`` when it is too long;
    ``WrongState`` before the meeting began, or when the minutes are out and not being revised.
    """
    meeting = written(meeting_id, by, *WRITTEN_IN)
    minutes = of(meeting)
    if minutes.state == MinutesState.PUBLISHED:
        raise WrongState(minutes.state)
    if len(text.body) > LONGEST:
        raise WordsRefused("body", "long")
    if text.stamp != minutes.stamp:
        raise Overtaken
    if minutes.saved_by_id is not None and minutes.body == text.body:
        return minutes
    minutes.body, minutes.stamp = text.body, minutes.stamp + 1
    minutes.saved_at, minutes.saved_by = clock.now(), by
    minutes.save(update_fields=["body", "stamp", "saved_at", "saved_by"])
    return minutes


@transaction.atomic
def draft_anew(meeting_id: UUID, *, by: Person) -> Minutes:
    """Throw away what was written and let the draft write itself again. No event."""
    meeting = written(meeting_id, by, *WRITTEN_IN)
    minutes = of(meeting)
    if minutes.state != MinutesState.DRAFT:
        raise WrongState(minutes.state)
    minutes.body, minutes.stamp, minutes.saved_by = "", minutes.stamp + 1, None
    minutes.saved_at = clock.now()
    minutes.save(update_fields=["body", "stamp", "saved_at", "saved_by"])
    return minutes


@action(events.MINUTES_PUBLISHED)
def publish(meeting_id: UUID, *, by: Person) -> Minutes:
    """Send the minutes to all whom they concern; their action items become duties. Once.

    ``guards.Refused`` when an item lacks its owner or its date (clause 1.2.3-4). Whoever publishes,
    the recorder's duty is met.
    """
    meeting = written(meeting_id, by, MeetingState.CLOSED)
    minutes = of(meeting)
    if minutes.state != MinutesState.DRAFT:
        return minutes
    revision = _turn_out(meeting, minutes, "", by)
    parties = _parties(meeting)
    facts = {**_facts(meeting, by), "items_complete": lists.is_complete(meeting)}
    record(
        Event(events.MINUTES_PUBLISHED, str(meeting.pk), revision.published_at, by.pk, facts),
        sets={sending.PARTIES: parties},
    )
    lists.assign_all(meeting, by=by)
    carrying.carry_on(meeting)
    _send(meeting, revision, parties)
    return minutes


@transaction.atomic
def reopen(meeting_id: UUID, *, by: Person) -> Minutes:
    """Write to published minutes again; what is out stays out until they are revised. No event."""
    meeting = written(meeting_id, by, MeetingState.CLOSED)
    minutes = of(meeting)
    if minutes.state == MinutesState.PUBLISHED:
        minutes.state = MinutesState.REVISING
        minutes.save(update_fields=["state"])
    return minutes


@transaction.atomic
def give_up_revision(meeting_id: UUID, *, by: Person) -> Minutes:
    """Leave published minutes as they are; what was written since is thrown away. No event."""
    meeting = written(meeting_id, by, MeetingState.CLOSED)
    minutes = of(meeting)
    if minutes.state == MinutesState.REVISING:
        last = minutes.revisions.get(number=minutes.revision)
        minutes.state, minutes.body = MinutesState.PUBLISHED, last.body
        minutes.stamp += 1
        minutes.save(update_fields=["state", "body", "stamp"])
    return minutes


@action(events.MINUTES_REVISED)
def revise(meeting_id: UUID, change: str, *, by: Person) -> Minutes:
    """Send a revision to everybody again, saying what changed.

    ``WordsRefused`` without words on the change; ``WrongState`` unless they are being revised.
    """
    meeting = written(meeting_id, by, MeetingState.CLOSED)
    minutes = of(meeting)
    if minutes.state != MinutesState.REVISING:
        raise WrongState(minutes.state)
    if not change.strip():
        raise WordsRefused("change", "empty")
    if not lists.is_complete(meeting):
        raise WordsRefused("items", "incomplete")
    revision = _turn_out(meeting, minutes, change.strip()[:300], by)
    parties = _parties(meeting)
    facts = {**_facts(meeting, by), "revision": revision.number}
    record(
        Event(events.MINUTES_REVISED, str(meeting.pk), revision.published_at, by.pk, facts),
        sets={sending.PARTIES: parties},
        private={"change": revision.change},
    )
    lists.assign_all(meeting, by=by)
    carrying.carry_on(meeting)
    _send(meeting, revision, parties)
    return minutes


@action(events.RECORD_CONFIRMED)
def confirm(meeting_id: UUID, *, by: Person, person: Person | None = None) -> bool:
    """Confirm the record of a management meeting, as it was sent last; whether it was owed.

    ``person`` is whose duty it is where somebody stands in for them.
    """
    meeting = locked(meeting_id, by)
    owing = person or by
    if not sending.owes_confirmation(meeting, owing, by):
        return False
    at = clock.now()
    facts: dict[str, Fact] = {
        "person": owing.pk,
        "proof": Proof.BUTTON.name,
        "channel": Channel.INBOX.name,
    }
    record(Event(events.RECORD_CONFIRMED, str(meeting.pk), at, by.pk, facts))
    return True


@transaction.atomic
def read(meeting: Meeting, *, by: Person) -> None:
    """``by`` opened the minutes as they were sent last. No event: nobody owes reading."""
    minutes = Minutes.objects.filter(meeting=meeting, revision__gt=0).first()
    if minutes is None:
        return
    require(by, Action.READ, meeting)
    row, new = MinutesReading.objects.get_or_create(
        minutes=minutes,
        person=by,
        defaults={"revision": minutes.revision, "read_at": clock.now()},
    )
    if not new and row.revision != minutes.revision:
        row.revision, row.read_at = minutes.revision, clock.now()
        row.save(update_fields=["revision", "read_at"])


@transaction.atomic
def read_outside(seat: Attendee) -> None:
    """A guest, by the link that is theirs, read the minutes as they were sent last. No event.

    ``NotVisible`` where there are none for guests.
    """
    minutes = Minutes.objects.filter(meeting=seat.meeting, revision__gt=0).first()
    if minutes is None or not for_guests(seat.meeting):
        raise NotVisible
    MinutesReading.objects.update_or_create(
        minutes=minutes,
        guest=seat.guest,
        defaults={"revision": minutes.revision, "read_at": clock.now()},
    )
    live.announce(f"case:{seat.meeting_id}")


def for_guests(meeting: Meeting) -> bool:
    """Whether guests get the minutes: never those of a confidential meeting."""
    return meeting.classification != Classification.CONFIDENTIAL


def of(meeting: Meeting) -> Minutes:
    """The minutes of a meeting, begun here, held until the transaction ends."""
    Minutes.objects.get_or_create(meeting=meeting)
    return Minutes.objects.select_for_update(of=("self",)).get(meeting=meeting)


def body_of(minutes: Minutes) -> str:
    """What is written; until somebody saved, what writes itself."""
    if minutes.saved_by_id is None and minutes.state == MinutesState.DRAFT:
        return drafting.drafted(minutes.meeting)
    return minutes.body


def _turn_out(meeting: Meeting, minutes: Minutes, change: str, by: Person) -> MinutesRevision:
    at = clock.now()
    minutes.body = body_of(minutes)
    minutes.revision, minutes.published_at = minutes.revision + 1, at
    minutes.state, minutes.stamp = MinutesState.PUBLISHED, minutes.stamp + 1
    minutes.save()
    return MinutesRevision.objects.create(
        minutes=minutes,
        number=minutes.revision,
        body=minutes.body,
        frozen=contents.of_meeting(meeting).frozen(),
        change=change,
        published_at=at,
        published_by=by,
    )


def _facts(meeting: Meeting, by: Person) -> dict[str, Fact]:
    """Who stands in for the recorder does their duty, not another one."""
    return told.facts(meeting) | {"person": meeting.recorder_id or by.pk}


def _parties(meeting: Meeting) -> PeopleSql:
    return freeze(seats.concerned_sql(meeting), "minutes_parties")


def _send(meeting: Meeting, revision: MinutesRevision, parties: PeopleSql) -> None:
    readers.tell(meeting.pk, parties)
    sending.send(meeting, revision, parties)
