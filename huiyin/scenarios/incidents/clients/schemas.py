"""A statement to clients as the REST API gives and takes it."""

from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from huiyin.cases.rest.values import Instant, Line, Words
from huiyin.scenarios.incidents.clients import mailing
from huiyin.scenarios.incidents.clients.models import Outlet, Statement

_Part = Annotated[Words, Field(max_length=4000)]


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class AddressedClient(_Strict):
    """Somebody outside who is told by e-mail."""

    name: Annotated[Line, Field(max_length=120)] = ""
    address: Annotated[Line, Field(min_length=3, max_length=254)]


class WrittenStatement(_Strict):
    """The parts of a statement; what is left out stays."""

    happened: _Part | None = None
    measures: _Part | None = None
    apology: _Part | None = None
    compensation: _Part | None = None
    contact: Annotated[Words, Field(max_length=200)] | None = None
    wording: Annotated[Line, Field(max_length=200)] | None = Field(
        default=None, description="The one sentence that client service uses."
    )
    clients: list[AddressedClient] | None = Field(default=None, max_length=5000)
    parties: list[Annotated[Line, Field(max_length=80)]] | None = Field(
        default=None, max_length=200, description="External parties of the directory, by name."
    )


class OfficialPlace(_Strict):
    """Where else it stands: a link, or in words."""

    kind: Annotated[Line, Field(max_length=8)] = Field(
        description="`website`, `account`, `app`, `hotline` or `visit`."
    )
    where: Annotated[Line, Field(min_length=1, max_length=300)]


class SentStatement(_Strict):
    """The official channels besides e-mail."""

    places: list[OfficialPlace] = Field(default_factory=list, max_length=20)


class OfficialPlaceOut(Schema):
    """Where else it stands, and since when."""

    kind: str
    where: str
    at: Instant

    @classmethod
    def of(cls, row: Outlet) -> "OfficialPlaceOut":
        """From its row."""
        return cls(kind=row.kind, where=row.where, at=row.at)


class ToldClientOut(Schema):
    """Somebody who is told by e-mail, and how far that is."""

    name: str
    address: str
    party: str
    state: str = Field(description="`planned`, `waiting`, `sent` or `failed`.")

    @classmethod
    def of(cls, row: mailing.Told) -> "ToldClientOut":
        """From the list of who is told."""
        return cls(name=row.name, address=row.address, party=row.party, state=row.state)


class StatementOut(Schema):
    """What clients are told about an incident."""

    id: UUID
    number: str
    title: str
    state: str = Field(description="`draft`, `signing`, `agreed` or `sent`.")
    happened: str
    measures: str
    apology: str
    compensation: str
    contact: str
    wording: str
    agreed_at: Instant | None
    sent_at: Instant | None
    parties: list[str]
    clients: list[ToldClientOut]
    places: list[OfficialPlaceOut]

    @classmethod
    def of(cls, row: Statement) -> "StatementOut":
        """From its row."""
        return cls(
            id=row.pk,
            number=row.number,
            title=row.title,
            state=row.state,
            happened=row.happened,
            measures=row.measures,
            apology=row.apology,
            compensation=row.compensation,
            contact=row.contact,
            wording=row.wording,
            agreed_at=row.agreed_at,
            sent_at=row.sent_at,
            parties=row.parties,
            clients=[ToldClientOut.of(one) for one in mailing.told(row)],
            places=[OfficialPlaceOut.of(one) for one in row.outlets.order_by("at", "pk")],
        )
