"""Invitations go out: to colleagues as messages of the meeting, to guests by mail of their own."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.delivery import telling
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.meetings import seats
from huiyin.scenarios.meetings.models import Attendee, Meeting

REQUEST = "meetings.request"
CANCEL = "meetings.cancel"
CHANNELS = ("mail",)
"""An invitation belongs into the calendar program, which reads mail."""


def request(meeting: Meeting, at: datetime) -> None:
    """Ask everybody, or tell them what changed."""
    telling.tell(meeting.pk, REQUEST, seats.everybody_sql(meeting), CHANNELS, at)


def cancel(meeting: Meeting, at: datetime, gone: Sequence[Attendee] | None = None) -> None:
    """Tell everybody, or only those who are ``gone``, that they need not come."""
    people = seats.everybody_sql(meeting) if gone is None else _named(gone)
    telling.tell(meeting.pk, CANCEL, people, CHANNELS, at)


def _named(gone: Sequence[Attendee]) -> PeopleSql:
    return (
        "SELECT id AS person_id, department_id FROM directory_person WHERE id = ANY(%s::bigint[])",
        [[one.person_id for one in gone if one.person_id]],
    )
