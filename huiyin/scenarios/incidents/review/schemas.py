"""The review of an incident as the REST API gives and takes it."""

from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict

from huiyin.cases.rest.values import Instant, Line, Moment, Named, PersonId, Words
from huiyin.scenarios.incidents.review import queries
from huiyin.scenarios.incidents.review.models import Improvement, Review

_Part = Annotated[Words, Field(max_length=4000)]
_Short = Annotated[Line, Field(min_length=1, max_length=300)]


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class WrittenReview(_Strict):
    """The parts of a review; what is left out stays."""

    course: _Part | None = None
    went_well: _Part | None = None
    went_badly: _Part | None = None
    lucky: _Part | None = None
    people: list[PersonId] | None = Field(default=None, max_length=200)
    process_owner: PersonId | None = Field(
        default=None, description="Who answers whether the process changes."
    )


class AddedCause(_Strict):
    """One why: of the incident, or of the cause `parent`."""

    text: _Short
    kind: Annotated[Line, Field(max_length=8)] = Field(
        default="process", description="`process`, `skill`, `tool` or `outside`; never a person."
    )
    parent: int | None = Field(default=None, ge=1, le=2**63 - 1)


class AddedImprovement(_Strict):
    """What somebody will do about it, by when."""

    text: _Short
    owner: PersonId
    due_at: Moment


class FinishedImprovement(_Strict):
    """What came of it."""

    result: Annotated[Words, Field(max_length=300)] = ""


class DecidedProcess(_Strict):
    """Whether the process changes, and how or why not."""

    changed: bool
    words: Annotated[Words, Field(min_length=1, max_length=500)]


class ProposedClause(_Strict):
    """Which clause should read otherwise, and why."""

    clause: Annotated[Line, Field(min_length=1, max_length=24)]
    reason: Annotated[Words, Field(min_length=1, max_length=2000)]


class CauseOut(Schema):
    """One why; `depth` 0 is a cause of the incident itself."""

    id: int
    parent: int | None
    depth: int
    text: str
    kind: str
    root: bool = Field(description="Nothing lies under it.")

    @classmethod
    def of(cls, why: queries.Why) -> "CauseOut":
        """From the tree."""
        row = why.cause
        return cls(
            id=row.pk,
            parent=row.parent_id,
            depth=why.depth,
            text=row.text,
            kind=row.kind,
            root=why.last,
        )


class ImprovementOut(Schema):
    """What somebody does about it."""

    order: int
    text: str
    owner: Named
    due_at: Instant
    done_at: Instant | None
    result: str

    @classmethod
    def of(cls, row: Improvement) -> "ImprovementOut":
        """From its row."""
        return cls(
            order=row.order,
            text=row.text,
            owner=Named.of(row.owner),
            due_at=row.due_at,
            done_at=row.done_at,
            result=row.result,
        )


class ReviewOut(Schema):
    """What was learned, without blame."""

    course: str
    went_well: str
    went_badly: str
    lucky: str
    people: list[Named]
    process_owner: Named | None
    completed_at: Instant | None
    outcome: str = Field(description="`changed`, `declined`, or empty while it is open.")
    outcome_words: str
    causes: list[CauseOut]
    improvements: list[ImprovementOut]

    @classmethod
    def of(cls, row: Review) -> "ReviewOut":
        """From its row."""
        return cls(
            course=row.course,
            went_well=row.went_well,
            went_badly=row.went_badly,
            lucky=row.lucky,
            people=[Named.of(person) for person in row.people.order_by("sort_key", "pk")],
            process_owner=Named.of(row.process_owner) if row.process_owner else None,
            completed_at=row.completed_at,
            outcome=row.outcome,
            outcome_words=row.outcome_words,
            causes=[CauseOut.of(why) for why in queries.tree(row)],
            improvements=[ImprovementOut.of(one) for one in queries.improvements(row)],
        )
