"""Reads: the points and questions that hold, and where one person stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Max

from huiyin.cases.comprehension import matters
from huiyin.cases.comprehension.models import (
    About,
    Assertion,
    Attempt,
    Decider,
    KeyPoint,
    Mode,
    QuizQuestion,
    Verdict,
)
from huiyin.cases.models import Case


def points(case_id: UUID, revision: int) -> list[KeyPoint]:
    """The key points that hold for ``revision``: its own, else those of the last one before it."""
    held = KeyPoint.objects.filter(case_id=case_id, revision__lte=revision)
    newest = held.aggregate(newest=Max("revision"))["newest"]
    return list(held.filter(revision=newest).order_by("order"))


def questions(case_id: UUID, revision: int) -> list[QuizQuestion]:
    """The questions that hold for ``revision``, found the same way."""
    held = QuizQuestion.objects.filter(case_id=case_id, revision__lte=revision)
    newest = held.aggregate(newest=Max("revision"))["newest"]
    return list(held.filter(revision=newest).order_by("order"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one person has come; a row of ``latest`` is what they last said about it."""

    mode: str
    revision: int
    points: list[KeyPoint]
    questions: list[QuizQuestion]
    latest: dict[tuple[str, int], Assertion]
    tries: dict[str, int]
    words: str

    def verdict(self, thing: KeyPoint | QuizQuestion) -> str:
        """The verdict that counts for one point or question; empty before it was tried."""
        found = self.latest.get(_key(thing))
        return found.counts if found else ""

    @property
    def open_points(self) -> list[KeyPoint]:
        """Those that were not said rightly yet."""
        return [one for one in self.points if self.verdict(one) != Verdict.RIGHT]

    @property
    def open_questions(self) -> list[QuizQuestion]:
        """Those that were not answered rightly yet."""
        return [one for one in self.questions if self.verdict(one) != Verdict.RIGHT]

    @property
    def complete(self) -> bool:
        """Whether everything that the mode asks for was shown."""
        if self.mode == Mode.QUIZ:
            return bool(self.questions) and not self.open_questions
        if self.mode == Mode.TEACH_BACK:
            return bool(self.points) and not (self.open_points or self.open_questions)
        return bool(self.points) and not self.open_points


def standing(case: Case, person_id: int) -> Standing:
    """Where ``person_id`` stands with the current revision of ``case``."""
    matter = matters.of(case)
    revision = matter.revision(case)
    tries = Attempt.objects.filter(case=case, person_id=person_id, revision=revision)
    counts = {
        row["about"]: row["tries"]
        for row in tries.values("about").order_by("about").annotate(tries=Max("number"))
    }
    last = tries.filter(mode=Mode.TEACH_BACK).order_by("-number").first()
    return Standing(
        mode=matter.mode(case, person_id),
        revision=revision,
        points=points(case.pk, revision),
        questions=questions(case.pk, revision),
        latest=_latest(case.pk, person_id, revision),
        tries=counts,
        words=last.words if last else "",
    )


def names_in(*texts: str) -> list[str]:
    """The people of the directory whose names occur in any of ``texts``."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {"text": "\n".join(texts)})
        return [row[0] for row in cursor.fetchall()]


def proposals(assertions: Iterable[Assertion]) -> dict[int, Assertion]:
    """What a model proposed beside each of ``assertions``, by the id of the latter."""
    counting = list(assertions)
    rows = Assertion.objects.filter(
        attempt_id__in={row.attempt_id for row in counting}, decided_by=Decider.MODEL
    )
    by_thing = {(row.attempt_id, row.key_point_id): row for row in rows}
    found = {row.pk: by_thing.get((row.attempt_id, row.key_point_id)) for row in counting}
    return {key: row for key, row in found.items() if row is not None}


def _latest(case_id: UUID, person_id: int, revision: int) -> dict[tuple[str, int], Assertion]:
    """The last word on each thing; one that only left it out takes nothing back."""
    rows = Assertion.objects.filter(
        attempt__case_id=case_id, attempt__person_id=person_id, attempt__revision=revision
    ).exclude(decided_by=Decider.MODEL)
    found: dict[tuple[str, int], Assertion] = {}
    for row in rows.order_by("attempt__at", "attempt__number", "pk"):
        key = _thing(row)
        if row.counts != Verdict.MISSING or key not in found:
            found[key] = row
    return found


def _thing(row: Assertion) -> tuple[str, int]:
    if row.key_point_id is not None:
        return About.POINTS, row.key_point_id
    return About.QUESTIONS, row.question_id or 0


def _key(thing: KeyPoint | QuizQuestion) -> tuple[str, int]:
    about = About.POINTS if isinstance(thing, KeyPoint) else About.QUESTIONS
    return about, thing.pk


def texts(things: Sequence[KeyPoint]) -> list[str]:
    """The words of each."""
    return [thing.text for thing in things]


_NAMES = """
SELECT DISTINCT name FROM directory_person
 WHERE active AND length(name) > 1 AND position(name IN %(text)s) > 0 ORDER BY name
"""
