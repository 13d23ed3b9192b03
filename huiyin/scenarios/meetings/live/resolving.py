"""Resolutions as they fall, and everybody's word on each before the end (M09, M10)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.meetings import events, told
from huiyin.scenarios.meetings.authority import writes
from huiyin.scenarios.meetings.live.asked import asked
from huiyin.scenarios.meetings.models import (
    AgendaItem,
    Answered,
    Meeting,
    MeetingState,
    Resolution,
    Understanding,
)
from huiyin.scenarios.meetings.standing import (
    WordsRefused,
    course_of,
    locked,
    written,
)

LONGEST = 1000
STRETCH = timedelta(minutes=5)
"""By so much the end moves at least when a meeting runs over."""

LIVE = (MeetingState.RUNNING, MeetingState.CLOSED)


@action(events.RESOLUTION_PASSED)
def resolve(
    meeting_id: UUID, text: str, *, by: Person, item: AgendaItem | None = None
) -> Resolution:
    """Write down what was decided; everybody who is there owes a word on it until the end.

    ``WordsRefused``: empty or too long; ``WrongState`` unless the meeting runs.
    """
    meeting = written(meeting_id, by, MeetingState.RUNNING)
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise WordsRefused("text", "long" if said else "empty")
    at = clock.now()
    last = Resolution.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"]
    made = Resolution.objects.create(
        meeting=meeting,
        item=item,
        number=(last or 0) + 1,
        text=said,
        passed_at=at,
        passed_by=by,
    )
    facts = told.facts(meeting) | {"part": made.part, "ends_at": stretched(meeting, at)}
    record(
        Event(events.RESOLUTION_PASSED, str(meeting.pk), at, by.pk, facts),
        sets={"attendees": present_sql(meeting)},
        private={"text": said},
    )
    return made


@action(events.RESOLUTION_WITHDRAWN)
def withdraw(resolution_id: UUID, *, by: Person) -> Resolution:
    """Take a resolution back while the meeting runs: nobody owes a word on it any more."""
    made = _resolution(resolution_id)
    meeting = written(made.meeting_id, by, MeetingState.RUNNING)
    if made.withdrawn_at is not None:
        return made
    made.withdrawn_at = clock.now()
    made.save(update_fields=["withdrawn_at"])
    facts: dict[str, Fact] = {"part": made.part}
    kind = events.RESOLUTION_WITHDRAWN
    record(Event(kind, str(meeting.pk), made.withdrawn_at, by.pk, facts))
    return made


@action(events.RESOLUTION_UNDERSTOOD)
def understand(resolution_id: UUID, *, by: Person, person: Person | None = None) -> Understanding:
    """``by`` ticks that they understood; who leads says so for ``person`` whom they asked.

    After an objection its words stay. ``WordsRefused`` for one withdrawn, ``PermissionDenied`` for
    who does not owe an answer.
    """
    made, meeting, who = _asked(resolution_id, by, person)
    at = clock.now()
    answer, _new = Understanding.objects.update_or_create(
        resolution=made,
        person=who,
        defaults={
            "state": Answered.UNDERSTOOD,
            "at": at,
            "confirmed_by": by if who.pk != by.pk else None,
        },
    )
    own = who.pk == by.pk
    proof, channel = (Proof.BUTTON, Channel.INBOX) if own else (Proof.SPOKEN, Channel.FACE)
    facts: dict[str, Fact] = {
        "person": who.pk,
        "part": made.part,
        "proof": proof.name,
        "channel": channel.name,
    }
    record(Event(events.RESOLUTION_UNDERSTOOD, str(meeting.pk), at, by.pk, facts))
    return answer


@action(events.RESOLUTION_OBJECTED)
def object_to(resolution_id: UUID, words: str, *, by: Person) -> Understanding:
    """``by`` does not agree, or does not see it yet: the words stand for all to see.

    Their answer stays open until it was talked about. ``WordsRefused`` without a reason.
    """
    made, meeting, who = _asked(resolution_id, by, None)
    if not words.strip():
        raise WordsRefused("words", "empty")
    at = clock.now()
    answer, _new = Understanding.objects.update_or_create(
        resolution=made,
        person=who,
        defaults={"state": Answered.OBJECTION, "words": words.strip()[:500], "at": at},
    )
    facts: dict[str, Fact] = {"person": who.pk, "part": made.part}
    event = Event(events.RESOLUTION_OBJECTED, str(meeting.pk), at, by.pk, facts)
    record(event, private={"words": answer.words})
    return answer


@transaction.atomic
def extend(meeting_id: UUID, minutes: int, *, by: Person) -> datetime:
    """Say that the meeting ends ``minutes`` after now or its end, whichever is later.

    No event: the end that was announced stays the one that counts as overrun.
    """
    meeting = written(meeting_id, by, MeetingState.RUNNING)
    course = course_of(meeting)
    ends = max(end_of(meeting), clock.now()) + timedelta(minutes=minutes)
    course.extended_until = ends
    course.save(update_fields=["extended_until"])
    return ends


def end_of(meeting: Meeting) -> datetime:
    """When the meeting is meant to end: as announced, or as it was said in it."""
    return max(meeting.ends_at, course_of(meeting).extended_until or meeting.ends_at)


def stretched(meeting: Meeting, at: datetime) -> datetime:
    """The same, moved on when it has passed: a meeting that runs over lasts a little longer."""
    ends = end_of(meeting)
    if ends > at:
        return ends
    course = course_of(meeting)
    course.extended_until = at + STRETCH
    course.save(update_fields=["extended_until"])
    return course.extended_until


def present_sql(meeting: Meeting) -> PeopleSql:
    """The colleagues who are there now, less who leads: the chair asks the others."""
    return (
        """SELECT p.id AS person_id, p.department_id
             FROM meetings_attendee a JOIN directory_person p ON p.id = a.person_id
            WHERE a.meeting_id = %s AND a.present_at IS NOT NULL AND a.left_at IS NULL
              AND p.id <> %s""",
        [meeting.pk, meeting.chair_id],
    )


def _resolution(resolution_id: UUID) -> Resolution:
    rows = Resolution.objects.select_related("meeting")
    return rows.get(pk=resolution_id)


def _asked(
    resolution_id: UUID, by: Person, person: Person | None
) -> tuple[Resolution, Meeting, Person]:
    """The resolution, its meeting, and whose word it is."""
    made = _resolution(resolution_id)
    meeting = locked(made.meeting_id, by, *LIVE)
    who = person or by
    if made.withdrawn_at is not None:
        raise WordsRefused("resolution", "withdrawn")
    known = {row.person_id for row in asked(meeting.pk) if row.part == made.part}
    if who.pk not in known or (who.pk != by.pk and not writes(meeting, by)):
        raise PermissionDenied
    return made, meeting, who
