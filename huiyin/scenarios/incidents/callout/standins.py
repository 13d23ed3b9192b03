"""Who stands in for somebody who was called and is away, or stays silent (G2.2.2-5)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from huiyin.cases import readers
from huiyin.core.event import Event, Fact
from huiyin.directory.absence import delegates
from huiyin.directory.audience import Audience
from huiyin.directory.heads import heads_of
from huiyin.directory.models import Absence, Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.models import Obligation
from huiyin.obligations.record import record
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.models import Incident, Member, MemberState, Role
from huiyin.scenarios.incidents.plans.models import Contact

AWAY, SILENT = "away", "silent"
MOST = 1000
_APART = timedelta(microseconds=1)


@transaction.atomic
def replace_absent(incident_id: UUID) -> int:
    """Replace those who were called and are away; how many. Nobody else's incident is touched."""
    incident = _open(incident_id)
    if incident is None:
        return 0
    at = clock.now()
    rows = [row for row in _waiting(incident) if row.person_id in _away(at)]
    return _replace(incident, rows, AWAY, at)


@transaction.atomic
def replace_silent(incident_id: UUID) -> int:
    """Replace those who owed their word longest and gave none; how many."""
    incident = _open(incident_id)
    if incident is None:
        return 0
    at = clock.now()
    late = set(_overdue(incident, at))
    rows = [row for row in _waiting(incident) if row.person_id in late]
    return _replace(incident, rows, SILENT, at)


def stand_ins(incident: Incident, people: Iterable[int], at: datetime) -> dict[int, int]:
    """For each of ``people`` who is called instead; those for whom nobody is left are left out.

    In this order, the first who is there and not in the team yet: the plan's deputy, the delegate
    of who is away, the head.
    """
    wanted = list(people)
    taken = set(Member.objects.filter(incident=incident).values_list("person_id", flat=True))
    taken |= set(wanted) | {incident.commander_id}
    away = _away(at)
    ranked = [_deputies(incident, wanted), delegates(at), heads_of(wanted)]
    active = {one for ways in ranked for one in ways.values()}
    there = set(
        Person.objects.filter(pk__in=active, active=True, party="").values_list("pk", flat=True)
    )
    found: dict[int, int] = {}
    for person in wanted:
        for ways in ranked:
            other = ways.get(person)
            if other in there and other not in away and other not in taken:
                found[person] = other
                taken.add(other)
                break
    return found


def _open(incident_id: UUID) -> Incident | None:
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident is None or not incident.is_open:
        return None
    incident = facts.locked(incident_id)
    return incident if incident.is_open else None


def _waiting(incident: Incident) -> list[Member]:
    rows = Member.objects.filter(incident=incident, state=MemberState.CALLED)
    return list(rows.exclude(role__in=[Role.COMMANDER, Role.OBSERVER]).order_by("pk"))


def _replace(incident: Incident, rows: list[Member], why: str, at: datetime) -> int:
    """One event for each who goes, one for all who are called instead, by the system itself."""
    found = stand_ins(incident, [row.person_id for row in rows], at)
    going = [row for row in rows if row.person_id in found]
    for place, row in enumerate(going):
        row.state, row.replaced_by_id = MemberState.REPLACED, found[row.person_id]
        row.save(update_fields=["state", "replaced_by"])
        more: dict[str, Fact] = {
            "person": row.person_id,
            "replacement": found[row.person_id],
            "reason": why,
        }
        _write(events.MEMBER_REPLACED, incident, at + place * _APART, more)
    if going:
        _call(incident, {row.person_id: row for row in going}, found, at)
    return len(going)


def _call(
    incident: Incident, gone: Mapping[int, Member], found: Mapping[int, int], at: datetime
) -> None:
    Member.objects.bulk_create(
        Member(
            incident=incident,
            person_id=found[person],
            role=row.role,
            task=row.task,
            called_at=at,
        )
        for person, row in gone.items()
    )
    people = Audience(people=tuple(found[person] for person in gone)).select_sql()
    readers.tell(incident.pk, people)
    event = Event(events.MEMBER_CALLED, str(incident.pk), at, None, facts.of(incident))
    record(event, sets={events.TEAM: people})


def _write(kind: str, incident: Incident, at: datetime, more: Mapping[str, Fact]) -> None:
    record(Event(kind, str(incident.pk), at, None, {**facts.of(incident), **more}))


def _deputies(incident: Incident, people: list[int]) -> dict[int, int]:
    rows = Contact.objects.filter(kind=incident.kind_id, person__in=people, deputy__isnull=False)
    return {person: deputy for person, deputy in rows.values_list("person", "deputy") if deputy}


def _away(at: datetime) -> set[int]:
    rows = Absence.objects.filter(starts_at__lte=at, ends_at__gt=at)
    return set(rows.values_list("person_id", flat=True))


def _overdue(incident: Incident, at: datetime) -> list[int]:
    """Who still owes to report, past the due time of the duty."""
    duties = Obligation.objects.filter(
        subject=incident.pk, verb=events.REPORT_READY, parent=None, due_at__lt=at
    )
    late = set(duties.values_list("pk", flat=True))
    owing = obligations.silent(incident.pk, events.REPORT_READY, limit=MOST)
    return [row.person_id for row in owing if row.obligation_id in late]
