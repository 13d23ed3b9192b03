"""The phone list of an incident as the REST API gives and takes it."""

from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict

from huiyin.cases.rest.values import Instant, Line, Named, Words
from huiyin.scenarios.incidents.callout.queries import Row


class CallResult(Schema):
    """What came of phoning somebody."""

    model_config = ConfigDict(extra="forbid")

    outcome: Annotated[Line, Field(max_length=12)] = Field(
        description="`coming`, `no_answer`, `wrong_number` or `unable`."
    )
    note: Annotated[Words, Field(max_length=300)] = ""


class CallRowOut(Schema):
    """Somebody to phone."""

    person: Named
    number: str = Field(description="What to dial: the mobile phone first.")
    owes: str = Field(description="The duty that is open; empty for a contact of the plan.")
    part: str = Field(description="What the plan names them for.")
    due_at: Instant | None
    away: bool
    delegate: Named | None
    last_outcome: str = Field(description="Of the last call; empty when nobody called yet.")
    last_called_at: Instant | None

    @classmethod
    def of(cls, row: Row) -> "CallRowOut":
        """From the row of the list."""
        call = row.call
        return cls(
            person=Named.of(row.person),
            number=row.number,
            owes=row.owes,
            part=row.part,
            due_at=row.due_at,
            away=row.away,
            delegate=Named.of(row.delegate) if row.delegate else None,
            last_outcome=call.outcome if call else "",
            last_called_at=call.called_at if call else None,
        )


class CallListOut(Schema):
    """Whom to call now, then whom the plan names besides."""

    silent: list[CallRowOut]
    contacts: list[CallRowOut]
