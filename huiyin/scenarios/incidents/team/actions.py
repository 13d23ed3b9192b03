"""The response team: who takes notice, who is called for what, who is there (I02, I03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from huiyin.cases import readers
from huiyin.cases.actions import action
from huiyin.core.event import Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import Action, Relation, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.roles import NOBODY
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.authority import acts_for, commands, require_command
from huiyin.scenarios.incidents.models import Incident, Member, MemberState, Role
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotOpen

TASK = 200


@dataclass(frozen=True, slots=True)
class Call:
    """One person called, as what and for what."""

    person: int
    task: str
    role: str = Role.MEMBER.value


@action(events.NOTICED)
def notice(
    incident_id: UUID,
    *,
    by: Person,
    person_id: int | None = None,
    proof: Proof = Proof.BUTTON,
    channel: Channel = Channel.INBOX,
) -> bool:
    """``person_id`` (mostly ``by``) has heard of it; whether anything was owed. Again changes nothing.

    Who declared it, commands or looks after them may say it for somebody they reached by phone.
    """
    incident = facts.locked(incident_id)
    about = person_id or by.pk
    _require_word_for(incident, about, by)
    if not _owes(incident, events.TAKE_NOTICE, about):
        return False
    more: dict[str, Fact] = {"person": about, "proof": proof.name, "channel": channel.name}
    facts.record(events.NOTICED, incident, clock.now(), by, more)
    return True


@action(events.TEAM_NAMED)
def name_team(incident_id: UUID, calls: Sequence[Call], *, by: Person) -> list[Member]:
    """Call people into the team, each with a task; who is in it already gets the new task.

    Only who commands. ``IncidentRefused``: ``team`` empty, ``person`` unknown; ``guards.Refused``
    when somebody has no task.
    """
    incident = _open(incident_id)
    require_command(by, incident)
    people = _known(calls)
    at = clock.now()
    known = {row.person_id: row for row in present(incident)}
    fresh = [call.person for call in calls if call.person not in known]
    named = [_seat(incident, call, known.get(call.person), at) for call in calls]
    audience = Audience(people=tuple(people))
    readers.tell(incident.pk, audience.select_sql())
    called = tuple(pk for pk in fresh if pk != incident.commander_id)
    more: dict[str, Fact] = {
        "person": incident.commander_id,
        "tasks_given": all(call.task.strip() for call in calls),
        "called": len(calls),
    }
    sets = {events.TEAM: Audience(people=called).select_sql() if called else NOBODY}
    facts.record(events.TEAM_NAMED, incident, at, by, more, sets=sets)
    _is_there(incident, incident.commander_id, at)
    return named


@action(events.READY_REPORTED)
def report_ready(
    incident_id: UUID,
    *,
    by: Person,
    person_id: int | None = None,
    proof: Proof = Proof.BUTTON,
    channel: Channel = Channel.INBOX,
) -> bool:
    """``person_id`` (mostly ``by``) is there and can begin; whether that was news.

    Who commands may say it for somebody they called by phone. ``IncidentRefused`` for strangers.
    """
    incident = facts.locked(incident_id)
    about = person_id or by.pk
    if not (acts_for(by, about) or commands(by, incident)):
        raise PermissionDenied
    if not present(incident).filter(person=about).exists():
        raise IncidentRefused("person", "not_called")
    at = clock.now()
    if not _is_there(incident, about, at):
        return False
    more: dict[str, Fact] = {"person": about, "proof": proof.name, "channel": channel.name}
    facts.record(events.READY_REPORTED, incident, at, by, more)
    if _owes(incident, events.TAKE_NOTICE, about):  # who is there has heard of it
        notice(incident_id, by=by, person_id=about, proof=proof, channel=channel)
    return True


@action(events.MEMBER_REPLACED)
def replace(
    incident_id: UUID, person_id: int, replacement: int | None, *, by: Person, reason: str = ""
) -> Member | None:
    """Somebody else takes the place and the task (``None``: nobody does); ``replacement`` is called.

    Only who commands. The new member, if any.
    """
    incident = _open(incident_id)
    require_command(by, incident)
    row = present(incident).filter(person=person_id).first()
    if row is None or row.role == Role.COMMANDER:
        raise IncidentRefused("person", "not_called")
    if replacement == person_id or (replacement and not _known([Call(replacement, row.task)])):
        raise IncidentRefused("replacement", "unknown")
    row.state, row.replaced_by_id = MemberState.REPLACED, replacement
    row.save(update_fields=["state", "replaced_by"])
    more: dict[str, Fact] = {"person": person_id, "replacement": replacement}
    at = clock.now()
    facts.record(events.MEMBER_REPLACED, incident, at, by, more, private={"reason": reason.strip()})
    return call_instead(incident_id, row.pk, by=by) if replacement is not None else None


@action(events.MEMBER_CALLED)
def call_instead(incident_id: UUID, member_id: int, *, by: Person) -> Member:
    """Call whoever takes the place and the task of a member who was replaced."""
    incident = _open(incident_id)
    require_command(by, incident)
    gone = Member.objects.get(pk=member_id, incident=incident, replaced_by__isnull=False)
    at = clock.now()
    known = present(incident).filter(person=gone.replaced_by).first()
    assert gone.replaced_by_id is not None  # noqa: S101 - the query says so
    made = _seat(incident, Call(gone.replaced_by_id, gone.task, gone.role), known, at)
    people = Audience(people=(made.person_id,)).select_sql()
    readers.tell(incident.pk, people)
    sets = {events.TEAM: people if known is None else NOBODY}
    more: dict[str, Fact] = {"person": incident.commander_id, "called": 1}
    facts.record(events.MEMBER_CALLED, incident, at, by, more, sets=sets)
    return made


def present(incident: Incident) -> QuerySet[Member]:
    """The members who were not replaced."""
    return Member.objects.filter(incident=incident).exclude(state=MemberState.REPLACED)


def _open(incident_id: UUID) -> Incident:
    incident = facts.locked(incident_id)
    if not incident.is_open:
        raise NotOpen
    return incident


def _known(calls: Sequence[Call]) -> list[int]:
    wanted = list(dict.fromkeys(call.person for call in calls))
    if not wanted:
        raise IncidentRefused("team", "empty")
    if len(wanted) != len(calls):
        raise IncidentRefused("team", "twice")
    if any(call.role not in Role.values or call.role == Role.COMMANDER for call in calls):
        raise IncidentRefused("role", "unknown")
    if any(len(call.task) > TASK for call in calls):
        raise IncidentRefused("task", "long")
    known = Person.objects.filter(pk__in=wanted, active=True).count()
    if known != len(wanted):
        raise IncidentRefused("person", "unknown")
    return wanted


def _seat(incident: Incident, call: Call, row: Member | None, at: datetime) -> Member:
    if row is None:
        return Member.objects.create(
            incident=incident,
            person_id=call.person,
            role=call.role,
            task=call.task.strip(),
            called_at=at,
        )
    row.task = call.task.strip()
    row.role = row.role if row.role == Role.COMMANDER else call.role
    row.save(update_fields=["task", "role"])
    return row


def _is_there(incident: Incident, person_id: int, at: datetime) -> bool:
    rows = Member.objects.filter(incident=incident, person=person_id, state=MemberState.CALLED)
    return rows.update(state=MemberState.READY, ready_at=at) > 0


def _require_word_for(incident: Incident, about: int, by: Person) -> None:
    require(by, Action.READ, incident)
    if acts_for(by, about) or by.pk in {incident.initiator_id, incident.commander_id}:
        return
    if Relation.OVERSEER not in incident.relations_of(by):
        raise PermissionDenied


def _owes(incident: Incident, verb: str, person_id: int) -> bool:
    duties = Obligation.objects.filter(subject=incident.pk, verb=verb, parent=None)
    return Bearer.objects.filter(
        obligation_id__in=duties.values("pk"), person_id=person_id, state=0
    ).exists()
