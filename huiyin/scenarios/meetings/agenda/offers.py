"""What a meeting might talk about: overdue duties of its people, problems of its department.

Asked of the obligations and of the cases alone, whatever scenario they belong to; only what the
asking person may see is offered.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import AgendaItem, ItemOrigin, Meeting

MOST = 12
PROBLEMS = "problems"
"""The scenario whose open cases a department has to talk about."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One case that could be an item: ``owner`` has it, ``since`` is when it should have been done."""

    about: UUID
    title: str
    number: str
    origin: str
    duty: str
    owner: Person | None
    since: datetime | None

    @property
    def key(self) -> str:
        """What the form posts."""
        return str(self.about)


def offers(meeting: Meeting, actor: Person, now: datetime) -> list[Offer]:
    """The longest overdue first, then open problems; what stands on the agenda is left out."""
    taken = set(AgendaItem.objects.filter(meeting=meeting).values_list("about", flat=True))
    found = [one for one in _overdue(meeting, actor, now) if one.about not in taken]
    taken |= {one.about for one in found}
    found += [one for one in _problems(meeting, actor) if one.about not in taken]
    return found[:MOST]


def _overdue(meeting: Meeting, actor: Person, now: datetime) -> list[Offer]:
    """One line per case, however many duties of it are late."""
    with connection.cursor() as cursor:
        cursor.execute(_LATE, {"meeting": meeting.pk, "now": now, "most": MOST * 4})
        rows = cursor.fetchall()
    cases = {case.pk: case for case in _seen(actor).filter(pk__in=[row[0] for row in rows])}
    people = Person.objects.in_bulk([row[2] for row in rows])
    found: dict[UUID, Offer] = {}
    for subject, verb, person, due_at in rows:
        case = cases.get(subject)
        if case is None or subject in found:
            continue
        known = verbs.of(verb)
        duty = str(known.title or known.label) if known else ""
        found[subject] = Offer(
            subject, case.title, case.number, ItemOrigin.DUTY, duty, people.get(person), due_at
        )
    return list(found.values())


def _problems(meeting: Meeting, actor: Person) -> list[Offer]:
    rows = _seen(actor).filter(scenario=PROBLEMS, closed_at=None, department=meeting.department_id)
    return [
        Offer(case.pk, case.title, case.number, ItemOrigin.PROBLEM, "", None, case.opened_at)
        for case in rows.order_by("opened_at")[:MOST]
    ]


def _seen(actor: Person) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).filter(opened_at__isnull=False)


_LATE = """
SELECT o.subject, o.verb, b.person_id, o.due_at
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id AND b.state = 0
 WHERE o.parent IS NULL AND o.closed_at IS NULL AND o.due_at < %(now)s
   AND o.subject <> %(meeting)s
   AND b.person_id IN (SELECT a.person_id FROM meetings_attendee a WHERE a.meeting_id = %(meeting)s)
   AND NOT EXISTS (SELECT FROM meetings_meeting m WHERE m.case_ptr_id = o.subject)
 ORDER BY o.due_at, b.person_id LIMIT %(most)s
"""
