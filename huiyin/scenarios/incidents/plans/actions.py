"""Plans are kept by compliance officers and administrators: what is changed, is in the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Group, Person
from huiyin.kit import clock
from huiyin.kit.digest import canonical, sha256_hex
from huiyin.obligations.record import record
from huiyin.scenarios.incidents import events, kinds
from huiyin.scenarios.incidents.models import IncidentKind
from huiyin.scenarios.incidents.plans.models import Contact
from huiyin.scenarios.incidents.refusal import IncidentRefused

_KINDS = UUID("5a0d7f46-3f0f-5b0e-8f5d-6a1a4ff7b0c2")
NAME, PLAYBOOK, MOST = 60, 20_000, 30
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody to call, for what, and who if they do not answer."""

    person: Person
    part: str = ""
    deputy: Person | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is prepared for one kind. ``levels`` are (name, words), the gravest first."""

    name: str
    levels: Sequence[tuple[str, str]] = ()
    commander: Person | None = None
    client_lead: Person | None = None
    on_duty: Mapping[str, Any] = field(default_factory=dict)
    group: Group | None = None
    group_words: str = ""
    tasks: Sequence[str] = ()
    playbook: str = ""
    contacts: Sequence[Named] = ()
    active: bool = True


def subject_of(kind: IncidentKind) -> UUID:
    """What the ledger calls a kind as the subject of an event (UUID version 5, RFC 9562)."""
    return uuid5(_KINDS, kind.key)


@action(events.PLAN_CHANGED)
def save_plan(kind_id: int | None, plan: Plan, *, by: Person) -> IncidentKind:
    """Change the plan of a kind, or begin a kind of the organisation's own; unchanged it is nothing.

    ``IncidentRefused``: ``name`` empty, long or taken, ``levels`` too many or unnamed, ``playbook``
    long, ``contacts`` twice or too many.
    """
    require(by, Action.MANAGE_PLANS)
    _check(kind_id, plan)
    if kind_id is None:
        kind = IncidentKind(key=_free_key())
    else:
        kind = IncidentKind.objects.select_for_update().get(pk=kind_id)
    before = _said(kind) if kind.pk else None
    _fill(kind, plan)
    kind.save()
    _name(kind, plan.contacts)
    after = _said(kind)
    if after == before:
        return kind
    facts: dict[str, Fact] = {
        "kind": kind.key,
        "name": kind.name,
        "active": kind.active,
        "digest": sha256_hex(canonical(after)),
    }
    record(Event(events.PLAN_CHANGED, str(subject_of(kind)), clock.now(), by.pk, facts))
    return kind


def plan_of(kind: IncidentKind) -> Plan:
    """The plan as it stands."""
    rows = kind.contacts.select_related("person", "deputy").order_by("order")
    return Plan(
        name=kinds.name_of(kind),
        levels=[(level.name, level.text) for level in kinds.levels(kind)],
        commander=kind.commander,
        client_lead=kind.client_lead,
        on_duty=kind.on_duty or {},
        group=kind.group,
        group_words=kind.group_words,
        tasks=[str(task) for task in kind.tasks or ()],
        playbook=kind.playbook,
        contacts=[Named(row.person, row.part, row.deputy) for row in rows],
        active=kind.active,
    )


def _check(kind_id: int | None, plan: Plan) -> None:
    name = plan.name.strip()
    if not name or len(name) > NAME:
        raise IncidentRefused("kind_name", "empty" if not name else "long")
    if IncidentKind.objects.filter(name=name).exclude(pk=kind_id or 0).exists():
        raise IncidentRefused("kind_name", "taken")
    if len(plan.levels) > LEVELS or any(not level.strip() for level, _words in plan.levels):
        raise IncidentRefused("levels", "unnamed")
    if len(plan.playbook) > PLAYBOOK:
        raise IncidentRefused("playbook", "long")
    people = [one.person.pk for one in plan.contacts]
    if len(people) > MOST or len(set(people)) != len(people):
        raise IncidentRefused("contacts", "twice")
    if any(one.deputy is not None and one.deputy.pk == one.person.pk for one in plan.contacts):
        raise IncidentRefused("contacts", "deputy")


def _fill(kind: IncidentKind, plan: Plan) -> None:
    if not kind.shipped:
        kind.name = plan.name.strip()
    told = [(level.name, level.text) for level in kinds.levels(kind)]
    wanted = [(level.strip(), words.strip()) for level, words in plan.levels]
    if not kind.pk or wanted != told:
        kind.levels = [
            {"key": str(place), "name": name, "text": words}
            for place, (name, words) in enumerate(wanted, 1)
        ]
    kind.commander, kind.client_lead, kind.group = plan.commander, plan.client_lead, plan.group
    kind.on_duty = dict(plan.on_duty)
    kind.group_words = plan.group_words.strip()[:200]
    kind.tasks = [task.strip()[:200] for task in plan.tasks if task.strip()]
    kind.playbook = plan.playbook.strip()
    kind.active = plan.active


def _name(kind: IncidentKind, contacts: Sequence[Named]) -> None:
    Contact.objects.filter(kind=kind).delete()
    Contact.objects.bulk_create(
        Contact(
            kind=kind,
            order=order,
            person=one.person,
            part=one.part.strip()[:60],
            deputy=one.deputy,
        )
        for order, one in enumerate(contacts, 1)
    )


def _said(kind: IncidentKind) -> dict[str, Any]:
    """The whole plan as plain values: what its digest stands for."""
    rows = Contact.objects.filter(kind=kind).order_by("order")
    return {
        "name": kind.name,
        "levels": kind.levels,
        "commander": kind.commander_id,
        "client_lead": kind.client_lead_id,
        "on_duty": kind.on_duty,
        "group": kind.group_id,
        "group_words": kind.group_words,
        "tasks": kind.tasks,
        "playbook": kind.playbook,
        "active": kind.active,
        "contacts": [list(row) for row in rows.values_list("person", "part", "deputy")],
    }


def _free_key() -> str:
    last = IncidentKind.objects.order_by("-pk").values_list("pk", flat=True).first()
    return f"own_{(last or 0) + 1}"
