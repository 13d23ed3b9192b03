"""A year in the life of the demo company: a few hundred thousand events through the same door."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from huiyin.config.demo import cast, year_texts
from huiyin.config.demo.agenda import Agenda
from huiyin.config.demo.echoes import echo
from huiyin.config.demo.names import fraction
from huiyin.config.demo.notices import Company, put_out
from huiyin.config.demo.temperament import Temperament
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.ledger.sealer import seal_once
from huiyin.scenarios.notices import actions, answers, publisher
from huiyin.scenarios.notices.answers import Call
from huiyin.scenarios.notices.models import CallOutcome, Notice
from huiyin.worktime import calendars

A_DAY = (time(9, 30), time(11), time(14), time(15, 30), time(16, 30))
"""When notices go out on a working day."""

CALLS_AFTER = timedelta(hours=2, minutes=10)
CLOSES_AFTER = timedelta(days=3)

Say = Callable[[str], object]


def live(company: Company, first: date, last: date, say: Say) -> int:
    """Let the company live from ``first`` to ``last``; how many notices went out.

    Nothing of it is in the future: what people do about the last ones ends with the day after.
    """
    agenda = Agenda()
    notices = 0
    for day in _days(first, last):
        if not calendars.current().is_working_day(day):
            continue
        for serial, at in enumerate(A_DAY, notices + 1):
            agenda.at(_moment(day, at), partial(_tell, agenda, company, day, serial))
        notices += len(A_DAY)
        agenda.play(_moment(day, time(23)))
        with clock.frozen(_moment(day, time(23))):
            seal_once()
        if day.day <= 1 or day.weekday() == 0:
            say(f"Living {day:%Y-%m-%d}: {notices} notices so far")
    agenda.play(_moment(last + timedelta(days=1), time(0)))
    return notices


def _tell(agenda: Agenda, company: Company, day: date, serial: int) -> None:
    subjects = year_texts.SUBJECTS
    subject = subjects[int(fraction("subject", str(serial)) * len(subjects))]
    text = year_texts.text(subject, day, serial)
    author = company[text.author]
    audience = Audience(company=True, except_people=(author.pk,))
    if subject.names:
        audience = Audience(departments=company.ids(*subject.names), except_people=(author.pk,))
    notice = put_out(author, text, audience)
    at = clock.now()
    echo(agenda, notice, text.matter(), audience.people_query().select_related("department"), {})
    if text.urgency != "routine":
        agenda.at(at + CALLS_AFTER, partial(_phone, notice))
    agenda.at(at + CLOSES_AFTER, partial(_close, notice))


def _phone(notice: Notice) -> None:
    """Whoever is still silent is phoned; most pick up."""
    rows = publisher.silent(notice, 500)
    people = Person.objects.in_bulk([row.person_id for row in rows])
    for row in rows:
        number = people[row.person_id].employee_no
        lost = cast.temperament_of(number) is Temperament.LOST
        if lost or fraction("call", number, notice.number) < 0.1:  # noqa: PLR2004 - one in ten does not answer
            call = Call(CallOutcome.NO_ANSWER, again_at=clock.now() + timedelta(hours=1))
        else:
            call = Call(CallOutcome.UNDERSTOOD, note="口述要点，无误")
        answers.record_call(notice.pk, row.person_id, call, by=notice.initiator)


def _close(notice: Notice) -> None:
    """Who was never reached is named, and the notice ends."""
    for row in publisher.silent(notice, 500):
        call = Call(CallOutcome.UNREACHABLE, note="三次未接，已请其主管转达")
        answers.record_call(notice.pk, row.person_id, call, by=notice.initiator)
    actions.close(notice.pk, by=notice.initiator)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, timezone.get_default_timezone())
