"""Everything that can be done with a question: one function per verb, each records one event."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from huiyin.cases.actions import action
from huiyin.cases.models import Case
from huiyin.cases.questions import doubts, duties, events, queries
from huiyin.cases.questions.finding import (
    QuestionRefused,
    case_of,
    owner_of,
    question_of,
    words_of,
)
from huiyin.cases.questions.models import Answer, Doubt, Question
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record


@action(events.ASKED)
def ask(case_id: UUID, text: str, *, by: Person) -> Question:
    """``by`` asks about a case they may read; the same open question twice is one.

    Raises ``QuestionRefused``: ``empty``, ``long``, ``own`` (nobody asks themselves).
    """
    case = case_of(case_id, by)
    words = words_of(text)
    owner = owner_of(case)
    if by.pk == owner.pk:
        raise QuestionRefused("own")
    asked = Question.objects.filter(case=case, asker=by, text=words, withdrawn_at=None)
    known = asked.filter(answered_at=None).first()
    if known is not None:
        return known
    at = clock.now()
    question = Question.objects.create(case=case, asker=by, owner=owner, text=words, asked_at=at)
    Doubt.objects.create(question=question, person=by, since=at)
    _record(events.ASKED, question, case, at, by, private={"text": words})
    return question


@action(events.FOLLOWED)
def follow(question_id: int, *, by: Person, like: str = "") -> bool:
    """``by`` has the same doubt; whether that is new.

    Somebody else's open question is known to those alone who typed one ``like`` it.
    """
    question, case = question_of(question_id, by, like=like)
    if by.pk == question.owner_id or question.withdrawn_at is not None:
        raise QuestionRefused("own" if question.withdrawn_at is None else "over")
    at = clock.now()
    _row, new = Doubt.objects.get_or_create(question=question, person=by, defaults={"since": at})
    if new:
        _record(events.FOLLOWED, question, case, at, by, person=by.pk)
    return new


@action(events.ANSWERED)
def answer(question_id: int, text: str, *, by: Person, shared: bool = True) -> Answer:
    """The answer of whoever owes it, of their deputy or head; answered again, it is a correction.

    A correction opens the doubt of all who asked once more. The same words twice are one answer.
    """
    question, case = question_of(question_id, by)
    if not queries.may_answer(question, by):
        raise PermissionDenied
    if question.withdrawn_at is not None:
        raise QuestionRefused("over")
    words = words_of(text)
    last = question.answers.order_by("-pk").first()
    if last is not None and (last.text, last.shared) == (words, shared):
        return last
    at = clock.now()
    made = Answer.objects.create(question=question, by=by, text=words, shared=shared, at=at)
    question.answered_at = question.answered_at or at
    question.shared = shared
    question.save(update_fields=["answered_at", "shared"])
    if last is not None:
        question.doubts.update(since=at, read_at=None)
    _record(
        events.ANSWERED,
        question,
        case,
        at,
        by,
        person=question.owner_id,
        private={"text": words},
        sets={"doubters": doubts.may_share(question, shared=shared, by=by)},
        shared=shared,
        correction=last is not None,
    )
    return made


@action(events.READ)
def read(
    question_id: int,
    *,
    by: Person,
    person_id: int | None = None,
    proof: Proof = Proof.BUTTON,
    channel: Channel = Channel.INBOX,
) -> bool:
    """``by`` has read the answer and it is clear now; whether that was still owed or doubted."""
    question, case = question_of(question_id, by)
    about = person_id or by.pk
    if about != by.pk and not duties.stands_in(question, by.pk, about):
        raise NotVisible
    if question.answered_at is None:
        raise QuestionRefused("open")
    at = clock.now()
    waiting = duties.owes_reading(question, about)
    doubted = question.doubts.filter(person_id=about, read_at=None).update(read_at=at)
    if not waiting and not doubted:
        return False
    _record(
        events.READ,
        question,
        case,
        at,
        by,
        person=about,
        proof=proof.name,
        channel=channel.name,
    )
    return True


@action(events.WITHDRAWN)
def withdraw(question_id: int, *, by: Person) -> bool:
    """The asker found out alone, and nobody else asks too; ``False`` when it is over already."""
    question, case = question_of(question_id, by)
    if question.asker_id != by.pk:
        raise PermissionDenied
    if not question.is_open:
        return False
    if question.doubts.exclude(person=by).exists():
        raise QuestionRefused("shared")
    question.withdrawn_at = at = clock.now()
    question.save(update_fields=["withdrawn_at"])
    _record(events.WITHDRAWN, question, case, at, by, person=question.owner_id)
    return True


def _record(
    kind: str,
    question: Question,
    case: Case,
    at: datetime,
    by: Person,
    *,
    private: dict[str, str] | None = None,
    sets: dict[str, Any] | None = None,
    **more: Fact,
) -> None:
    facts: dict[str, Fact] = {
        "part": question.part,
        "asker": question.asker_id,
        "answerer": question.owner_id,
        "urgency": case.urgency,
        "classification": case.classification,
    }
    record(Event(kind, str(case.pk), at, by.pk, facts | more), sets=sets, private=private)
