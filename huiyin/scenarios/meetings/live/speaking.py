"""Everyone's turn: who speaks now, for how long, and what they said (M03, M11)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.models import Person
from huiyin.kit import clock, live
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events, told
from huiyin.scenarios.meetings.authority import writes
from huiyin.scenarios.meetings.live import timing
from huiyin.scenarios.meetings.models import (
    Attendee,
    Form,
    Meeting,
    MeetingState,
    Turn,
    TurnState,
)
from huiyin.scenarios.meetings.standing import (
    WordsRefused,
    WrongState,
    locked,
    seat_of,
    written,
)

STANDUPS = (Form.DAILY_STANDUP, Form.PROJECT_STANDUP)
"""Where everybody says what is done, what is being done and what comes next."""

LONGEST = 300
BEFORE = (MeetingState.ANNOUNCED, MeetingState.RUNNING)


@dataclass(frozen=True, slots=True)
class Round:
    """What somebody says at a stand-up."""

    done: str = ""
    doing: str = ""
    plan: str = ""

    def check(self) -> None:
        """Pass, or ``WordsRefused``: nothing said, or a line is too long."""
        lines = (self.done, self.doing, self.plan)
        if not any(line.strip() for line in lines):
            raise WordsRefused("plan", "empty")
        if any(len(line.strip()) > LONGEST for line in lines):
            raise WordsRefused("plan", "long")


@transaction.atomic
def call(meeting_id: UUID, attendee_id: int, *, by: Person) -> Turn:
    """Give the floor: whoever spoke before has spoken. No event: turns are part of the meeting."""
    meeting = written(meeting_id, by, MeetingState.RUNNING)
    turn = turn_of(_seat(meeting, attendee_id))
    hush(meeting, by=by, but=turn)
    if turn.began_at is None:
        turn.began_at, turn.state = clock.now(), TurnState.SPEAKING
        turn.save(update_fields=["began_at", "state"])
    live.announce(f"case:{meeting.pk}")
    return turn


@transaction.atomic
def heard(meeting_id: UUID, attendee_id: int, state: TurnState, *, by: Person) -> Turn:
    """A turn is over: ``SPOKEN``, or ``PASSED`` by who had nothing to say."""
    meeting = locked(meeting_id, by, MeetingState.RUNNING)
    seat = _seat(meeting, attendee_id)
    if seat.person_id != by.pk and not writes(meeting, by):
        raise PermissionDenied
    _end(meeting, turn_of(seat), state, by=by)
    live.announce(f"case:{meeting.pk}")
    return turn_of(seat)


def hush(meeting: Meeting, *, by: Person, but: Turn | None = None) -> None:
    """Whoever speaks, other than in the turn ``but``, has spoken. The caller holds the meeting."""
    rows = Turn.objects.filter(meeting=meeting, began_at__isnull=False)
    for turn in rows.select_related("attendee__person"):
        if turn != but:
            _end(meeting, turn, TurnState.SPOKEN, by=by)


@transaction.atomic
def write_round(
    meeting_id: UUID, words: Round, *, by: Person, attendee_id: int | None = None
) -> Turn:
    """Write the three lines for oneself, before or at a stand-up; who leads may do so for others.

    After its end only who leads collects what is missing.
    """
    meeting = locked(meeting_id, by, *BEFORE, MeetingState.CLOSED)
    seat = seat_of(meeting, by) if attendee_id is None else _seat(meeting, attendee_id)
    own = seat.person_id == by.pk
    if not own and not writes(meeting, by):
        raise PermissionDenied
    words.check()
    turn = turn_of(seat)
    turn.done, turn.doing, turn.plan = (
        words.done.strip(),
        words.doing.strip(),
        words.plan.strip(),
    )
    if (
        turn.state in (TurnState.WAITING, TurnState.ABSENT)
        and meeting.state != MeetingState.ANNOUNCED
    ):
        turn.state = TurnState.SPOKEN
    turn.save()
    if seat.person is not None:
        _given(meeting, turn, seat.person, by=by)
    live.announce(f"case:{meeting.pk}")
    return turn


@action(events.ABSENCE_NOTED)
def note_absence(meeting_id: UUID, words: Round, *, by: Person) -> Turn:
    """Say before a stand-up that one cannot come, with what one would have said.

    ``WrongState`` once it has begun; ``WordsRefused`` without a word on what one does.
    """
    meeting = locked(meeting_id, by, MeetingState.ANNOUNCED)
    seat = seat_of(meeting, by)
    words.check()
    at = clock.now()
    if at > meeting.starts_at:
        raise WrongState(meeting.state)
    turn = turn_of(seat)
    turn.done, turn.doing, turn.plan = (
        words.done.strip(),
        words.doing.strip(),
        words.plan.strip(),
    )
    turn.state, turn.given_at = TurnState.ABSENT, at
    turn.save()
    facts = told.facts(meeting) | {"person": by.pk}
    record(Event(events.ABSENCE_NOTED, str(meeting.pk), at, by.pk, facts))
    return turn


def turn_of(seat: Attendee) -> Turn:
    """The turn of one who is asked, begun when there is none."""
    made, _new = Turn.objects.get_or_create(attendee=seat, defaults={"meeting": seat.meeting})
    return made


def unheard(meeting: Meeting) -> list[Attendee]:
    """Those who are there and had no turn yet; whoever leads need not be asked."""
    rows = Attendee.objects.filter(meeting=meeting, present_at__isnull=False, left_at=None)
    silent = rows.exclude(turn__state__in=(TurnState.SPOKEN, TurnState.PASSED, TurnState.SPEAKING))
    return list(silent.exclude(person=meeting.chair_id).select_related("person", "guest"))


def limit_of(meeting: Meeting) -> int:
    """How many seconds a turn may take; 0 where the kind of the meeting says nothing."""
    return meeting.kind.speak_seconds or 0


def _end(meeting: Meeting, turn: Turn, state: TurnState, *, by: Person) -> None:
    """At a stand-up, having spoken is what everybody owes: it is recorded as their round."""
    timing.halt_turn(turn, clock.now())
    turn.state = state
    turn.save(update_fields=["began_at", "seconds", "state"])
    person = turn.attendee.person
    if meeting.kind.form in STANDUPS and state == TurnState.SPOKEN and person is not None:
        _given(meeting, turn, person, by=by)


@action(events.ROUND_GIVEN)
def _given(meeting: Meeting, turn: Turn, person: Person, *, by: Person) -> None:
    turn.given_at = clock.now()
    turn.save(update_fields=["given_at"])
    facts: dict[str, Fact] = {
        "person": person.pk,
        "seconds": turn.seconds,
        "over": timing.over(limit_of(meeting), turn.seconds),
        "proof": Proof.BUTTON.name,
        "channel": Channel.INBOX.name,
    }
    record(Event(events.ROUND_GIVEN, str(meeting.pk), _at(turn), by.pk, facts))


def _at(turn: Turn) -> datetime:
    return turn.given_at or clock.now()


def _seat(meeting: Meeting, attendee_id: int) -> Attendee:
    rows = Attendee.objects.select_related("person", "guest", "meeting")
    seat = rows.filter(meeting=meeting, pk=attendee_id).first()
    if seat is None:
        raise WordsRefused("attendee", "gone")
    return seat
