"""What the room shows: to who takes part, and to a quiet observer."""

from collections.abc import Sequence
from typing import Any

from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations import queries as obligations
from huiyin.scenarios.incidents import authority, events, kinds, showing
from huiyin.scenarios.incidents.forms import ReportForm
from huiyin.scenarios.incidents.models import Incident, Member, MemberState
from huiyin.scenarios.incidents.room import clocks, steps, timeline, watching
from huiyin.scenarios.incidents.updates.actions import last_of
from huiyin.ui import live

SHOWS = {"updates": {"update", "missed"}, "decisions": {"decision"}}
"""The parts of the timeline that can be shown alone."""


def quiet(incident: Incident) -> dict[str, Any]:
    """What can be looked at: no form, nobody's name in a trace."""
    now, counted = clock.now(), clocks.duties(incident)
    members = incident.members.select_related("person").exclude(state=MemberState.REPLACED)
    team = sorted(members, key=lambda one: (one.role != "commander", one.pk))
    return {
        "incident": incident,
        "kind": kinds.name_of(incident.kind),
        "level": kinds.level(incident.kind, incident.severity),
        "lasted": incident.lasted(now),
        "steps": steps.of_incident(incident, counted),
        "clocks": clocks.of_incident(incident, now, counted),
        "lines": timeline.read(incident, now, counted),
        "team": team,
        "ready_count": sum(one.state == MemberState.READY for one in team),
        "now": now,
    }


def shared(incident: Incident, *, show: str = "") -> dict[str, Any]:
    """What everybody in the room sees alike; ``show`` names a part of the timeline."""
    found = quiet(incident)
    wanted = SHOWS.get(show)
    if wanted is not None:
        found["lines"] = [line for line in found["lines"] if line.what in wanted]
    return {**found, "show": show if wanted else "", **_waiting(incident, found["team"])}


def own(incident: Incident, actor_id: int, *, in_command: bool) -> dict[str, Any]:
    """What only ``actor`` has: what the command and the author may do."""
    return {
        "commands": incident.is_open and in_command,
        "was_command": in_command,
        "is_author": incident.initiator_id == actor_id,
    }


def context(incident: Incident, actor: Person, *, show: str = "") -> dict[str, Any]:
    """Everything for ``actor``."""
    return {
        **shared(incident, show=show),
        **own(incident, actor.pk, in_command=authority.commands(actor, incident)),
        "mine": _mine(incident, actor),
        "may_tell": incident.is_open and authority.may_tell(actor, incident),
        "may_write": authority.may_write(actor, incident),
        "may_take": incident.is_open
        and incident.commander_id != actor.pk
        and authority.may_take_over(actor, incident),
        "last_update": last_of(incident.pk),
        "update_key": new_id(),
        "note_key": new_id(),
        "levels": kinds.levels(incident.kind),
        "report_form": ReportForm.of(incident),
        "watches": [(watch, watching.token(watch)) for watch in watching.of_incident(incident)],
        "live_topics": live.topics(actor, f"case:{incident.pk}", f"person:{actor.pk}"),
        **showing.context(incident, actor),
    }


def _mine(incident: Incident, actor: Person) -> set[str]:
    """The verbs that ``actor`` still owes here, own or as a delegate."""
    rows = obligations.shares(incident.pk, actor.pk)
    return {verb for verb, share in rows if share.state == State.OPEN}


def _waiting(incident: Incident, team: Sequence[Member]) -> dict[str, Any]:
    """Those on duty who have not said that they know: of the team, and others."""
    silent = {row.person_id for row in obligations.silent(incident.pk, events.TAKE_NOTICE)}
    others = silent - {one.person_id for one in team}
    people = Person.objects.filter(pk__in=others).order_by("sort_key", "pk")
    return {"silent": silent, "waiting": list(people)}
