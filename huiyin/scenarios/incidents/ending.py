"""An incident ends: solved, or a false alarm."""

from uuid import UUID

from huiyin.cases.actions import action
from huiyin.core.event import Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.release import release
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.authority import require_command
from huiyin.scenarios.incidents.models import (
    Incident,
    IncidentState,
    Member,
    MemberState,
    Role,
)
from huiyin.scenarios.incidents.refusal import IncidentRefused

LONGEST = 4000
RELEASED = "incidents.released"
"""The ledger's name for people who need not answer any more, the incident being over."""

_EVERYBODY = "SELECT id AS person_id, department_id FROM directory_person"


@action(events.RESOLVED)
def resolve(
    incident_id: UUID,
    *,
    by: Person,
    cause: str = "",
    measures_taken: str = "",
    clients_affected: bool | None = None,
) -> Incident:
    """It is solved: the updates end, what follows (announcement, report, review) begins.

    Done twice it is once. ``NotInCommand``; ``IncidentRefused`` for a false alarm, or words too long.
    """
    incident = facts.locked(incident_id)
    require_command(by, incident)
    if incident.state == IncidentState.STOOD_DOWN:
        raise IncidentRefused("state", "stood_down")
    if not incident.is_open:
        return incident
    for name, text in (("cause", cause), ("measures_taken", measures_taken)):
        if len(text) > LONGEST:
            raise IncidentRefused(name, "long")
    at = clock.now()
    incident.state, incident.resolved_at = IncidentState.SOLVED, at
    incident.cause, incident.measures_taken = cause.strip(), measures_taken.strip()
    if clients_affected is not None:
        incident.clients_affected = clients_affected
    incident.save()
    release(RELEASED, incident.pk, (_EVERYBODY, []), at, roles=[events.COMMANDER], facts={})
    minutes = int(incident.lasted(at).total_seconds() // 60)
    before = _times_solved(incident)
    more: dict[str, Fact] = {
        "person": incident.commander_id,
        "clients_affected": incident.clients_affected,
        "client_lead": client_lead(incident).pk,
        "minutes": minutes,
        # Of what was solved before, ``ask_again`` asks: its own duties, however soon that was.
        "report_waits": before > 0,
        "review_waits": before > 0,
    }
    private = {"cause": incident.cause, "measures_taken": incident.measures_taken}
    facts.record(events.RESOLVED, incident, at, by, more, private=private)
    if before:
        ask_again(incident, before + 1, by=by)
    return incident


@action(events.SOLVED_AGAIN)
def ask_again(incident: Incident, times: int, *, by: Person) -> None:
    """It was solved for the ``times``-th time: report and review are owed anew, unless they still are.

    A part of its own keeps these duties apart from those of the last time, which may fall due at
    the very same moment.
    """
    more: dict[str, Fact] = {
        "person": incident.commander_id,
        "part": f"s{times}",
        "report_waits": _waits(incident, "report_incident"),
        "review_waits": _waits(incident, "review_incident"),
    }
    facts.record(events.SOLVED_AGAIN, incident, clock.now(), by, more)


@action(events.STOOD_DOWN)
def stand_down(incident_id: UUID, reason: str, *, by: Person) -> Incident:
    """It was a false alarm: nobody owes anything any more. Done twice it is once.

    ``NotInCommand``; ``IncidentRefused`` without a reason, or when it was solved already.
    """
    incident = facts.locked(incident_id)
    require_command(by, incident)
    if incident.state == IncidentState.STOOD_DOWN:
        return incident
    if not incident.is_open:
        raise IncidentRefused("state", "solved")
    if not reason.strip():
        raise IncidentRefused("reason", "empty")
    at = clock.now()
    incident.state, incident.closed_at = IncidentState.STOOD_DOWN, at
    incident.save(update_fields=["state", "closed_at"])
    release(RELEASED, incident.pk, (_EVERYBODY, []), at, roles=[events.TEAM], facts={})
    more: dict[str, Fact] = {"person": incident.commander_id}
    facts.record(events.STOOD_DOWN, incident, at, by, more, private={"reason": reason.strip()})
    return incident


def _times_solved(incident: Incident) -> int:
    return Entry.objects.filter(subject=incident.pk, kind=events.RESOLVED).count()


def _waits(incident: Incident, verb: str) -> bool:
    """Whether it is still owed since the last time that it was solved."""
    duties = Obligation.objects.filter(subject=incident.pk, verb=verb, parent=None)
    return Bearer.objects.filter(obligation_id__in=duties.values("pk"), state=0).exists()


def client_lead(incident: Incident) -> Person:
    """Who tells the clients: the kind's, else who speaks for the room, else who commands."""
    if incident.kind.client_lead is not None and incident.kind.client_lead.active:
        return incident.kind.client_lead
    rows = Member.objects.filter(incident=incident, role=Role.SPEAKER)
    found = rows.exclude(state=MemberState.REPLACED).select_related("person").first()
    return found.person if found is not None else incident.commander
