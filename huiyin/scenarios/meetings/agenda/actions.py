"""What is sent to everybody before a meeting: the topics, then the agenda with its material."""

from uuid import UUID

from huiyin.cases.actions import action
from huiyin.core.event import Event
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events, seats, told
from huiyin.scenarios.meetings.agenda import carrying, outgoing
from huiyin.scenarios.meetings.models import AgendaItem, Meeting, MeetingState
from huiyin.scenarios.meetings.standing import WordsRefused, course_of, written


@action(events.AGENDA_SHARED)
def share(meeting_id: UUID, *, by: Person) -> Meeting:
    """Send purpose, agenda and material to all who are asked; again after changes, as a new word.

    What earlier meetings left to do is put on it first. ``WordsRefused``: no ``purpose``, or no
    item at all.
    """
    meeting = written(meeting_id, by, MeetingState.ANNOUNCED)
    carrying.carry(meeting)
    if not meeting.purpose.strip():
        raise WordsRefused("purpose", "empty")
    items = AgendaItem.objects.filter(meeting=meeting).count()
    if not items:
        raise WordsRefused("agenda", "empty")
    course, at = course_of(meeting), clock.now()
    course.agenda_shared_at = at
    course.save(update_fields=["agenda_shared_at"])
    facts = told.facts(meeting) | {"person": meeting.initiator_id, "items": items}
    record(Event(events.AGENDA_SHARED, str(meeting.pk), at, by.pk, facts))
    outgoing.tell(meeting, outgoing.AGENDA, at)
    return meeting


@action(events.TOPICS_SENT)
def send_topics(meeting_id: UUID, *, by: Person) -> Meeting:
    """Send the topics of a management meeting; from now on everybody owes a written opinion.

    Sent again, they are asked for again where the meeting was moved. ``WordsRefused`` without a topic.
    """
    meeting = written(meeting_id, by, MeetingState.ANNOUNCED)
    course, at = course_of(meeting), clock.now()
    if not AgendaItem.objects.filter(meeting=meeting).exists():
        raise WordsRefused("agenda", "empty")
    course.topics_sent_at = at
    course.save(update_fields=["topics_sent_at"])
    facts = told.facts(meeting) | {"person": meeting.initiator_id}
    record(
        Event(events.TOPICS_SENT, str(meeting.pk), at, by.pk, facts),
        sets={"attendees": seats.attendees_sql(meeting, required=True)},
    )
    return meeting
