"""The word every half hour: what is known, what was done, what comes next (I04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from huiyin.cases.actions import action
from huiyin.core.event import Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.authority import may_tell
from huiyin.scenarios.incidents.models import Update
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotInCommand, NotOpen
from huiyin.scenarios.incidents.updates import telling

LONGEST = 1000
MANAGEMENT = "management"
AUDIENCES = (MANAGEMENT, "team", "clients", "group")
"""To whom an update may go; the management always hears it (G2.2.2-3)."""


@dataclass(frozen=True, slots=True)
class Words:
    """One update as it is said."""

    known: str
    done: str = ""
    next: str = ""


@action(events.UPDATE_GIVEN)
def give_update(
    incident_id: UUID,
    words: Words,
    *,
    by: Person,
    audience: Sequence[str] = (MANAGEMENT,),
    key: UUID | None = None,
) -> Update:
    """Say how it stands; asked twice with one ``key``, it is said once.

    Counts as the commander's word, whoever of the room gave it. ``NotInCommand``; ``NotOpen``;
    ``IncidentRefused``: ``known`` empty, a field too long, an ``audience`` that does not exist.
    """
    incident = facts.locked(incident_id)
    if not may_tell(by, incident):
        raise NotInCommand
    known = Update.objects.filter(incident=incident, key=key).first() if key else None
    if known is not None:
        return known
    if not incident.is_open:
        raise NotOpen
    _check(words, audience)
    at = clock.now()
    last = Update.objects.filter(incident=incident).aggregate(last=Max("number"))["last"] or 0
    row = Update.objects.create(
        incident=incident,
        number=last + 1,
        known=words.known.strip(),
        done=words.done.strip(),
        next=words.next.strip(),
        audience=[MANAGEMENT, *(one for one in AUDIENCES if one in audience and one != MANAGEMENT)],
        at=at,
        by=by,
        key=key or new_id(),
    )
    more: dict[str, Fact] = {
        "person": incident.commander_id,
        "update": row.number,
        "audience": tuple(row.audience),
    }
    private = {"known": row.known, "done": row.done, "next": row.next}
    facts.record(events.UPDATE_GIVEN, incident, at, by, more, private=private)
    telling.tell(row)
    return row


def last_of(incident_id: UUID) -> Update | None:
    """The latest update: the template of the next."""
    return Update.objects.filter(incident=incident_id).order_by("-number").first()


def _check(words: Words, audience: Sequence[str]) -> None:
    if not words.known.strip():
        raise IncidentRefused("known", "empty")
    for name in ("known", "done", "next"):
        if len(getattr(words, name)) > LONGEST:
            raise IncidentRefused(name, "long")
    if not set(audience) <= set(AUDIENCES):
        raise IncidentRefused("audience", "unknown")
