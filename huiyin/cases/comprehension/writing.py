"""What the author of a draft writes down: the key points, and the questions of the quiz."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from huiyin.cases.comprehension import matters
from huiyin.cases.comprehension.models import KeyPoint, QuestionKind, QuizQuestion
from huiyin.cases.models import Case
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person

MOST_POINTS, MOST_QUESTIONS, MOST_OPTIONS = 12, 12, 8
LONGEST, LONGEST_HINT = 300, 60
FEWEST_OPTIONS = 2


class WritingRefused(ValueError):
    """A point or question that cannot be kept: ``row`` counts from 1, ``field`` and ``code``."""

    def __init__(self, row: int, field: str, code: str) -> None:
        super().__init__(f"{row} {field} {code}")
        self.row, self.field, self.code = row, field, code


class NotDraft(Exception):
    """What went out is not rewritten."""


@dataclass(frozen=True, slots=True)
class PointText:
    """One key point as it was typed."""

    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class QuestionText:
    """One question; ``point`` is the place of the key point that it is about, from 1 (0: none)."""

    kind: str
    text: str
    options: Sequence[str]
    answer: Sequence[int]
    point: int = 0

    @property
    def lines(self) -> str:
        """The options as they are typed: one per line, right ones marked."""
        marked = self.kind not in {QuestionKind.ORDERING, QuestionKind.TRUE_FALSE}
        return "\n".join(
            f"*{text}" if marked and place in self.answer else text
            for place, text in enumerate(self.options)
        )


@transaction.atomic
def set_points(case_id: UUID, rows: Iterable[PointText], *, by: Person) -> list[KeyPoint]:
    """Keep these key points of a draft in this order, instead of those before; empty ones fall out.

    No event: nobody has seen them. They enter the ledger with what is published.
    """
    case, revision = _draft(case_id, by)
    kept = [PointText(row.text.strip(), row.hint.strip()) for row in rows if row.text.strip()]
    if len(kept) > MOST_POINTS:
        raise WritingRefused(len(kept), "text", "many")
    for place, row in enumerate(kept, 1):
        if len(row.text) > LONGEST:
            raise WritingRefused(place, "text", "long")
        if len(row.hint) > LONGEST_HINT:
            raise WritingRefused(place, "hint", "long")
    old = {one.order: one for one in KeyPoint.objects.filter(case=case, revision=revision)}
    for place, row in enumerate(kept, 1):
        values = {"text": row.text, "hint": row.hint}
        KeyPoint.objects.update_or_create(
            case=case, revision=revision, order=place, defaults=values
        )
    gone = [one.pk for place, one in old.items() if place > len(kept)]
    KeyPoint.objects.filter(pk__in=gone).delete()
    return list(KeyPoint.objects.filter(case=case, revision=revision).order_by("order"))


@transaction.atomic
def set_questions(
    case_id: UUID, rows: Iterable[QuestionText], *, by: Person, unfinished: bool = False
) -> list[QuizQuestion]:
    """Keep these questions of a draft in this order, instead of those before.

    With ``unfinished`` a question may still lack options or its answer (``problems`` finds it).
    """
    case, revision = _draft(case_id, by)
    kept = [row for row in rows if row.text.strip()]
    if len(kept) > MOST_QUESTIONS:
        raise WritingRefused(len(kept), "text", "many")
    values = [_plain(place, row) for place, row in enumerate(kept, 1)]
    if not unfinished:
        for place, value in enumerate(values, 1):
            _require_whole(place, value)
    held = KeyPoint.objects.filter(case=case, revision=revision)
    points = {one.order: one for one in held}
    QuizQuestion.objects.filter(case=case, revision=revision).delete()
    return QuizQuestion.objects.bulk_create(
        QuizQuestion(
            case=case, revision=revision, order=place, key_point=points.get(row.point), **value
        )
        for place, (row, value) in enumerate(zip(kept, values, strict=True), 1)
    )


def problems(case_id: UUID, revision: int) -> list[WritingRefused]:
    """What the questions of a draft still lack."""
    found = []
    rows = QuizQuestion.objects.filter(case_id=case_id, revision=revision)
    for row in rows.order_by("order"):
        value = {"kind": row.kind, "options": row.options, "answer": row.answer}
        try:
            _require_whole(row.order, value)
        except WritingRefused as error:
            found.append(error)
    return found


def _plain(place: int, row: QuestionText) -> dict[str, Any]:
    """A question as it is kept; the options of an ordering are their own answer."""
    if row.kind not in QuestionKind.values:
        raise WritingRefused(place, "kind", "unknown")
    if len(row.text.strip()) > LONGEST:
        raise WritingRefused(place, "text", "long")
    options = [option.strip() for option in row.options if option.strip()]
    answer = list(row.answer)
    if row.kind == QuestionKind.TRUE_FALSE:
        options = []
    elif row.kind == QuestionKind.ORDERING:
        answer = list(range(len(options)))
    return {"kind": row.kind, "text": row.text.strip(), "options": options, "answer": answer}


def _require_whole(place: int, value: Mapping[str, Any]) -> None:
    """Enough different options, and a right answer among them."""
    kind, options, answer = value["kind"], value["options"], value["answer"]
    judged = kind == QuestionKind.TRUE_FALSE
    enough = FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS and len(set(options)) == len(options)
    if not judged and not enough:
        raise WritingRefused(place, "options", "count")
    if not answer or not set(answer) <= set(range(2 if judged else len(options))):
        raise WritingRefused(place, "answer", "missing")
    if kind in {QuestionKind.SINGLE, QuestionKind.TRUE_FALSE} and len(answer) > 1:
        raise WritingRefused(place, "answer", "one")


def _draft(case_id: UUID, by: Person) -> tuple[Case, int]:
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None or not matters.knows(case):
        raise NotVisible
    require(by, Action.EDIT, case)
    matter = matters.of(case)
    if not matter.is_draft(case):
        raise NotDraft
    return case, matter.revision(case)
