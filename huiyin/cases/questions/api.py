"""Questions over REST: the same verbs, reads and permissions as the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema, Status
from pydantic import ConfigDict, StringConstraints

from huiyin.cases.models import Case
from huiyin.cases.questions import actions, queries
from huiyin.cases.questions.finding import QuestionRefused
from huiyin.cases.questions.models import Answer, Question
from huiyin.cases.questions.words import LONGEST, why_not
from huiyin.cases.rest.problem import conflict, invalid
from huiyin.cases.rest.values import Instant, Named, PersonId, Words, caller
from huiyin.directory.access import Action, NotVisible, permission, require
from huiyin.directory.models import Person

router = Router(tags=["questions"])
Told = Annotated[Words, StringConstraints(max_length=LONGEST)]


class QuestionBody(Schema):
    """What somebody asks."""

    model_config = ConfigDict(extra="forbid")

    text: Told


class AnswerBody(QuestionBody):
    """The answer; `shared` tells everybody who may share the doubt."""

    shared: bool = True


class AnswerOut(Schema):
    """An answer; the last of several counts."""

    by: Named
    at: Instant
    text: str
    shared: bool


class QuestionOut(Schema):
    """A question as the caller may see it; `asker` is named to those who answer."""

    id: int
    text: str
    asked_at: Instant
    asker: str
    mine: bool
    people: int = Field(description="How many want to know.")
    answers: list[AnswerOut]
    withdrawn: bool
    to_read: bool = Field(description="The caller still owes to read the answer.")


class BoardOut(Schema):
    """The questions of a case that concern the caller."""

    unclear: bool = Field(description="The caller has a doubt about the case.")
    items: list[QuestionOut]


@router.get(
    "/cases/{case_id}/questions",
    response=BoardOut,
    operation_id="listQuestions",
    summary="Questions on a case",
)
@permission(Action.READ)
def index(request: HttpRequest, case_id: UUID) -> BoardOut:
    """One's own, those one answers for, and those whose answer is shared; open ones first."""
    actor, case = _open(request, case_id)
    return _board(case, actor)


@router.post(
    "/cases/{case_id}/questions",
    response={201: BoardOut},
    operation_id="askQuestion",
    summary="Ask about a case",
)
@permission(Action.READ)
def ask(request: HttpRequest, case_id: UUID, body: QuestionBody) -> Status[BoardOut]:
    """The same open question twice is one."""
    actor, case = _open(request, case_id)
    with _refusals():
        actions.ask(case.pk, body.text, by=actor)
    return Status(201, _board(case, actor))


@router.post(
    "/cases/{case_id}/questions/{question_id}/answer",
    response=BoardOut,
    operation_id="answerQuestion",
    summary="Answer a question",
)
@permission(Action.READ)
def answer(
    request: HttpRequest, case_id: UUID, question_id: Path[PersonId], body: AnswerBody
) -> BoardOut:
    """Answered again, it is a correction; earlier answers are kept."""
    actor, case, question = _find(request, case_id, question_id)
    with _refusals():
        actions.answer(question.pk, body.text, by=actor, shared=body.shared)
    return _board(case, actor)


@router.post(
    "/cases/{case_id}/questions/{question_id}/read",
    response=BoardOut,
    operation_id="readAnswer",
    summary="Say that an answer is clear",
)
@permission(Action.READ)
def read(request: HttpRequest, case_id: UUID, question_id: Path[PersonId]) -> BoardOut:
    """Twice is once."""
    actor, case, question = _find(request, case_id, question_id)
    with _refusals():
        actions.read(question.pk, by=actor)
    return _board(case, actor)


def _open(request: HttpRequest, case_id: UUID) -> tuple[Person, Case]:
    actor = caller(request)
    rows = Case.objects.select_related("initiator")
    case = rows.filter(pk=case_id, opened_at__isnull=False).first()
    if case is None:
        raise NotVisible
    require(actor, Action.READ, case)
    return actor, case


def _find(request: HttpRequest, case_id: UUID, question_id: int) -> tuple[Person, Case, Question]:
    actor, case = _open(request, case_id)
    question = Question.objects.filter(pk=question_id, case=case).first()
    if question is None:
        raise NotVisible
    return actor, case, question


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except QuestionRefused as error:
        words = why_not(error.code)
        if error.code in {"empty", "long"}:
            raise invalid(words, {"text": words}) from error
        raise conflict(f"question-{error.code}", words) from error


def _board(case: Case, actor: Person) -> BoardOut:
    board = queries.board(case, actor)
    return BoardOut(unclear=board.unclear, items=[_question(row) for row in board.rows])


def _question(row: queries.Shown) -> QuestionOut:
    return QuestionOut(
        id=row.id,
        text=row.text,
        asked_at=row.asked_at,
        asker=row.asker,
        mine=row.mine,
        people=row.people,
        answers=[_answer(one) for one in row.answers],
        withdrawn=row.withdrawn,
        to_read=row.to_read,
    )


def _answer(row: Answer) -> AnswerOut:
    return AnswerOut(by=Named.of(row.by), at=row.at, text=row.text, shared=row.shared)
