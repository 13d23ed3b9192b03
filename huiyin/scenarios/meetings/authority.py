"""Who leads a meeting: whoever called it, its chair, and its recorder for what is written down."""

from django.core.exceptions import PermissionDenied

from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import Meeting


def leads(meeting: Meeting, person: Person) -> bool:
    """Whether ``person`` may move, change, cancel and run it."""
    return person.pk in (meeting.initiator_id, meeting.chair_id)


def writes(meeting: Meeting, person: Person) -> bool:
    """Whether ``person`` may write down what happens in it."""
    return leads(meeting, person) or person.pk == meeting.recorder_id


def require_lead(meeting: Meeting, person: Person) -> None:
    """Pass, or ``NotVisible`` for who cannot see it, ``PermissionDenied`` for who does not lead it."""
    require(person, Action.READ, meeting)
    if not leads(meeting, person):
        raise PermissionDenied


def require_writer(meeting: Meeting, person: Person) -> None:
    """The same for who may write in it."""
    require(person, Action.READ, meeting)
    if not writes(meeting, person):
        raise PermissionDenied
