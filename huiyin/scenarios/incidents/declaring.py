"""An incident begins: declared in one line, completed after (I01)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.cases import readers
from huiyin.cases.actions import action
from huiyin.cases.models import Urgency
from huiyin.cases.numbers import next_number
from huiyin.core.event import Fact
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.audience import Audience, AudienceError
from huiyin.directory.heads import head_of
from huiyin.directory.models import Person
from huiyin.directory.offices import office_sql
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.roles import PeopleSql, one
from huiyin.scenarios.incidents import events, facts, kinds
from huiyin.scenarios.incidents.authority import may_write
from huiyin.scenarios.incidents.models import (
    Incident,
    IncidentKind,
    Member,
    MemberState,
    Role,
)
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotOpen

LONGEST = 200
FIELDS = {"scope": 300, "impact": 300, "measures": 500}


@dataclass(frozen=True, slots=True)
class FirstReport:
    """The form of the first report: when, how far, what it does, what was done at once."""

    scope: str = ""
    impact: str = ""
    measures: str = ""
    happened_at: datetime | None = None
    clients_affected: bool = False


@action(events.RAISED)
def raise_incident(
    *,
    by: Person,
    kind: IncidentKind,
    title: str,
    scope: str = "",
    impact: str = "",
    measures: str = "",
    happened_at: datetime | None = None,
    severity: str = "",
    clients_affected: bool = False,
    source_ref: str = "",
    incident_id: UUID | None = None,
) -> Incident:
    """Declare an incident: one line is enough. Asked twice with one ``source_ref`` or id, it is one.

    ``IncidentRefused`` names the field: ``title`` empty or long, ``kind`` retired, ``happened_at``
    in the future; ``guards.Refused`` as the regulation says. Whoever is on duty for the kind owes
    notice, its commander the team and the updates; management and the group may read.
    """
    require(by, Action.WRITE_NOTICE)
    known = _known(source_ref, incident_id, by)
    if known is not None:
        return known
    at = clock.now()
    report = FirstReport(scope, impact, measures, happened_at or at, clients_affected)
    title = _checked(title, kind, report, at)
    commander = commander_of(kind, by)
    row = Incident(
        id=incident_id or new_id(),
        scenario="incidents",
        number=next_number("incidents", at),
        title=title,
        initiator=by,
        department=by.department,
        urgency=Urgency.URGENT,
        created_at=at,
        opened_at=at,
        kind=kind,
        severity=kinds.level(kind, severity).key,
        commander=commander,
        source_ref=source_ref[:200],
    )
    _fill(row, report)
    row.save()
    Member.objects.create(
        incident=row, person=commander, role=Role.COMMANDER, state=MemberState.CALLED, called_at=at
    )
    _begin(row, at, by)
    return row


@action(events.DESCRIBED)
def describe(incident_id: UUID, report: FirstReport, *, by: Person, title: str = "") -> bool:
    """Complete or put right the first report; whether anything changed. ``IncidentRefused``."""
    incident = facts.locked(incident_id)
    require(by, Action.READ, incident)
    if not incident.is_open:
        raise NotOpen
    if not may_write(by, incident):
        raise IncidentRefused("person", "not_concerned")
    at = clock.now()
    title = _checked(title or incident.title, incident.kind, report, at)
    before = _said(incident)
    incident.title = title
    _fill(incident, report)
    if _said(incident) == before:
        return False
    incident.save()
    more: dict[str, Fact] = {"clients_affected": incident.clients_affected}
    private = {name: str(getattr(incident, name)) for name in ("title", *FIELDS)}
    facts.record(events.DESCRIBED, incident, at, by, more, private=private)
    return True


@action(events.GRADED)
def grade(incident_id: UUID, severity: str, *, by: Person) -> bool:
    """Give it another severity of its kind's ladder; whether that was another one."""
    incident = facts.locked(incident_id)
    require(by, Action.READ, incident)
    if not incident.is_open:
        raise NotOpen
    if not may_write(by, incident):
        raise IncidentRefused("person", "not_concerned")
    if severity not in {level.key for level in kinds.levels(incident.kind)}:
        raise IncidentRefused("severity", "unknown")
    if severity == incident.severity:
        return False
    before, incident.severity = incident.severity, severity
    incident.save(update_fields=["severity"])
    facts.record(events.GRADED, incident, clock.now(), by, {"before": before})
    return True


def commander_of(kind: IncidentKind, by: Person) -> Person:
    """Who leads: named by the kind, else the head of whoever declares it, else they themselves."""
    if kind.commander is not None and kind.commander.active:
        return kind.commander
    return head_of(by) or by


def on_duty(kind: IncidentKind, commander: Person) -> PeopleSql:
    """Who has to take notice of an incident of this kind: its audience, or who leads alone."""
    try:
        audience = Audience.from_json(kind.on_duty or {})
    except AudienceError:
        audience = Audience()
    return one(commander.pk) if audience.names_nobody() else audience.select_sql()


def _known(source_ref: str, incident_id: UUID | None, by: Person) -> Incident | None:
    rows = Incident.objects.select_related("kind", "commander")
    if incident_id is not None:
        found = rows.filter(pk=incident_id).first()
        if found is not None and found.initiator_id != by.pk:
            raise NotVisible
        if found is not None:
            return found
    return rows.filter(source_ref=source_ref[:200]).first() if source_ref else None


def _begin(row: Incident, at: datetime, by: Person) -> None:
    sql, params = office_sql("management")
    readers.tell(row.pk, (sql, list(params)))
    if row.kind.group is not None and row.kind.group.closed_at is None:
        readers.tell(row.pk, Audience(groups=(row.kind.group.pk,)).select_sql())
    more: dict[str, Fact] = {
        "number": row.number,
        "initiator": by.pk,
        "department": row.department_id,
        "has_kind": row.kind.active,
        "has_first_report": bool(row.title),
        "clients_affected": row.clients_affected,
    }
    private = {name: str(getattr(row, name)) for name in ("title", *FIELDS)}
    sets = {events.ON_DUTY: on_duty(row.kind, row.commander)}
    facts.record(events.RAISED, row, at, by, more, sets=sets, private=private)


def _checked(title: str, kind: IncidentKind, report: FirstReport, at: datetime) -> str:
    line = " ".join(title.split())
    if not line:
        raise IncidentRefused("title", "empty")
    if len(line) > LONGEST:
        raise IncidentRefused("title", "long")
    if not kind.active:
        raise IncidentRefused("kind", "retired")
    if report.happened_at is not None and report.happened_at > at:
        raise IncidentRefused("happened_at", "future")
    for name, most in FIELDS.items():
        if len(getattr(report, name)) > most:
            raise IncidentRefused(name, "long")
    return line


def _fill(row: Incident, report: FirstReport) -> None:
    for name in FIELDS:
        setattr(row, name, getattr(report, name).strip())
    row.happened_at = report.happened_at or row.happened_at
    row.clients_affected = report.clients_affected


def _said(row: Incident) -> tuple[object, ...]:
    return tuple(
        getattr(row, name) for name in ("title", *FIELDS, "happened_at", "clients_affected")
    )
