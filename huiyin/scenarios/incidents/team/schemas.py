"""The team of an incident as the REST API takes it."""

from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict

from huiyin.cases.rest.values import Line, PersonId, Words


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class CalledMember(_Strict):
    """One person called, as what and for what."""

    person: PersonId
    task: Annotated[Line, Field(min_length=1, max_length=200)]
    role: Annotated[Line, Field(max_length=12)] = Field(
        default="member", description="`scribe`, `speaker`, `member` or `observer`."
    )


class NamedTeam(_Strict):
    """Who is called into the team; who is in it already gets the new task."""

    members: list[CalledMember] = Field(min_length=1, max_length=60)


class SaidPresence(_Strict):
    """Somebody has heard of it, or is there: the caller, or `person` on the phone."""

    person: PersonId | None = None
    by_phone: bool = False


class ReplacedMember(_Strict):
    """Who takes the place and the task; nobody when left out."""

    replacement: PersonId | None = None
    reason: Annotated[Words, Field(max_length=300)] = ""


class HandedCommand(_Strict):
    """Who commands from now on, and why."""

    person: PersonId
    reason: Annotated[Words, Field(min_length=1, max_length=300)]
