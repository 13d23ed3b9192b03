"""The way of an amendment through its signatures: the facts that choose it, and who sits where."""

from datetime import datetime

from huiyin.cases.numbers import next_number
from huiyin.cases.signoff import offices
from huiyin.cases.signoff.offices import Offices, Request
from huiyin.cases.signoff.seating import Place
from huiyin.core.event import Fact
from huiyin.core.policy import Mode
from huiyin.directory.models import Person, Role
from huiyin.directory.roles import holders
from huiyin.kit import clock
from huiyin.scenarios.regulation.models import Amendment, AmendmentState

OF = "regulation"
COMPANY, DEPARTMENT = "company", "department"


def scope(amendment: Amendment) -> str:
    """Whom it binds: ``company`` or ``department``."""
    return COMPANY if amendment.binds_id is None else DEPARTMENT


def place(amendment: Amendment) -> dict[str, Fact]:
    """What every event of an amendment says about whom it binds."""
    binds: dict[str, Fact] = {"department": amendment.binds_id} if amendment.binds_id else {}
    return {"scope": scope(amendment), **binds}


def facts(amendment: Amendment) -> dict[str, Fact]:
    """What the clauses of sign-off look at."""
    return {
        "scope": scope(amendment),
        "waives": bool(amendment.waivers),
        "restores": amendment.restores_id is not None,
        "classification": amendment.classification,
    }


def request(amendment: Amendment) -> Request:
    """Whose text it is."""
    return Request(amendment.initiator_id, amendment.initiator.department_id)


def prepare(amendment: Amendment, wanted_from: datetime | None, by: Person) -> None:
    """It leaves the draft: it gets its number, and whoever puts it forward answers for it."""
    amendment.initiator = by
    amendment.wanted_from = wanted_from
    amendment.state = AmendmentState.SIGNING
    amendment.number = amendment.number or next_number(OF, clock.now())
    amendment.save(update_fields=["initiator", "wanted_from", "state", "number", "despite"])


def back_to_draft(amendment: Amendment) -> None:
    """It may be written to again; nobody but its author and its signers sees it."""
    amendment.state, amendment.opened_at = AmendmentState.DRAFT, None
    amendment.save(update_fields=["state", "opened_at"])


def seats(who: str, mode: Mode, asked: Request, house: Offices) -> list[Place]:
    """The places for a role: holders of the office, else whoever speaks for the house."""
    held = {"management": Role.MANAGEMENT, "compliance": Role.COMPLIANCE}.get(who)
    if held is None:
        return offices.seats(who, mode, asked, house)
    people = [person.pk for person in holders(held) if person.pk != asked.author]
    there = sorted(people, key=lambda person: not house.is_there(person))
    if not there:
        return offices.seats("management", mode, asked, house)
    return [Place(person) for person in there]
