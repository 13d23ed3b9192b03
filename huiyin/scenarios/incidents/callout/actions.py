"""What came of phoning somebody about an incident: evidence like any other (I01, I03)."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from huiyin.cases.actions import action
from huiyin.core.event import Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import Action, Relation, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.authority import commands, may_write
from huiyin.scenarios.incidents.callout.models import Call, Reached
from huiyin.scenarios.incidents.models import Incident, Member, MemberState
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotOpen
from huiyin.scenarios.incidents.team import actions as team

NOTE = 300


def record_call(
    incident_id: UUID, person_id: int, outcome: str, *, by: Person, note: str = ""
) -> Call:
    """Write down what came of phoning ``person_id``; who answered has taken notice, or is ready.

    No event of its own: ``reached`` and ``not_reached`` record what it was. ``NotOpen``;
    ``IncidentRefused``: ``outcome`` unknown, ``note`` long, ``person`` not called.
    """
    if outcome not in Reached.values:
        raise IncidentRefused("outcome", "unknown")
    if len(note) > NOTE:
        raise IncidentRefused("note", "long")
    if outcome == Reached.COMING:
        return reached(incident_id, person_id, note, by=by)
    return not_reached(incident_id, person_id, outcome, note, by=by)


@action(events.CALLED)
def reached(incident_id: UUID, person_id: int, note: str, *, by: Person) -> Call:
    """They answered the phone: what they owed to say is said, by voice."""
    row = _write_down(incident_id, person_id, Reached.COMING, note, by)
    facts.record(events.CALLED, row.incident, row.called_at, by, _said(row), private=_words(row))
    seated = Member.objects.filter(
        incident=row.incident, person=person_id, state=MemberState.CALLED
    )
    if seated.exists() and commands(by, row.incident):
        team.report_ready(
            incident_id, by=by, person_id=person_id, proof=Proof.SPOKEN, channel=Channel.PHONE
        )
    if _may_say(row.incident, by):
        team.notice(
            incident_id, by=by, person_id=person_id, proof=Proof.SPOKEN, channel=Channel.PHONE
        )
    return row


@action(events.CALLED)
def not_reached(incident_id: UUID, person_id: int, outcome: str, note: str, *, by: Person) -> Call:
    """Nobody answered, the number is wrong, or they cannot come: what they owe stays open."""
    row = _write_down(incident_id, person_id, Reached(outcome), note, by)
    facts.record(events.CALLED, row.incident, row.called_at, by, _said(row), private=_words(row))
    return row


def may_call(actor: Person, incident: Incident) -> bool:
    """Whether ``actor`` phones for this incident: who takes part, and who looks after those called."""
    return may_write(actor, incident) or commands(actor, incident)


def _may_say(incident: Incident, by: Person) -> bool:
    if by.pk == incident.initiator_id or commands(by, incident):
        return True
    return Relation.OVERSEER in incident.relations_of(by)


def _write_down(incident_id: UUID, person_id: int, outcome: Reached, note: str, by: Person) -> Call:
    incident = facts.locked(incident_id)
    require(by, Action.READ, incident)
    if not may_call(by, incident):
        raise PermissionDenied
    if not incident.is_open:
        raise NotOpen
    if not Person.objects.filter(pk=person_id, active=True).exists():
        raise IncidentRefused("person", "unknown")
    return Call.objects.create(
        incident=incident,
        person_id=person_id,
        caller=by,
        outcome=outcome,
        note=note.strip(),
        called_at=clock.now(),
    )


def _said(row: Call) -> dict[str, Fact]:
    """About whom it was stands in ``callee``: a call by itself answers for nobody."""
    return {"callee": row.person_id, "outcome": row.outcome}


def _words(row: Call) -> dict[str, str]:
    return {"note": row.note}
