"""Who may do what in an incident's room."""

from django.db import connection
from django.db.models import QuerySet

from huiyin.directory.absence import delegates_sql
from huiyin.directory.access import Action, Relation, may
from huiyin.directory.heads import head_of
from huiyin.directory.models import Person, Role
from huiyin.directory.roles import roles_of
from huiyin.kit import clock
from huiyin.scenarios.incidents.models import Incident, Member, MemberState
from huiyin.scenarios.incidents.models import Role as RoomRole
from huiyin.scenarios.incidents.refusal import NotInCommand

CONCERNED = frozenset(
    {Relation.AUTHOR, Relation.RECIPIENT, Relation.DELEGATE, Relation.OVERSEER, Relation.SIGNER}
)
"""What an incident is to somebody who takes part in it."""

TELLERS = (RoomRole.COMMANDER, RoomRole.SCRIBE, RoomRole.SPEAKER)
"""Who in the room may give an update in the commander's name."""


def acts_for(actor: Person, person_id: int) -> bool:
    """Whether ``actor`` is that person, or answers for them while they are away."""
    if actor.pk == person_id:
        return True
    away, params = delegates_sql(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM ({away}) a WHERE a.person_id = %s AND a.delegate_id = %s",  # noqa: S608 - SQL of our own
            [*params, person_id, actor.pk],
        )
        return cursor.fetchone() is not None


def in_command(incident: Incident) -> frozenset[int]:
    """Who is in command, and who acts for them while they are away."""
    away, params = delegates_sql(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.delegate_id FROM ({away}) a WHERE a.person_id = %s",  # noqa: S608 - SQL of our own
            [*params, incident.commander_id],
        )
        return frozenset([incident.commander_id, *(row[0] for row in cursor.fetchall())])


def commands(actor: Person, incident: Incident) -> bool:
    """Whether ``actor`` is in command, or acts for whoever is."""
    return acts_for(actor, incident.commander_id)


def require_command(actor: Person, incident: Incident) -> None:
    """Pass, or raise ``NotInCommand``."""
    if not commands(actor, incident):
        raise NotInCommand


def may_tell(actor: Person, incident: Incident) -> bool:
    """Whether ``actor`` gives updates: who commands, keeps the record or speaks for the room."""
    return commands(actor, incident) or _present(incident, actor).filter(role__in=TELLERS).exists()


def may_write(actor: Person, incident: Incident) -> bool:
    """Whether ``actor`` writes into the timeline: everybody who takes part, observers do not."""
    rows = list(_present(incident, actor).values_list("role", flat=True))
    if rows:
        return RoomRole.OBSERVER not in rows
    if not may(actor, Action.READ, incident):
        return False
    return bool(incident.relations_of(actor) & CONCERNED) or leads_the_house(actor)


def may_take_over(actor: Person, incident: Incident) -> bool:
    """Whether ``actor`` may take the command without being handed it: heads above, management."""
    above = head_of(incident.commander)
    return (above is not None and above.pk == actor.pk) or leads_the_house(actor)


def leads_the_house(actor: Person) -> bool:
    """Whether ``actor`` belongs to the management."""
    return Role.MANAGEMENT.value in roles_of(actor)


def _present(incident: Incident, actor: Person) -> QuerySet[Member]:
    rows = Member.objects.filter(incident=incident, person=actor)
    return rows.exclude(state=MemberState.REPLACED)
