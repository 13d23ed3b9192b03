"""A statement to clients: drafted, put forward, agreed, sent."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction

from huiyin.cases.actions import action
from huiyin.cases.numbers import next_number
from huiyin.cases.signoff import offices, rounds
from huiyin.cases.signoff.models import SignOff
from huiyin.core.event import Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.authority import acts_for, commands
from huiyin.scenarios.incidents.clients import drafting, mailing, wording
from huiyin.scenarios.incidents.clients.models import (
    SCENARIO,
    Client,
    Outlet,
    OutletKind,
    Statement,
    StatementState,
)
from huiyin.scenarios.incidents.ending import client_lead
from huiyin.scenarios.incidents.models import Incident, IncidentState
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotDraft

NUMBER_CODE = "KG"
LONGEST = 4000
MOST_CLIENTS = 5000
WHERE = 300
SHORT = {"contact": 200, "wording": 200}
NEEDED = ("happened", "apology", "wording")


@dataclass(frozen=True, slots=True)
class Words:
    """The parts of a statement, and the one sentence for client service."""

    happened: str = ""
    measures: str = ""
    apology: str = ""
    compensation: str = ""
    contact: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An official channel where the statement stands: a link or in words."""

    kind: str
    where: str


def may_lead(actor: Person, incident: Incident) -> bool:
    """Whether ``actor`` writes to the clients: who leads client service, or commands."""
    return acts_for(actor, client_lead(incident).pk) or commands(actor, incident)


@transaction.atomic
def begin(incident_id: UUID, *, by: Person) -> Statement:
    """A statement drafted from what the room knows; the open one when there is one.

    No event: nobody but its author sees it. ``IncidentRefused`` for a false alarm.
    """
    incident = facts.locked(incident_id)
    if not may_lead(by, incident):
        raise PermissionDenied
    if incident.state == IncidentState.STOOD_DOWN:
        raise IncidentRefused("state", "stood_down")
    rows = Statement.objects.filter(incident=incident).exclude(state=StatementState.SENT)
    known = rows.order_by("created_at").first()
    return known or drafting.draft(incident, by)


@transaction.atomic
def write(
    statement_id: UUID,
    words: Words,
    *,
    by: Person,
    clients: Sequence[tuple[str, str]] | None = None,
    parties: Sequence[str] | None = None,
) -> Statement:
    """Keep the words of a draft, and who is told by e-mail (``None``: as before).

    ``clients`` are names with addresses, ``parties`` external parties of the directory, all of
    whose people with an address are told. No event: nobody else sees it. ``NotDraft``;
    ``IncidentRefused``: a field too long, ``clients`` with an address that is none or too many,
    ``parties`` unknown.
    """
    statement = _locked(statement_id, by)
    if statement.state != StatementState.DRAFT:
        raise NotDraft
    for each in fields(words):
        text = getattr(words, each.name).strip()
        if len(text) > SHORT.get(each.name, LONGEST):
            raise IncidentRefused(each.name, "long")
        setattr(statement, each.name, text)
    if parties is not None:
        statement.parties = _known(parties)
    statement.save()
    if clients is not None:
        _address(statement, clients)
    return statement


@transaction.atomic
def put_forward(statement_id: UUID, *, by: Person) -> SignOff:
    """Ask the marketing department to agree; whoever puts it forward answers for it.

    No event of its own: the round records it. ``IncidentRefused``: ``happened``, ``apology`` or
    ``wording`` empty, or a wording that cannot be a value; what ``rounds.start`` raises.
    """
    statement = _locked(statement_id, by)
    if statement.state != StatementState.DRAFT:
        raise NotDraft
    for name in NEEDED:
        if not getattr(statement, name).strip():
            raise IncidentRefused(name, "empty")
    if "{" in statement.wording or "\n" in statement.wording:
        raise IncidentRefused("wording", "plain")
    statement.initiator, statement.department = by, by.department
    statement.state = StatementState.SIGNING
    statement.number = statement.number or next_number("incidents", clock.now(), code=NUMBER_CODE)
    statement.save()
    asked = offices.Request(by.pk, by.department_id)
    return rounds.start(statement, asked, facts.of(statement.incident), by=by)


@action(events.CLIENTS_NOTIFIED)
def notify(statement_id: UUID, places: Sequence[Place] = (), *, by: Person) -> Statement:
    """It goes out: by mail to the clients named, and where ``places`` say; sent once.

    ``guards.Refused`` until the wording is agreed; ``IncidentRefused``: ``clients`` nobody and
    nowhere, a ``place`` without a kind or an address.
    """
    statement = _locked(statement_id, by)
    if statement.state == StatementState.SENT:
        return statement
    at = clock.now()
    _publish(statement, places, by)
    agreed = statement.state == StatementState.AGREED
    statement.state, statement.sent_at, statement.closed_at = StatementState.SENT, at, at
    statement.save(update_fields=["state", "sent_at", "closed_at"])
    incident = statement.incident
    more: dict[str, Fact] = {
        "person": client_lead(incident).pk,
        "wording_agreed": agreed and wording.is_signed(statement),
        "statement": str(statement.pk),
        "mails": mailing.count(statement),
        "outlets": tuple(dict.fromkeys(place.kind for place in places)),
    }
    facts.record(events.CLIENTS_NOTIFIED, incident, at, by, more)
    mailing.send(statement)
    return statement


def _locked(statement_id: UUID, by: Person) -> Statement:
    rows = Statement.objects.select_for_update(of=("self",))
    statement = rows.select_related("incident__kind", "incident__commander").get(pk=statement_id)
    if not may_lead(by, statement.incident):
        raise PermissionDenied
    return statement


def _known(parties: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(parties))
    known = set(
        Person.objects.filter(active=True, party__in=wanted)
        .exclude(party="")
        .values_list("party", flat=True)
    )
    if set(wanted) - known:
        raise IncidentRefused("parties", "unknown")
    return wanted


def _address(statement: Statement, clients: Sequence[tuple[str, str]]) -> None:
    if len(clients) > MOST_CLIENTS:
        raise IncidentRefused("clients", "many")
    found: dict[str, str] = {}
    for name, address in clients:
        try:
            validate_email(address.strip())
        except ValidationError as error:
            raise IncidentRefused("clients", f"address {address.strip()}") from error
        found.setdefault(address.strip().lower(), name.strip()[:120])
    Client.objects.filter(statement=statement).delete()
    Client.objects.bulk_create(
        Client(statement=statement, name=name, address=address) for address, name in found.items()
    )


def _publish(statement: Statement, places: Sequence[Place], by: Person) -> None:
    at = clock.now()
    for place in places:
        if place.kind not in OutletKind.values or not place.where.strip():
            raise IncidentRefused("place", "empty")
        if len(place.where.strip()) > WHERE:
            raise IncidentRefused("place", "long")
        Outlet.objects.get_or_create(
            statement=statement,
            kind=place.kind,
            where=place.where.strip(),
            defaults={"at": at, "by": by},
        )
    if not places and not mailing.count(statement):
        raise IncidentRefused("clients", "nobody")


__all__ = [
    "SCENARIO", "Place", "Words", "begin", "may_lead", "notify", "put_forward", "write",
]  # fmt: skip
