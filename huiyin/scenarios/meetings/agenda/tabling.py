"""A major problem goes on the agenda of the next weekly or monthly meeting (clause 2.2.4-6).

The duty is born on the problem's own case, whatever scenario that belongs to: here it is only a
case with a title, and whoever owes ``put_on_agenda`` leads the meeting.
"""

from uuid import UUID

from django.db.models import QuerySet

from huiyin.cases.actions import action
from huiyin.cases.models import Case
from huiyin.core.event import Event, Fact
from huiyin.core.obligation import State
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events
from huiyin.scenarios.meetings.agenda import items
from huiyin.scenarios.meetings.models import (
    AgendaItem,
    Form,
    ItemOrigin,
    Meeting,
    MeetingState,
)
from huiyin.scenarios.meetings.standing import WrongState

VERB = "put_on_agenda"
URGE = "urge_tabling"
REGULAR = (Form.WEEKLY, Form.MONTHLY)
OPEN = (MeetingState.DRAFT, MeetingState.ANNOUNCED)


@action(events.PROBLEM_TABLED)
def table(case_id: UUID, meeting_id: UUID, *, by: Person | None) -> AgendaItem:
    """Put the case on the agenda of a meeting; everybody who owes that has done it.

    By ``None`` the regulation does it by itself. ``NotVisible`` for a case or a meeting that ``by``
    may not read, ``WrongState`` once the meeting has begun.
    """
    case = _case(case_id, by)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("kind")
    meeting = rows.filter(pk=meeting_id).first()
    if meeting is None:
        raise NotVisible
    if by is not None:
        require(by, Action.READ, meeting)
    if meeting.state not in OPEN:
        raise WrongState(meeting.state)
    words = items.ItemWords(case.title, None, origin=ItemOrigin.PROBLEM, about=case.pk)
    item = items.put(meeting, words)
    owing = [one.person_id for one in obligations.silent(case.pk, VERB)]
    facts: dict[str, Fact] = {"meeting": str(meeting.pk), "starts_at": meeting.starts_at}
    facts |= {"person": owing[0]} if owing else {}
    record(Event(events.PROBLEM_TABLED, str(case.pk), clock.now(), by.pk if by else None, facts))
    return item


def table_next(case_id: UUID) -> AgendaItem | None:
    """Do it for who owes it, in the next regular meeting of their department; ``None``: there is none."""
    for one in obligations.silent(case_id, VERB):
        following = regular(Person.objects.get(pk=one.person_id)).first()
        if following is not None:
            return table(case_id, following.pk, by=None)
    return None


def regular(person: Person) -> "QuerySet[Meeting]":
    """The weekly and monthly meetings to come that ``person`` leads, or of their departments."""
    headed = Department.objects.filter(head=person, active=True).values("pk")
    rows = Meeting.objects.filter(kind__form__in=REGULAR, state__in=OPEN, starts_at__gt=clock.now())
    found = rows.filter(chair=person) | rows.filter(department__in=headed)
    return found.select_related("kind").order_by("starts_at")


def may_table(case_id: UUID, person: Person) -> bool:
    """Whether ``person`` owes it, stands in for who does, or looks after them."""
    return any(
        verb in (VERB, URGE) and share.state == State.OPEN
        for verb, share in obligations.shares(case_id, person.pk)
    )


def _case(case_id: UUID, by: Person | None) -> Case:
    case = Case.objects.filter(pk=case_id, opened_at__isnull=False).first()
    if case is None:
        raise NotVisible
    if by is not None:
        require(by, Action.READ, case)
    return case
