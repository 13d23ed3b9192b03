"""Whoever is asked answers, or proposes another time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.kit import clock, live
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events
from huiyin.scenarios.meetings.models import Answer, Attendee, Meeting, MeetingState
from huiyin.scenarios.meetings.plan import PlanRefused


class NotAsked(Exception):
    """The meeting has begun, ended or was cancelled: no answer is asked any more."""


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer came: shown by which proof, through which channel."""

    proof: Proof = Proof.BUTTON
    channel: Channel = Channel.INBOX


HERE = Way()


@action(events.ANSWERED)
def answer(
    seat_id: int, said: Answer, comment: str = "", *, by: Person | None, way: Way = HERE
) -> Attendee:
    """Say whether the attendee of ``seat_id`` comes; ``by`` is ``None`` for a guest.

    ``NotAsked`` once it has begun or was cancelled; the same answer twice is one event.
    """
    seat = _seat(seat_id, by)
    words = " ".join(comment.split())[:300]
    if (seat.answer, seat.comment) == (said, words) and seat.proposed_start is None:
        return seat
    at = clock.now()
    seat.answer, seat.comment, seat.answered_at = said, words, at
    seat.proposed_start = seat.proposed_end = None
    seat.save()
    facts: dict[str, Fact] = {**_who(seat, by), **_shown(way), "answer": said}
    private = {"comment": words} if words else None
    record(
        Event(events.ANSWERED, str(seat.meeting_id), at, by.pk if by else None, facts),
        private=private,
    )
    live.announce(f"case:{seat.meeting_id}")
    return seat


def answer_series(meeting: Meeting, said: Answer, comment: str = "", *, by: Person) -> int:
    """The same answer to this and every later time of its series; how many that were.

    No event of its own: each time has its answer.
    """
    seats = Attendee.objects.filter(
        person=by,
        meeting__series=meeting.series_id,
        meeting__starts_at__gte=meeting.starts_at,
        meeting__state=MeetingState.ANNOUNCED,
    )
    with transaction.atomic():
        keys = list(seats.order_by("meeting__starts_at").values_list("pk", flat=True))
        for key in keys:
            answer(key, said, comment, by=by)
    return len(keys)


@action(events.TIME_PROPOSED)
def propose_time(
    seat_id: int,
    starts_at: datetime,
    ends_at: datetime,
    comment: str = "",
    *,
    by: Person | None,
    way: Way = HERE,
) -> Attendee:
    """Propose another time (COUNTER, RFC 5546, 3.2.7); whoever leads takes it up or not.

    ``PlanRefused`` for a time that is none or past, ``NotAsked``.
    """
    seat = _seat(seat_id, by)
    at = clock.now()
    if ends_at <= starts_at or starts_at <= at:
        raise PlanRefused({"starts_at": _("提议的时间要在现在之后，结束晚于开始")})
    words = " ".join(comment.split())[:300]
    if (seat.proposed_start, seat.proposed_end, seat.comment) == (starts_at, ends_at, words):
        return seat
    seat.proposed_start, seat.proposed_end, seat.comment = starts_at, ends_at, words
    seat.answer, seat.answered_at = Answer.TENTATIVE, at
    seat.save()
    facts: dict[str, Fact] = {
        **_who(seat, by),
        **_shown(way),
        "proposed_start": starts_at,
        "proposed_end": ends_at,
    }
    private = {"comment": words} if words else None
    record(
        Event(events.TIME_PROPOSED, str(seat.meeting_id), at, by.pk if by else None, facts),
        private=private,
    )
    live.announce(f"case:{seat.meeting_id}")
    return seat


def seat_of(meeting_id: UUID, person: Person) -> Attendee:
    """The seat of ``person``; ``NotVisible`` for who is not asked."""
    found = Attendee.objects.filter(meeting=meeting_id, person=person).first()
    if found is None:
        raise NotVisible
    return found


def as_answer(seat: Attendee) -> Answer:
    """What they said so far; only asked, they are undecided."""
    said = Answer(seat.answer)
    return Answer.TENTATIVE if said is Answer.NONE else said


def _seat(seat_id: int, by: Person | None) -> Attendee:
    rows = Attendee.objects.select_for_update(of=("self",)).select_related("meeting")
    seat = rows.filter(pk=seat_id).first()
    if seat is None or (by is not None and seat.person_id != by.pk):
        raise NotVisible
    if seat.meeting.state not in (MeetingState.ANNOUNCED, MeetingState.RUNNING):
        raise NotAsked
    return seat


def _who(seat: Attendee, by: Person | None) -> dict[str, Fact]:
    if by is not None:
        return {"person": by.pk}
    return {"guest": str(seat.guest_id)}


def _shown(way: Way) -> dict[str, Fact]:
    return {"proof": way.proof.name, "channel": way.channel.name}
