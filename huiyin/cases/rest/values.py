"""The plain values of the REST API: instants with their offset, clean text, references."""

from datetime import UTC, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from huiyin.directory.models import Department, Person

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def _with_offset(at: datetime) -> str:
    return timezone.localtime(at).isoformat()


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain NUL")
    return text


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must not contain control characters")
    return text


Instant = Annotated[
    datetime,
    PlainSerializer(_with_offset, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""An instant in an answer: ISO 8601 in the company's zone, with its offset."""

Moment = Annotated[AwareDatetime, Field(ge=_EARLIEST, lt=_LATEST)]
"""An instant in a request; without an offset it is refused."""

Text = Annotated[str, AfterValidator(_no_nul)]
"""Text of several lines."""

Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_one_line)]
"""Text of one line, blanks around it cut off."""

Words = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_no_nul)]
"""Text of several lines, blanks around it cut off."""

PersonId = Annotated[int, Field(ge=1, le=2**63 - 1)]
DepartmentId = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Named(Schema):
    """A reference with the name people know."""

    id: int
    name: str

    @classmethod
    def of(cls, row: Person | Department) -> "Named":
        """A person or a department."""
        return cls(id=row.pk, name=row.name)


def caller(request: HttpRequest) -> Person:
    """Whom the token of this request acts as (``RuntimeError`` on an operation without a token)."""
    person = getattr(request, "auth", None)
    if not isinstance(person, Person):
        raise RuntimeError("an operation of the API runs without a person")  # noqa: TRY004 - a slip of ours
    return person
