"""What the events of a meeting say about it: the facts that clauses look at."""

from huiyin.core.event import Fact
from huiyin.scenarios.meetings.models import Attendee, Course, Meeting


def facts(meeting: Meeting) -> dict[str, Fact]:
    """What every event of a meeting says; ``department`` is that of whoever called it."""
    return {
        "number": meeting.number,
        "form": meeting.kind.form,
        "kind": meeting.kind.key,
        "initiator": meeting.initiator_id,
        "chair": meeting.chair_id,
        **({"recorder": meeting.recorder_id} if meeting.recorder_id else {}),
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "recurring": meeting.recurring,
        "has_place": meeting.has_place,
        "has_recorder": meeting.recorder_id is not None,
        "is_recorded": meeting.is_recorded,
        "needs_minutes": meeting.kind.needs_minutes,
        "department": meeting.department_id,
        "urgency": meeting.urgency,
        "classification": meeting.classification,
        "people": Attendee.objects.filter(meeting=meeting).count(),
    }


def prepared(meeting: Meeting) -> dict[str, Fact]:
    """What has been prepared already, for a meeting that is moved."""
    course = Course.objects.filter(meeting=meeting).first()
    return {
        "agenda_shared": course is not None and course.agenda_shared_at is not None,
        "topics_sent": course is not None and course.topics_sent_at is not None,
        "needs_collected": course is not None and course.needs_collected_at is not None,
    }
