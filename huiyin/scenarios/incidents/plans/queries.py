"""Reads of plans: each kind with its people and their numbers, and the clocks that will run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.core.policy import Clause
from huiyin.directory.audience import Audience, AudienceError
from huiyin.directory.models import Person
from huiyin.policies import in_force
from huiyin.scenarios.incidents import events, kinds
from huiyin.scenarios.incidents.models import IncidentKind
from huiyin.scenarios.incidents.plans.models import Contact

MOST = 60
BEGINS = (events.RAISED, events.TEAM_NAMED, events.RESOLVED)
"""The events of an incident's course whose clauses are named beside a plan."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One kind in the list: how many are on duty, and whether anything is missing."""

    kind: IncidentKind
    name: str
    on_duty: int
    contacts: int
    gaps: tuple[str, ...]


def plans(*, retired: bool) -> list[Listed]:
    """Every kind, the shipped ones first; those that cannot be declared too when ``retired``."""
    rows = IncidentKind.objects.select_related("commander", "client_lead", "group")
    if not retired:
        rows = rows.filter(active=True)
    return [_listed(kind) for kind in rows.order_by("-active", "-shipped", "pk")]


def page(kind: IncidentKind) -> dict[str, Any]:
    """Everything that one plan shows."""
    rows = kind.contacts.select_related("person__department", "deputy").order_by("order")
    return {
        "kind": kind,
        "name": kinds.name_of(kind),
        "levels": kinds.levels(kind),
        "on_duty": on_duty(kind),
        "contacts": list(rows),
        "clauses": clauses(),
    }


def on_duty(kind: IncidentKind) -> list[Person]:
    """Who is on duty for it now besides those who lead, with their numbers."""
    people = audience(kind.on_duty)
    if people.names_nobody():
        return []
    sql, params = people.select_sql()
    found = Person.objects.raw(
        f"SELECT p.* FROM directory_person p WHERE p.id IN (SELECT person_id FROM ({sql}) m)"  # noqa: S608 - SQL of our own
        f" ORDER BY p.sort_key, p.id LIMIT {MOST}",
        params,
    )
    leads = {kind.commander_id, kind.client_lead_id}
    return [person for person in found if person.pk not in leads]


def audience(stored: Mapping[str, Any]) -> Audience:
    """A stored audience; nobody when it is none."""
    try:
        return Audience.from_json(stored or {})
    except AudienceError:
        return Audience()


def clauses() -> list[Clause]:
    """The clauses in force that make somebody owe something in the course of an incident."""
    found = {
        clause.id: clause
        for clause in in_force.current().clauses
        if any(rule.on in BEGINS for rule in clause.rules)
    }
    return list(found.values())


def _listed(kind: IncidentKind) -> Listed:
    people = audience(kind.on_duty)
    number = 0 if people.names_nobody() else people.count()
    contacts = Contact.objects.filter(kind=kind).count()
    gaps = [
        gap
        for gap, there in (
            ("commander", kind.commander_id),
            ("on_duty", number),
            ("client_lead", kind.client_lead_id),
            ("playbook", kind.playbook),
        )
        if not there
    ]
    return Listed(kind, kinds.name_of(kind), number, contacts, tuple(gaps))
