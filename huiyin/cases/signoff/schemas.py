"""What the REST API takes and gives about sign-off."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from huiyin.cases.rest.values import Instant, Line, Named, PersonId, Words
from huiyin.cases.signoff import forecast, queries
from huiyin.cases.signoff.models import Seat, SignOff, Step
from huiyin.cases.signoff.queries import Asked
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person

SeatId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Reason = Annotated[Words, StringConstraints(min_length=1, max_length=500)]
Note = Annotated[Words, StringConstraints(max_length=500)]
Evidence = Annotated[Line, StringConstraints(max_length=500)]


class _Strict(Schema):
    """A body in which an unknown name is an error, not a silence."""

    model_config = ConfigDict(extra="forbid")


class PointBody(_Strict):
    """One point of an information review."""

    point: Literal["facts", "wording", "conduct"]
    ticked: bool = False
    evidence: Evidence = ""
    attachment: UUID | None = None


class ApproveBody(_Strict):
    """Which seat, and for an information review what was found."""

    seat: SeatId
    note: Note = ""
    checklist: list[PointBody] = Field(default=[], max_length=3)


class ReasonBody(_Strict):
    """Which seat, and why not."""

    seat: SeatId
    reason: Reason


class ColleagueBody(_Strict):
    """Which seat, and who signs instead."""

    seat: SeatId
    person: PersonId
    reason: Note = ""


class SignerBody(_Strict):
    """Who is asked as well."""

    person: PersonId


class AskedOut(Schema):
    """A signature that waits for the caller."""

    case: UUID
    seat: int
    step: str
    title: str
    author: Named
    signer: Named = Field(description="Whose seat it is; another than the caller for a stand-in.")
    clause: str
    due_at: Instant | None


class SeatOut(Schema):
    """One signer. `acted_by` is another person when a stand-in signed."""

    id: int
    person: Named
    department: Named | None
    outcome: str
    acting: Named | None
    acted_by: Named | None
    at: Instant | None
    reason: str | None = Field(description="Null for whom the case may not be read by.")


class StepOut(Schema):
    """One step of the path."""

    step: str
    mode: str
    clause: str
    started_at: Instant | None
    ended_at: Instant | None
    signers: list[SeatOut]


class SignOffOut(Schema):
    """A round with its path."""

    case: UUID
    round: int
    state: str
    digest: str
    author: Named
    started_at: Instant
    ended_at: Instant | None
    ready_at: Instant | None = Field(
        description="By when it is through if all keep to the clauses."
    )
    steps: list[StepOut]


class DecisionOut(Schema):
    """What came of an answer."""

    case: UUID
    seat: int
    outcome: str
    state: str


def asked(row: Asked) -> AskedOut:
    """A line of the list of what waits."""
    return AskedOut(
        case=row.case.pk,
        seat=row.seat.pk,
        step=row.seat.step.step,
        title=row.case.title,
        author=Named.of(row.seat.step.signoff.author),
        signer=Named.of(row.seat.person),
        clause=row.clause,
        due_at=row.due_at,
    )


def whole(signoff: SignOff, viewer: Person) -> SignOffOut:
    """A round as ``viewer`` may see it."""
    reads = may(viewer, Action.READ, signoff.case)
    return SignOffOut(
        case=signoff.case_id,
        round=signoff.round,
        state=signoff.state,
        digest=signoff.digest,
        author=Named.of(signoff.author),
        started_at=signoff.started_at,
        ended_at=signoff.ended_at,
        ready_at=forecast.shown(signoff).ready_at,
        steps=[_step(step, reads=reads) for step in queries.steps_of(signoff)],
    )


def _step(step: Step, *, reads: bool) -> StepOut:
    seats = sorted(step.seats.all(), key=lambda seat: seat.pk)
    return StepOut(
        step=step.step,
        mode=step.mode,
        clause=step.clause,
        started_at=step.started_at,
        ended_at=step.ended_at,
        signers=[_seat(seat, reads=reads) for seat in seats],
    )


def _seat(seat: Seat, *, reads: bool) -> SeatOut:
    return SeatOut(
        id=seat.pk,
        person=Named.of(seat.person),
        department=Named.of(seat.department) if seat.department else None,
        outcome=seat.outcome,
        acting=Named.of(seat.acting) if seat.acting else None,
        acted_by=Named.of(seat.acted_by) if seat.acted_by else None,
        at=seat.at,
        reason=seat.reason if reads else None,
    )
