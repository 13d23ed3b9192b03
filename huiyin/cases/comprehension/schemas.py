"""What programs send and get about understanding."""

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from huiyin.cases.comprehension.actions import LONGEST
from huiyin.cases.rest.values import Instant, PersonId, Words

Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
Place = Annotated[int, Field(ge=0, le=20)]


class RestatementBody(Schema):
    """The key points in own words; `person` for whom one stands in."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[Words, StringConstraints(max_length=LONGEST)]
    person: PersonId | None = None


class GivenAnswer(Schema):
    """`options` are places counted from 0, in the chosen order for an ordering question."""

    model_config = ConfigDict(extra="forbid")

    question: Number
    options: Annotated[list[Place], Field(max_length=20)]


class AnswersBody(Schema):
    """Answers to the questions that are still open."""

    model_config = ConfigDict(extra="forbid")

    answers: Annotated[list[GivenAnswer], Field(max_length=20)]
    person: PersonId | None = None


class JudgementBody(Schema):
    """A person's verdict on one assertion, and why."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["right", "wrong", "missing"]
    reason: Annotated[Words, StringConstraints(min_length=1, max_length=200)]


class PointOut(Schema):
    """One key point as its reader sees it."""

    order: int
    asks: str = Field(description="What it asks for, without the answer.")
    verdict: str = Field(description="Of the last try that mentioned it; empty before.")


class QuizQuestionOut(Schema):
    """One question; options in the order shown to the caller, each with its place."""

    id: int
    order: int
    kind: str
    text: str
    options: list[dict[str, int | str]]
    verdict: str


class StandingOut(Schema):
    """How far somebody has come."""

    mode: str = Field(description="`teach_back`, `quiz`, `spoken`, or empty when not asked.")
    revision: int
    complete: bool
    tries: dict[str, int]
    points: list[PointOut]
    questions: list[QuizQuestionOut]


class AssertionOut(Schema):
    """The verdict on one point or question, with its reasons in words."""

    id: int
    order: int
    verdict: str
    why: str


class AttemptOut(Schema):
    """One try; only the first counts in the statistic."""

    number: int
    about: str
    at: Instant
    assertions: list[AssertionOut]
    complete: bool = Field(description="Everything that is asked for has been shown.")


class RateOut(Schema):
    """The misinformation rate of one case, department, channel or hop."""

    key: str
    wrong: int
    answered: int
    missing: int
    people: int
    share: float | None
    low: float = Field(description="Lower end of the Wilson 95 % interval.")
    high: float
    verdict: str = Field(description="`pass`, `fail`, `undecided`; empty without a target.")
    target: float | None


class RatesOut(Schema):
    """One row per group."""

    items: list[RateOut]
