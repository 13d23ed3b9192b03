"""A case and its questions as an actor may have them, and whose they are to answer."""

from uuid import UUID

from huiyin.cases.models import Case
from huiyin.cases.questions import queries
from huiyin.cases.questions.models import Question
from huiyin.cases.questions.words import LONGEST
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.heads import head_of
from huiyin.directory.models import Person


class QuestionRefused(ValueError):
    """A question or an answer that cannot be taken; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def case_of(case_id: UUID, by: Person) -> Case:
    """The case, if ``by`` may ask about it; ``NotVisible`` before it is opened."""
    case = Case.objects.select_related("initiator").filter(pk=case_id).first()
    if case is None or case.opened_at is None:
        raise NotVisible
    require(by, Action.READ, case)
    return case


def question_of(question_id: int, by: Person, *, like: str = "") -> tuple[Question, Case]:
    """The question, locked, and its case; ``NotVisible`` for those it does not concern."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("case")
    question = rows.filter(pk=question_id).first()
    if question is None:
        raise NotVisible
    case = case_of(question.case_id, by)
    if not queries.concerns(question, case, by, like=like):
        raise NotVisible
    return question, case


def owner_of(case: Case) -> Person:
    """Who owes the answer: whoever began the case, their head when they left."""
    if case.initiator.active:
        return case.initiator
    return head_of(case.initiator) or case.initiator


def words_of(text: str) -> str:
    """``text`` without blanks around it; ``QuestionRefused`` for none, or too many."""
    words = text.strip()
    if not words:
        raise QuestionRefused("empty")
    if len(words) > LONGEST:
        raise QuestionRefused("long")
    return words
