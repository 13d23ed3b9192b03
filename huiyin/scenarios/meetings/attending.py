"""Who comes to a meeting, as its page shows it."""

from dataclasses import dataclass

from huiyin.directory.models import Person
from huiyin.scenarios.meetings import rules
from huiyin.scenarios.meetings.models import Answer, Attendee, Meeting, Part, Series


@dataclass(frozen=True, slots=True)
class Attending:
    """Everybody with their answers; ``mine`` is the viewer's own seat."""

    required: tuple[Attendee, ...]
    optional: tuple[Attendee, ...]
    guests: tuple[Attendee, ...]
    mine: Attendee | None
    proposals: tuple[Attendee, ...]
    repeats: str

    @property
    def total(self) -> int:
        """How many are asked."""
        return len(self.required) + len(self.optional) + len(self.guests)

    @property
    def answered(self) -> int:
        """How many have said anything."""
        return sum(one.answer != Answer.NONE for one in self._all())

    @property
    def coming(self) -> int:
        """How many come."""
        return sum(one.answer == Answer.ACCEPTED for one in self._all())

    def _all(self) -> tuple[Attendee, ...]:
        return (*self.required, *self.optional, *self.guests)


def of(meeting: Meeting, actor: Person) -> Attending:
    """The attendees of ``meeting``, leading people first."""
    rows = Attendee.objects.filter(meeting=meeting).select_related("person", "guest")
    leading = (meeting.chair_id, meeting.recorder_id)

    def place(seat: Attendee) -> tuple[bool, bool, str]:
        key = seat.person.sort_key if seat.person is not None else seat.name
        return seat.person_id != leading[0], seat.person_id not in leading, key

    seats = sorted(rows, key=place)
    people = [seat for seat in seats if seat.person_id is not None]
    return Attending(
        required=tuple(seat for seat in people if seat.part == Part.REQUIRED),
        optional=tuple(seat for seat in people if seat.part == Part.OPTIONAL),
        guests=tuple(seat for seat in seats if seat.guest_id is not None),
        mine=next((seat for seat in people if seat.person_id == actor.pk), None),
        proposals=tuple(seat for seat in seats if seat.proposed_start is not None),
        repeats=_repeats(meeting.series),
    )


def _repeats(series: Series | None) -> str:
    return rules.said(series.rrule, series.first_start) if series is not None else ""
