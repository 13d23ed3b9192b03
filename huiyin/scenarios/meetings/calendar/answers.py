"""What a calendar answered to an invitation (RFC 5546 3.2.3 and 3.2.7): read, never trusted."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from icalendar import Calendar

from huiyin.scenarios.meetings.calendar.ical import DOMAIN
from huiyin.scenarios.meetings.models import Answer

_METHODS = {"REPLY", "COUNTER"}
_ANSWERS = {
    "ACCEPTED": Answer.ACCEPTED,
    "TENTATIVE": Answer.TENTATIVE,
    "DECLINED": Answer.DECLINED,
}
_LONGEST = 200_000


class Unreadable(ValueError):
    """No answer to an invitation of ours."""


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """One answer: to the meeting or series ``about``, of a series to the time ``occurrence``.

    ``proposed`` is another time (start and end), if that is what it says.
    """

    about: UUID
    occurrence: datetime | None
    sequence: int
    answer: Answer
    comment: str = ""
    proposed: tuple[datetime, datetime] | None = None


def read(text: str) -> CalendarAnswer:
    """The first answer in ``text``; ``Unreadable`` when there is none."""
    event, method = _event(text)
    try:
        counter = method == "COUNTER"
        starts, ends = event.get("DTSTART"), event.get("DTEND")
        times = (_instant(starts.dt), _instant(ends.dt)) if counter and starts and ends else None
        return CalendarAnswer(
            about=_about(str(event.get("UID", ""))),
            occurrence=_occurrence(event),
            sequence=int(event.get("SEQUENCE", 0)),
            answer=Answer.TENTATIVE if counter else _partstat(event),
            comment=_comment(event),
            proposed=times,
        )
    except (ValueError, TypeError, AttributeError) as fault:
        raise Unreadable(str(fault)) from fault


def _event(text: str) -> tuple[Any, str]:
    try:
        calendar = Calendar.from_ical(text[:_LONGEST])
        method = str(calendar.get("METHOD", "")).upper()
        events = calendar.walk("VEVENT")
    except (ValueError, IndexError, KeyError, AttributeError) as fault:
        raise Unreadable("no calendar") from fault
    if method not in _METHODS or not events:
        raise Unreadable(f"no answer: {method}")
    return events[0], method


def _about(name: str) -> UUID:
    key, sign, domain = name.strip().partition("@")
    if not sign or domain.lower() != DOMAIN:
        raise Unreadable("the UID is none of ours")
    return UUID(key)


def _occurrence(event: Any) -> datetime | None:
    named = event.get("RECURRENCE-ID")
    return None if named is None else _instant(named.dt)


def _partstat(event: Any) -> Answer:
    attendees = event.get("ATTENDEE", [])
    named = attendees if isinstance(attendees, list) else [attendees]
    said = [str(one.params.get("PARTSTAT", "")).upper() for one in named]
    answers = [_ANSWERS[word] for word in said if word in _ANSWERS]
    if not answers:
        raise Unreadable("no PARTSTAT that answers")
    return answers[0]


def _comment(event: Any) -> str:
    said = event.get("COMMENT", "")
    lines = said if isinstance(said, list) else [said]
    return " ".join(" ".join(str(line).split()) for line in lines)[:300].strip()


def _instant(value: date | datetime) -> datetime:
    """An aware instant; a day begins at midnight, a floating time is the organisation's."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment, timezone.get_default_timezone())
    return moment
