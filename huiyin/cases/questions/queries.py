"""Reads of questions: what of a case concerns somebody, who may answer, what is alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.cases import following
from huiyin.cases.models import Case
from huiyin.cases.questions import doubts, duties
from huiyin.cases.questions.models import Answer, Doubt, Question
from huiyin.core.likeness import ASKING, most_alike
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Obligation
from huiyin.ui.clocks import ClockFace, face

MOST = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """One question as ``viewer`` sees it. ``asker`` is named to those who answer, and to oneself.

    ``problem_href`` leads whoever answers to where a problem is raised from it.
    """

    id: int
    text: str
    asked_at: datetime
    asker: str
    mine: bool
    doubting: bool
    people: int
    answers: tuple[Answer, ...]
    withdrawn: bool
    may_answer: bool
    to_read: bool
    due: ClockFace | None
    problem_href: str = ""

    @property
    def answer(self) -> Answer | None:
        """The answer that counts."""
        return self.answers[-1] if self.answers else None

    @property
    def earlier(self) -> tuple[Answer, ...]:
        """Answers that were corrected, the newest first."""
        return tuple(reversed(self.answers[:-1]))


@dataclass(frozen=True, slots=True)
class Board:
    """The questions of a case that concern somebody."""

    case: Case
    rows: tuple[Shown, ...]
    may_ask: bool
    unclear: bool

    @property
    def waiting(self) -> int:
        """How many have no answer yet."""
        return sum(row.answer is None and not row.withdrawn for row in self.rows)

    @property
    def answering(self) -> bool:
        """Whether the viewer owes an answer here."""
        return any(row.may_answer and row.answer is None for row in self.rows)


def board(case: Case, viewer: Person) -> Board:
    """What ``viewer`` sees of the questions on ``case``, those without answer first."""
    found = list(_concerning(case, viewer).order_by("answered_at", "-pk")[:MOST])
    mine = set(_own_doubts(case, viewer).values_list("question_id", flat=True))
    answering = duties.answering(case.pk, viewer.pk)
    reading = duties.reading(case.pk, viewer.pk)
    dues = duties.of_answers(case.pk)
    rows = [_shown(one, viewer, mine, answering, reading, dues) for one in found]
    rows.sort(key=lambda row: (row.answer is not None, row.withdrawn))
    return Board(
        case=case,
        rows=tuple(rows),
        may_ask=case.initiator_id != viewer.pk,
        unclear=viewer.pk in doubts.unclear(case.pk, viewer.pk),
    )


def open_question(case_id: UUID, person_id: int) -> Question | None:
    """A question of ``person_id`` on the case that has no answer yet; a confirmation asks first."""
    own = Doubt.objects.filter(question=OuterRef("pk"), person_id=person_id)
    rows = Question.objects.filter(case_id=case_id, answered_at=None, withdrawn_at=None)
    return rows.filter(Exists(own)).order_by("-pk").first()


def alike(case: Case, text: str, viewer: Person) -> Sequence[Question]:
    """Questions on ``case`` that ask the same as what ``viewer`` is typing, the likest first."""
    rows = Question.objects.filter(case=case, withdrawn_at=None).exclude(asker=viewer)
    found = rows.filter(Q(answered_at=None) | Q(shared=True)).order_by("-pk")[:MOST]
    return most_alike(text, ((one.text, one) for one in found), without=ASKING)


def concerns(question: Question, case: Case, person: Person, *, like: str = "") -> bool:
    """Whether ``person`` may know this question (of a case that they may read)."""
    if _concerning(case, person).filter(pk=question.pk).exists():
        return True
    return bool(like) and question in alike(case, like, person)


def may_answer(question: Question, person: Person) -> bool:
    """Who owes the answer, stands in for them, or was told to see to it; and whoever began."""
    if person.pk == question.owner_id:
        return True
    return question.part in duties.answering(question.case_id, person.pk)


def _concerning(case: Case, viewer: Person) -> QuerySet[Question]:
    """One's own and followed ones, those one answers for, and those whose answer is shared."""
    rows = Question.objects.filter(case=case).select_related("asker", "case")
    rows = rows.prefetch_related("answers__by").annotate(people=Count("doubts"))
    own = Exists(Doubt.objects.filter(question=OuterRef("pk"), person=viewer))
    parts = [int(part[1:]) for part in duties.answering(case.pk, viewer.pk)]
    return rows.filter(own | Q(owner=viewer) | Q(pk__in=parts) | Q(shared=True))


def _own_doubts(case: Case, viewer: Person) -> QuerySet[Doubt]:
    return Doubt.objects.filter(question__case=case, person=viewer)


def _shown(
    question: Question,
    viewer: Person,
    mine: set[int],
    answering: set[str],
    reading: set[str],
    dues: dict[str, Obligation],
) -> Shown:
    answers = tuple(sorted(question.answers.all(), key=lambda one: one.pk))
    may = viewer.pk == question.owner_id or question.part in answering
    due = dues.get(question.part)
    return Shown(
        id=question.pk,
        text=question.text,
        asked_at=question.asked_at,
        asker=question.asker.name if may or question.asker_id == viewer.pk else "",
        mine=question.asker_id == viewer.pk,
        doubting=question.pk in mine,
        people=getattr(question, "people", 0),
        answers=answers,
        withdrawn=question.withdrawn_at is not None,
        may_answer=may and question.withdrawn_at is None,
        to_read=question.part in reading,
        problem_href=following.raise_address(question.case_id, question.text) if may else "",
        due=_face(question, due),
    )


def _face(question: Question, due: Obligation | None) -> ClockFace | None:
    if due is None or not question.is_open:
        return None
    return face(due.due_at, due.born_at, clock.now())
