"""Meetings as the REST API gives and takes them."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from huiyin.cases.rest.values import Instant, Line, Moment, Named, PersonId, Words
from huiyin.scenarios.meetings.models import Attendee, Meeting

LONGEST = 4000


class AttendeeOut(Schema):
    """One who is asked: `person` of the directory, or a guest by `name` alone."""

    id: int = Field(description="The seat: what turns and presence are named by.")
    person: int | None
    name: str
    part: str = Field(description="`required` or `optional`.")
    answer: str = Field(description="`none`, `accepted`, `tentative` or `declined`.")
    comment: str
    proposed_start: Instant | None

    @classmethod
    def of(cls, seat: Attendee) -> "AttendeeOut":
        """From its row."""
        return cls(
            id=seat.pk,
            person=seat.person_id,
            name=seat.name,
            part=seat.part,
            answer=seat.answer,
            comment=seat.comment,
            proposed_start=seat.proposed_start,
        )


class MeetingOut(Schema):
    """A meeting in a list."""

    id: UUID
    number: str
    title: str
    kind: str
    form: str
    state: str
    starts_at: Instant
    ends_at: Instant
    place: str
    link: str
    room: str
    chair: Named
    recorder: Named | None
    series: UUID | None
    sequence: int

    @classmethod
    def of(cls, row: Meeting) -> "MeetingOut":
        """From its row."""
        return cls.model_validate(_plain(row))


class MeetingWhole(MeetingOut):
    """A meeting with everything that its page shows of it."""

    purpose: str
    expected: str
    late_reason: str
    cancel_reason: str
    classification: str
    initiator: Named
    attendees: list[AttendeeOut]

    @classmethod
    def whole(cls, row: Meeting) -> "MeetingWhole":
        """From its row, with whoever is asked."""
        seats = row.attendees.select_related("person", "guest").order_by("pk")
        return cls.model_validate(
            {
                **_plain(row),
                "purpose": row.purpose,
                "expected": row.expected,
                "late_reason": row.late_reason,
                "cancel_reason": row.cancel_reason,
                "classification": row.classification,
                "initiator": Named.of(row.initiator),
                "attendees": [AttendeeOut.of(seat) for seat in seats],
            }
        )


class GuestIn(Schema):
    """A guest from outside."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    email: Annotated[Line, Field(min_length=3, max_length=254)]
    organisation: Annotated[Line, Field(max_length=120)] = ""


class NewMeeting(Schema):
    """A meeting to be announced; with `rrule` (RFC 5545) a series of them."""

    title: Annotated[Line, Field(min_length=1, max_length=200)]
    kind: Annotated[Line, Field(max_length=32, description="Key of a kind: `weekly_meeting`.")]
    starts_at: Moment
    ends_at: Moment
    chair: PersonId | None = Field(default=None, description="Without one the caller leads it.")
    recorder: PersonId | None = None
    room: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    place: Annotated[Line, Field(max_length=120)] = ""
    link: Annotated[Line, Field(max_length=500)] = ""
    purpose: Annotated[Words, Field(max_length=LONGEST)] = ""
    expected: Annotated[Words, Field(max_length=LONGEST)] = ""
    required: Annotated[list[PersonId], Field(max_length=500)] = []
    optional: Annotated[list[PersonId], Field(max_length=500)] = []
    guests: Annotated[list[GuestIn], Field(max_length=50)] = []
    is_recorded: bool = False
    confidential: bool = False
    rrule: Annotated[Line, Field(max_length=300)] = ""
    until: Moment | None = None
    reason: Annotated[Line, Field(max_length=200)] = Field(
        default="", description="Why it cannot wait for the time that the regulation asks for."
    )


class AnsweredMeeting(Schema):
    """Whether the caller comes; with `proposed_start` another time is proposed instead."""

    answer: Literal["accepted", "tentative", "declined"]
    comment: Annotated[Line, Field(max_length=300)] = ""
    proposed_start: Moment | None = None


class CancelledMeeting(Schema):
    """Why it does not take place."""

    reason: Annotated[Line, Field(max_length=200)] = ""


def _plain(row: Meeting) -> dict[str, object]:
    return {
        "id": row.pk,
        "number": row.number,
        "title": row.title,
        "kind": row.kind.key,
        "form": row.kind.form,
        "state": row.state,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "place": row.place,
        "link": row.link,
        "room": row.room.name if row.room is not None else "",
        "chair": Named.of(row.chair),
        "recorder": Named.of(row.recorder) if row.recorder is not None else None,
        "series": row.series_id,
        "sequence": row.sequence,
    }
