"""The command changes hands: given with a reason, or taken by who is above (I02)."""

from uuid import UUID

from huiyin.cases.actions import action
from huiyin.core.event import Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import reassign
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.authority import commands, may_take_over
from huiyin.scenarios.incidents.models import Incident, Member, MemberState, Role
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotInCommand, NotOpen


@action(events.COMMAND_HANDED)
def hand_over(incident_id: UUID, person_id: int, reason: str, *, by: Person) -> Incident:
    """``person_id`` commands from now on; what the former commander owed for the room goes along.

    Who commands may hand over to anybody; who is above them, or the management, may take it.
    ``NotInCommand``; ``IncidentRefused``: ``person`` unknown or the same, ``reason`` empty.
    """
    incident = facts.locked(incident_id)
    if not incident.is_open:
        raise NotOpen
    takes = person_id == by.pk and may_take_over(by, incident)
    if not commands(by, incident) and not takes:
        raise NotInCommand
    new = Person.objects.filter(pk=person_id, active=True, party="").first()
    if new is None or new.pk == incident.commander_id:
        raise IncidentRefused("person", "unknown")
    if not reason.strip():
        raise IncidentRefused("reason", "empty")
    former = incident.commander
    at = clock.now()
    incident.commander = new
    incident.save(update_fields=["commander"])
    rows = Member.objects.filter(incident=incident).exclude(state=MemberState.REPLACED)
    rows.filter(person=former).update(role=Role.MEMBER)
    Member.objects.update_or_create(
        incident=incident,
        person=new,
        state__in=[MemberState.CALLED, MemberState.READY],
        defaults={"role": Role.COMMANDER, "state": MemberState.READY, "ready_at": at},
        create_defaults={
            "role": Role.COMMANDER,
            "state": MemberState.READY,
            "called_at": at,
            "ready_at": at,
        },
    )
    reassign.owe_to(incident.pk, events.TEAM, new.pk)
    more: dict[str, Fact] = {
        "person": former.pk,
        "taken": takes,
        "team_named": rows.exclude(role=Role.COMMANDER).exclude(person=former).exists(),
    }
    facts.record(events.COMMAND_HANDED, incident, at, by, more, private={"reason": reason.strip()})
    return incident
