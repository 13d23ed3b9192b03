"""The action plan of a joint meeting, sent to all parties after it (clause R2.2.2)."""

from uuid import UUID

from huiyin.cases.actions import action
from huiyin.core.event import Event
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events, told
from huiyin.scenarios.meetings.agenda import outgoing
from huiyin.scenarios.meetings.models import ActionItem, Meeting, MeetingState
from huiyin.scenarios.meetings.standing import WordsRefused, course_of, written
from huiyin.ui import zh

LONGEST = 8000


@action(events.PLAN_SENT)
def send_plan(meeting_id: UUID, text: str, *, by: Person) -> Meeting:
    """Send the plan to colleagues and guests; sent again, the new words go out as well.

    ``WordsRefused``: empty or too long; ``WrongState`` before the meeting has ended.
    """
    meeting = written(meeting_id, by, MeetingState.CLOSED)
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise WordsRefused("plan", "long" if said else "empty")
    course, at = course_of(meeting), clock.now()
    course.plan, course.plan_sent_at = said, at
    course.save(update_fields=["plan", "plan_sent_at"])
    facts = told.facts(meeting) | {"person": meeting.initiator_id}
    record(Event(events.PLAN_SENT, str(meeting.pk), at, by.pk, facts), private={"plan": said})
    outgoing.tell(meeting, outgoing.PLAN, at)
    return meeting


def draft(meeting: Meeting) -> str:
    """The plan as it follows from what was written down: one line for each action item."""
    rows = ActionItem.objects.filter(meeting=meeting).select_related("owner")
    return "\n".join(_line(item) for item in rows)


def _line(item: ActionItem) -> str:
    more = [item.owner.name] if item.owner else []
    more += [zh.moment(item.due_at)] if item.due_at else []
    return f"{item.number}. {item.text}" + (f"（{'，'.join(more)}）" if more else "")
