"""Where somebody stands in a meeting, and meetings locked for whoever changes them."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.authority import require_writer
from huiyin.scenarios.meetings.models import Attendee, Course, Meeting, MeetingState


class WrongState(Exception):
    """The meeting has not come so far yet, or is past it: ``state`` says where it is."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class WordsRefused(ValueError):
    """Something that was written cannot be taken; ``field`` and ``code`` say what."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


def locked(meeting_id: UUID, by: Person, *states: MeetingState) -> Meeting:
    """The meeting for whoever may read it, held until the transaction ends.

    ``NotVisible``; ``WrongState`` unless it is in one of ``states``.
    """
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("kind", "series")
    meeting = rows.filter(pk=meeting_id).first()
    if meeting is None:
        raise NotVisible
    require(by, Action.READ, meeting)
    if states and meeting.state not in states:
        raise WrongState(meeting.state)
    return meeting


def written(meeting_id: UUID, by: Person, *states: MeetingState) -> Meeting:
    """The same for who leads it or writes it down; ``PermissionDenied`` for others."""
    meeting = locked(meeting_id, by)
    require_writer(meeting, by)
    if states and meeting.state not in states:
        raise WrongState(meeting.state)
    return meeting


def seat_of(meeting: Meeting, person: Person) -> Attendee:
    """The seat of somebody who is asked; ``PermissionDenied`` for others."""
    found = Attendee.objects.filter(meeting=meeting, person=person).first()
    if found is None:
        raise PermissionDenied
    return found


def course_of(meeting: Meeting) -> Course:
    """How far the meeting is, begun when nobody asked before."""
    return Course.objects.get_or_create(meeting=meeting)[0]
