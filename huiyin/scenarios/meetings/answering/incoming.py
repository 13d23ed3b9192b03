"""Answers that calendars give by mail: of colleagues, and of guests from outside."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from huiyin.core.evidence import Channel, Proof
from huiyin.delivery import replies
from huiyin.delivery.outsiders import OutsideAnswer
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.answering import actions
from huiyin.scenarios.meetings.answering.actions import NotAsked, Way
from huiyin.scenarios.meetings.calendar import answers
from huiyin.scenarios.meetings.calendar.answers import CalendarAnswer, Unreadable
from huiyin.scenarios.meetings.models import Attendee, Meeting, MeetingState
from huiyin.scenarios.meetings.plan import PlanRefused

BY_MAIL = Way(Proof.REPLY, Channel.MAIL)


def on_calendar(answer: replies.Answer) -> None:
    """A colleague's calendar answered; ``replies.Refused`` when that says nothing now."""
    person = Person.objects.get(pk=answer.person_id)
    said = _read(answer.calendar)
    _take(said, Attendee.objects.filter(person=person).values_list("pk", flat=True), person)


def on_outside(answer: OutsideAnswer) -> None:
    """A guest's calendar answered, or they wrote words, which are kept with their seat."""
    seats = Attendee.objects.filter(guest__email=answer.mail.address)
    if answer.calendar:
        _take(_read(answer.calendar), seats.values_list("pk", flat=True), None)
        return
    seat = seats.filter(meeting=answer.mail.subject).first()
    if seat is None or not answer.text:
        raise replies.Refused("nobody is asked")
    _act(seat, CalendarAnswer(seat.meeting_id, None, 0, actions.as_answer(seat), answer.text), None)


def _read(text: str) -> CalendarAnswer:
    try:
        return answers.read(text)
    except Unreadable as fault:
        raise replies.Refused(str(fault)) from fault


def _take(said: CalendarAnswer, seats: Iterable[int], by: Person | None) -> None:
    found = Attendee.objects.filter(pk__in=list(seats), meeting__in=_meetings(said))
    rows = list(found.select_related("meeting").order_by("meeting__starts_at"))
    current = [seat for seat in rows if seat.meeting.series_id or said.sequence >= _asked(seat)]
    if not current:
        raise replies.Refused("nobody is asked, or to a time that is no longer planned")
    for seat in current:
        _act(seat, said, by)


def _act(seat: Attendee, said: CalendarAnswer, by: Person | None) -> None:
    try:
        if said.proposed is not None and said.proposed != _planned(seat.meeting):
            starts, ends = said.proposed
            actions.propose_time(seat.pk, starts, ends, said.comment, by=by, way=BY_MAIL)
        else:
            actions.answer(seat.pk, said.answer, said.comment, by=by, way=BY_MAIL)
    except (NotAsked, PlanRefused) as fault:
        raise replies.Refused(str(fault)) from fault


def _meetings(said: CalendarAnswer) -> list[UUID]:
    """The one that is meant, or all times to come of a series."""
    one = Meeting.objects.filter(pk=said.about)
    of_series = Meeting.objects.filter(series=said.about)
    if said.occurrence is not None:
        of_series = of_series.filter(occurrence=said.occurrence)
    elif said.proposed is None:
        of_series = of_series.filter(state=MeetingState.ANNOUNCED)
    else:
        of_series = of_series.order_by("starts_at")[:1]
    return [*one.values_list("pk", flat=True), *of_series.values_list("pk", flat=True)]


def _asked(seat: Attendee) -> int:
    """The sequence since which the time is the one that it is."""
    return seat.meeting.moved_sequence


def _planned(meeting: Meeting) -> tuple[object, object]:
    zone = timezone.get_default_timezone()
    return meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
