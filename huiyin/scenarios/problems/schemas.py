"""Problems as the REST API gives and takes them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema

from huiyin.cases.rest.values import (
    DepartmentId,
    Instant,
    Line,
    Moment,
    Named,
    PersonId,
    Words,
)
from huiyin.scenarios.problems.models import LONGEST, PlanStep, Problem, Solution

Long = Annotated[Words, Field(max_length=LONGEST)]
Reason = Annotated[Words, Field(max_length=300)]


class ProblemOut(Schema):
    """A problem as the register has it."""

    id: UUID
    number: str
    title: str
    source: str
    reporter: str = Field(description="The name of whoever raised it.")
    nature: str
    is_major: bool
    urgency: str
    classification: str
    in_charge: Named | None
    owner: Named | None
    due_at: Instant | None
    state: str
    category: str
    topic: str
    bounced: int
    merged_into: UUID | None
    created_at: Instant
    closed_at: Instant | None

    @classmethod
    def of(cls, row: Problem) -> "ProblemOut":
        """From its row."""
        return cls(**_plain(row))


class OptionOut(Schema):
    """One alternative of a solution report."""

    key: str
    kind: Literal["temporary", "long_term", "own"]
    name: str
    text: str
    cost: str
    risk: str


class PlanStepOut(Schema):
    """One step of the plan."""

    id: int
    text: str
    owner: Named
    due_at: Instant
    state: str

    @classmethod
    def of(cls, row: PlanStep) -> "PlanStepOut":
        """From its row."""
        return cls(
            id=row.pk, text=row.text, owner=Named.of(row.owner), due_at=row.due_at, state=row.state
        )


class SolutionOut(Schema):
    """A solution report."""

    round: int
    cause: str
    impact: str
    options: list[OptionOut]
    recommended: str
    plan: str
    resources: str
    outcome: str
    submitted_at: Instant | None
    decided_at: Instant | None
    steps: list[PlanStepOut]

    @classmethod
    def of(cls, row: Solution) -> "SolutionOut":
        """From its row."""
        return cls(
            round=row.round,
            cause=row.cause,
            impact=row.impact,
            options=[OptionOut(**one) for one in row.options],
            recommended=row.recommended,
            plan=row.plan,
            resources=row.resources,
            outcome=row.outcome,
            submitted_at=row.submitted_at,
            decided_at=row.decided_at,
            steps=[PlanStepOut.of(one) for one in row.steps.select_related("owner")],
        )


class ProblemWhole(ProblemOut):
    """A problem with its text and its newest report."""

    text: str
    result: str
    solution: SolutionOut | None

    @classmethod
    def whole(cls, row: Problem, solution: Solution | None) -> "ProblemWhole":
        """From its rows."""
        report = SolutionOut.of(solution) if solution else None
        return cls(**_plain(row), text=row.text, result=row.result, solution=report)


class NewProblem(Schema):
    """A problem to report; the same `source` and `source_ref` is the same problem."""

    title: Annotated[Line, Field(min_length=1, max_length=120)]
    text: Long = ""
    source: Annotated[Line, Field(max_length=12)] = "form"
    source_ref: Annotated[Line, Field(max_length=120)] = ""
    reporter_name: Annotated[Line, Field(max_length=80)] = ""
    reporter_contact: Annotated[Line, Field(max_length=200)] = ""
    answer_by: Literal["mail", "talk", "phone", "channel"] = "mail"
    urgency: Literal["routine", "important", "urgent"] = "important"
    confidential: bool = False


class RegisteredProblem(Schema):
    """What the register says of a problem."""

    nature: Literal["operational", "coordination", "strategic"]
    in_charge: DepartmentId | None = None
    due_at: Moment | None = None
    is_major: bool = False
    urgency: Literal["", "routine", "important", "urgent"] = ""
    category: Literal["", "process", "skill", "tool"] = ""
    topic: Annotated[Line, Field(max_length=60)] = ""


class AssignedProblem(Schema):
    """Who solves it."""

    owner: PersonId


class ReasonedAct(Schema):
    """Why."""

    reason: Reason


class MergedProblem(Schema):
    """The problem that goes on."""

    into: UUID


class OptionIn(Schema):
    """One alternative."""

    kind: Literal["temporary", "long_term", "own"]
    name: Annotated[Line, Field(max_length=80)]
    text: Long = ""
    cost: Annotated[Line, Field(max_length=80)] = ""
    risk: Reason = ""


class StepIn(Schema):
    """One step of the plan."""

    text: Annotated[Line, Field(min_length=1, max_length=300)]
    owner: PersonId
    due_at: Moment


class WrittenSolution(Schema):
    """A solution report; alternatives are called A, B, C in their order."""

    cause: Long = ""
    impact: Long = ""
    options: Annotated[list[OptionIn], Field(max_length=6)] = []
    recommended: Annotated[Line, Field(max_length=1)] = ""
    plan: Long = ""
    resources: Long = ""
    steps: Annotated[list[StepIn], Field(max_length=20)] = []
    submit: bool = Field(default=False, description="Put it forward to be decided.")


class EndedStep(Schema):
    """A step that is done, or dropped with a reason."""

    note: Reason = ""
    drop: bool = False


class SolvedProblem(Schema):
    """How it was solved."""

    result: Long


class ToldReporter(Schema):
    """What whoever raised it was told, and by which way."""

    text: Long
    how: Literal["mail", "talk", "phone", "channel"] = "mail"


class AnswerResponse(Schema):
    """Whether that answers it; what is missing when it does not."""

    solved: bool
    words: Annotated[Words, Field(max_length=500)] = ""


class ExplainedProblem(Schema):
    """At which meeting or in which notice it was explained."""

    where: Annotated[Line, Field(min_length=1, max_length=200)]


class SortedProblem(Schema):
    """What it is about, and which frequent problem it is."""

    category: Literal["process", "skill", "tool"]
    topic: Annotated[Line, Field(max_length=60)] = ""


class FrequentOut(Schema):
    """One frequent problem of a month."""

    topic: str
    category: str
    number: int
    share: int = Field(description="The running share of all, percent, rounded down.")


def _plain(row: Problem) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "title": row.title,
        "source": row.source,
        "reporter": row.raised_by,
        "nature": row.nature,
        "is_major": row.is_major,
        "urgency": row.urgency,
        "classification": row.classification,
        "in_charge": Named.of(row.in_charge) if row.in_charge else None,
        "owner": Named.of(row.owner) if row.owner else None,
        "due_at": row.due_at,
        "state": row.state,
        "category": row.category,
        "topic": row.topic,
        "bounced": row.bounced,
        "merged_into": row.merged_into_id,
        "created_at": row.created_at,
        "closed_at": row.closed_at,
    }
