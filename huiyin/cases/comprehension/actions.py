"""Everything that can be done about understanding: one function per verb, each records one event."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from django.utils import timezone

from huiyin.cases.actions import action
from huiyin.cases.comprehension import attempts, events, matters, queries, scoring
from huiyin.cases.comprehension.attempts import Judged, Try
from huiyin.cases.comprehension.models import (
    About,
    Attempt,
    Decider,
    KeyPoint,
    Mode,
    QuizQuestion,
    Verdict,
)
from huiyin.cases.models import Case
from huiyin.core.evidence import Channel
from huiyin.core.restating.compare import compare
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.kit import clock

LONGEST = 2000
"""Signs of a restatement."""


class AttemptRefused(ValueError):
    """A try that cannot be taken; ``code`` says why: ``empty``, ``long``, ``not_asked``, ``ticks``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@action(events.RESTATED)
def restate(
    case_id: UUID,
    text: str,
    *,
    by: Person,
    person_id: int | None = None,
    channel: Channel = Channel.INBOX,
) -> Attempt:
    """``by`` says back in own words what the key points are, for themselves or as a deputy.

    Compared at once. The same words twice are one try; there may be any number of tries.
    """
    case, person = _case(case_id, by, person_id)
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise AttemptRefused("long" if words else "empty")
    attempts.lock(case, person.pk)
    held = _asked(case, person, {Mode.TEACH_BACK})
    judged = judge_words(case, held, words)
    made = Try(case, person, by, Mode.TEACH_BACK, About.POINTS, channel, judged, words=words)
    known = attempts.repeated(made)
    if known is not None:
        return known
    attempt = attempts.keep(made, events.RESTATED)
    scoring.propose_later(case, attempt)
    attempts.settle(case, person.pk, by=by, mode=Mode.TEACH_BACK, channel=channel)
    return attempt


@action(events.QUIZZED)
def answer_quiz(
    case_id: UUID,
    answers: Mapping[int, Sequence[int]],
    *,
    by: Person,
    person_id: int | None = None,
    channel: Channel = Channel.INBOX,
) -> Attempt:
    """Answers by question id, each a list of places of options; what is left out is missing.

    Questions that were answered rightly before need not be answered again.
    """
    case, person = _case(case_id, by, person_id)
    attempts.lock(case, person.pk)
    standing = queries.standing(case, person.pk)
    if standing.mode not in {Mode.TEACH_BACK, Mode.QUIZ} or not standing.questions:
        raise AttemptRefused("not_asked")
    asked = standing.open_questions or standing.questions
    given = {one.pk: list(answers[one.pk]) for one in standing.questions if answers.get(one.pk)}
    if not given:
        raise AttemptRefused("empty")
    judged = [_judge_answer(one, given.get(one.pk)) for one in asked]
    kept = {str(key): value for key, value in given.items()}
    made = Try(case, person, by, Mode.QUIZ, About.QUESTIONS, channel, judged, answers=kept)
    known = attempts.repeated(made)
    if known is not None:
        return known
    attempt = attempts.keep(made, events.QUIZZED)
    attempts.settle(case, person.pk, by=by, mode=Mode.QUIZ, channel=channel)
    return attempt


@action(events.READ_BACK)
def read_back(
    case_id: UUID,
    person_id: int,
    ticks: Mapping[int, str],
    *,
    by: Person,
    channel: Channel = Channel.PHONE,
) -> Attempt | None:
    """``by`` heard ``person_id`` say it, on the phone or face to face, and ticks each key point.

    ``ticks`` are verdicts by key point id, as they were said at first; what was not right is taken
    as put right before hanging up, in a second try. ``None`` when the case has no key points.
    """
    case = _locked(case_id)
    matters.of(case).require_caller(case, person_id, by=by)
    person = Person.objects.get(pk=person_id)
    attempts.lock(case, person_id)
    held = queries.points(case.pk, matters.of(case).revision(case))
    if not held:
        return None
    if any(ticks.get(one.pk) not in Verdict.values for one in held):
        raise AttemptRefused("ticks")
    first = [Judged(one, ticks[one.pk], Decider.PERSON) for one in held]
    attempt = attempts.keep(
        Try(case, person, by, Mode.SPOKEN, About.POINTS, channel, first), events.READ_BACK
    )
    if any(one.verdict != Verdict.RIGHT for one in first):
        second = [Judged(one, Verdict.RIGHT, Decider.PERSON) for one in held]
        attempts.keep(
            Try(case, person, by, Mode.SPOKEN, About.POINTS, channel, second), events.READ_BACK
        )
    return attempt


def judge_words(case: Case, held: Sequence[KeyPoint], words: str) -> list[Judged]:
    """The text comparison, one verdict per key point in their order."""
    written = timezone.localtime(case.opened_at or clock.now()).date()
    found = compare(
        queries.texts(held),
        words,
        names=queries.names_in(words, *queries.texts(held)),
        written_on=written,
        said_on=timezone.localtime(clock.now()).date(),
    )
    return [
        Judged(
            point,
            str(one.verdict),
            Decider.AUTOMATIC,
            [{key: str(value) for key, value in asdict(reason).items()} for reason in one.reasons],
        )
        for point, one in zip(held, found, strict=True)
    ]


def _judge_answer(question: QuizQuestion, given: Sequence[int] | None) -> Judged:
    if not given:
        return Judged(question, Verdict.MISSING, Decider.AUTOMATIC)
    ordered = question.kind == "ordering"
    right = list(given) == question.answer if ordered else set(given) == set(question.answer)
    return Judged(question, Verdict.RIGHT if right else Verdict.WRONG, Decider.AUTOMATIC)


def _asked(case: Case, person: Person, modes: set[Mode]) -> list[KeyPoint]:
    matter = matters.of(case)
    held = queries.points(case.pk, matter.revision(case))
    if matter.mode(case, person.pk) not in modes or not held:
        raise AttemptRefused("not_asked")
    return held


def _case(case_id: UUID, by: Person, person_id: int | None) -> tuple[Case, Person]:
    case = _locked(case_id)
    about = person_id or by.pk
    matters.of(case).require_answerer(case, about, by=by)
    return case, by if about == by.pk else Person.objects.get(pk=about)


def _locked(case_id: UUID) -> Case:
    case = Case.objects.filter(pk=case_id, opened_at__isnull=False).first()
    if case is None or not matters.knows(case):
        raise NotVisible
    return case
