"""Amendments and versions as the REST API gives and takes them."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema

from huiyin.cases.rest.values import DepartmentId, Instant, Line, Moment, Named, Text, Words
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation.models import Amendment
from huiyin.scenarios.regulation.words.changes import Changed

SOURCE = 2_000_000
"""Characters of a source: some twenty times the shipped regulation."""


class LineOut(Schema):
    """One thing that changes, in a sentence and as both values."""

    words: str
    old: str
    new: str


class ChangeOut(Schema):
    """What changes in one clause; `clause` is empty for what belongs to none."""

    clause: str
    kind: str = Field(description="`added`, `removed` or `changed`.")
    title: str
    old_text: str
    new_text: str
    lines: list[LineOut]

    @classmethod
    def of(cls, changed: Changed) -> "ChangeOut":
        """From its words."""
        lines = [LineOut(words=one.words, old=one.old, new=one.new) for one in changed.lines]
        return cls(
            clause=changed.clause,
            kind=changed.kind,
            title=changed.title,
            old_text=changed.old_text,
            new_text=changed.new_text,
            lines=lines,
        )


class AmendmentOut(Schema):
    """An amendment without its text."""

    id: UUID
    number: str
    title: str
    reason: str
    state: str
    binds: Named | None
    initiator: Named
    base: int | None
    version: int | None
    digest: str
    wanted_from: Instant | None
    announced_at: Instant | None
    created_at: Instant

    @classmethod
    def of(cls, row: Amendment) -> "AmendmentOut":
        """From its row."""
        return cls(**_plain(row))


class AmendmentWhole(AmendmentOut):
    """An amendment with its text and what it changes."""

    source: str
    changes: list[ChangeOut]

    @classmethod
    def whole(cls, row: Amendment, changed: list[Changed]) -> "AmendmentWhole":
        """From its row and the difference in words."""
        changes = [ChangeOut.of(one) for one in changed]
        return cls(**_plain(row), source=row.source, changes=changes)


class NewAmendment(Schema):
    """Begin one: a copy of what is in force, unless `source` is given."""

    title: Annotated[Line, Field(max_length=200)] = ""
    binds: DepartmentId | None = None
    source: Annotated[Text, Field(max_length=SOURCE)] | None = None


class SavedAmendment(Schema):
    """The text of a draft; `seen` is the digest of the text that was edited."""

    source: Annotated[Text, Field(max_length=SOURCE)]
    seen: Annotated[Line, Field(max_length=64)]


class SubmittedAmendment(Schema):
    """Put forward: why, and from when (without a moment: once it is announced).

    `despite` says why it shall be so although examples do not come true.
    """

    reason: Annotated[Words, Field(max_length=500)] = ""
    wanted_from: Moment | None = None
    despite: Annotated[Words, Field(max_length=500)] = ""


class WithdrawnAmendment(Schema):
    """Why it is given up."""

    reason: Annotated[Words, Field(max_length=300)] = ""


class VersionOut(Schema):
    """A version of the regulation."""

    number: int
    title: str
    digest: str
    in_force_from: Instant
    base: int | None
    amendment: UUID | None
    shipped: bool

    @classmethod
    def of(cls, row: PolicyVersion) -> "VersionOut":
        """From its row."""
        return cls(
            number=row.pk,
            title=row.title,
            digest=row.digest,
            in_force_from=row.in_force_from,
            base=row.base_id,
            amendment=row.case,
            shipped=row.shipped,
        )


def _plain(row: Amendment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "title": row.title,
        "reason": row.reason,
        "state": row.state,
        "binds": Named.of(row.binds) if row.binds else None,
        "initiator": Named.of(row.initiator),
        "base": row.base_id,
        "version": row.version_id,
        "digest": row.digest,
        "wanted_from": row.wanted_from,
        "announced_at": row.announced_at,
        "created_at": row.created_at,
    }
