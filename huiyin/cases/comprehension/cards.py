"""What the reader's card shows: the steps, the question that is next, how far the words got."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from uuid import UUID

from huiyin.cases.comprehension import actions, queries
from huiyin.cases.comprehension.models import (
    About,
    KeyPoint,
    Mode,
    QuestionKind,
    QuizQuestion,
    Verdict,
)
from huiyin.cases.comprehension.queries import Standing
from huiyin.cases.comprehension.wording import asks, reasons_words
from huiyin.cases.models import Case
from huiyin.directory.models import Person


@dataclass(frozen=True, slots=True)
class PointLine:
    """One key point as its reader sees it: what it asks, and whether it is there.

    ``state``: ``ask`` before anything was said, ``in``, ``open``, or ``wrong``.
    """

    asks: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a question; ``place`` is what the form sends."""

    place: int
    text: str


@dataclass(frozen=True, slots=True)
class Asking:
    """The question that is answered now; ``so_far`` are the places picked of an ordering."""

    question: QuizQuestion
    number: int
    of: int
    options: list[Option]
    carried: list[str]
    so_far: list[int] = field(default_factory=list)

    @property
    def picked(self) -> list[str]:
        """The texts picked so far, in order."""
        return [self.question.options[place] for place in self.so_far]


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that ``comprehension/_card.html`` needs."""

    case_id: UUID
    person: Person
    deputy: bool
    standing: Standing
    asking: Asking | None
    points: list[PointLine]
    typed: str
    problem: str = ""

    @property
    def spoken(self) -> bool:
        """Whether somebody will call instead."""
        return self.standing.mode == Mode.SPOKEN

    @property
    def has_quiz(self) -> bool:
        """Whether the quiz is one of the steps."""
        return bool(self.standing.questions) and not self.spoken

    @property
    def has_words(self) -> bool:
        """Whether the restatement is one of the steps."""
        return self.standing.mode == Mode.TEACH_BACK

    @property
    def quiz_done(self) -> bool:
        """Whether every question was answered rightly."""
        return not self.standing.open_questions

    @property
    def missed(self) -> list[QuizQuestion]:
        """The questions that were answered, and not rightly."""
        asked = self.standing.open_questions
        return [one for one in asked if self.standing.verdict(one) == Verdict.WRONG]

    @property
    def minutes(self) -> int:
        """How long it takes, roughly: a quarter of a minute each."""
        count = len(self.standing.questions) * self.has_quiz
        return max(1, round((count + 2 * len(self.standing.points) * self.has_words) / 4))


def card(
    case: Case,
    person: Person,
    *,
    by: Person,
    typed: str | None = None,
    carried: Mapping[int, Sequence[int]] | None = None,
    so_far: Sequence[int] = (),
) -> Card:
    """The card of ``person`` as ``by`` sees it."""
    standing = queries.standing(case, person.pk)
    return Card(
        case_id=case.pk,
        person=person,
        deputy=by.pk != person.pk,
        standing=standing,
        asking=_asking(standing, person.pk, carried or {}, so_far),
        points=_lines(case, standing, typed or ""),
        typed=standing.words if typed is None else typed,
    )


def with_problem(shown: Card, problem: str) -> Card:
    """The same card, saying what is wrong."""
    return replace(shown, problem=problem)


def _lines(case: Case, standing: Standing, typed: str) -> list[PointLine]:
    """After a try what it said; before it how far the words that are being typed have come."""
    if standing.tries.get(About.POINTS) or not typed:
        return [_line(standing, point) for point in standing.points]
    return mentioned(case, standing.points, typed)


def mentioned(case: Case, held: Sequence[KeyPoint], words: str) -> list[PointLine]:
    """While somebody types: which points are there at all.

    Whether they are right is said only afterwards: else the first try would measure nothing.
    """
    if not words.strip():
        return [PointLine(asks(point), "ask") for point in held]
    judged = actions.judge_words(case, held, words)
    return [
        PointLine(asks(point), "open" if one.verdict == Verdict.MISSING else "in")
        for point, one in zip(held, judged, strict=True)
    ]


def shuffled(question: QuizQuestion, person_id: int) -> list[Option]:
    """The options as this person sees them; those of an ordering are always mixed the same way."""
    options = [Option(place, text) for place, text in enumerate(question.options)]
    if question.kind != QuestionKind.ORDERING:
        return options
    mixed = sorted(options, key=lambda one: _draw(question.pk, person_id, one.place))
    return mixed if mixed != options else [*mixed[1:], mixed[0]]


def _draw(question_id: int, person_id: int, place: int) -> bytes:
    return sha256(f"{question_id}:{person_id}:{place}".encode()).digest()


def _asking(
    standing: Standing, person_id: int, carried: Mapping[int, Sequence[int]], so_far: Sequence[int]
) -> Asking | None:
    asked = standing.open_questions
    waiting = [one for one in asked if one.pk not in carried]
    if not waiting:
        return None
    question = waiting[0]
    return Asking(
        question=question,
        number=len(asked) - len(waiting) + 1,
        of=len(asked),
        options=[one for one in shuffled(question, person_id) if one.place not in so_far],
        carried=[f"{key}:{','.join(map(str, places))}" for key, places in carried.items()],
        so_far=list(so_far),
    )


def _line(standing: Standing, point: KeyPoint) -> PointLine:
    verdict = standing.verdict(point)
    if not verdict:
        return PointLine(asks(point), "ask")
    if verdict == Verdict.RIGHT:
        return PointLine(asks(point), "in")
    row = standing.latest["points", point.pk]
    why = "" if row.overruled else reasons_words(row.reason, reveal=False)
    return PointLine(asks(point), "wrong" if verdict == Verdict.WRONG else "open", why)
