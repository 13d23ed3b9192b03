"""Keeping one try: its number, its assertions, its entry in the ledger, and what follows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from huiyin.cases.comprehension import matters, queries
from huiyin.cases.comprehension.models import (
    About,
    Assertion,
    Attempt,
    KeyPoint,
    Mode,
    QuizQuestion,
)
from huiyin.cases.models import Case
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record

PROOFS = {
    Mode.TEACH_BACK: Proof.TEACH_BACK,
    Mode.QUIZ: Proof.QUIZ,
    Mode.SPOKEN: Proof.SPOKEN,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one point or question, and why."""

    thing: KeyPoint | QuizQuestion
    verdict: str
    decided_by: str
    reason: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Try:
    """What is written down; ``answers`` and ``words`` are private, the rest goes into the ledger."""

    case: Case
    person: Person
    actor: Person
    mode: Mode
    about: About
    channel: Channel
    judged: Sequence[Judged]
    words: str = ""
    answers: dict[str, Any] = field(default_factory=dict)


def lock(case: Case, person_id: int) -> None:
    """One try of a person about a case at a time; nobody else waits."""
    with connection.cursor() as cursor:
        key = f"comprehension:{case.pk}:{person_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def repeated(made: Try) -> Attempt | None:
    """The last try when this one says the very same: pressing twice is one."""
    last = _of(made).order_by("-number").first()
    if last is None or (last.words, last.answers, last.mode) != (
        made.words,
        made.answers,
        made.mode,
    ):
        return None
    return last


def keep(made: Try, kind: str) -> Attempt:
    """Number it, keep it and record ``kind``; the caller holds the lock."""
    matter = matters.of(made.case)
    revision = matter.revision(made.case)
    last = _of(made).order_by("-number").values_list("number", flat=True).first()
    attempt = Attempt.objects.create(
        case=made.case,
        person=made.person,
        actor=made.actor,
        department_id=made.person.department_id,
        revision=revision,
        about=made.about,
        mode=made.mode,
        number=(last or 0) + 1,
        words=made.words,
        answers=made.answers,
        channel=made.channel,
        hop=matter.hop(made.case, made.person.pk),
        at=clock.now(),
    )
    Assertion.objects.bulk_create(
        Assertion(
            attempt=attempt,
            key_point=one.thing if isinstance(one.thing, KeyPoint) else None,
            question=one.thing if isinstance(one.thing, QuizQuestion) else None,
            verdict=one.verdict,
            reason=one.reason,
            decided_by=one.decided_by,
        )
        for one in made.judged
    )
    record(
        Event(kind, str(made.case.pk), attempt.at, made.actor.pk, facts(attempt, made.judged)),
        private=_private(made),
    )
    return attempt


def facts(attempt: Attempt, judged: Sequence[Judged]) -> dict[str, Fact]:
    """Everything from which the rate can be computed again, and no word of what was said."""
    return {
        "person": attempt.person_id,
        "department": attempt.department_id,
        "attempt": attempt.number,
        "about": str(attempt.about),
        "revision": attempt.revision,
        "channel": Channel(attempt.channel).name,
        "hop": attempt.hop,
        "verdicts": tuple(f"{one.thing.order}:{one.verdict}" for one in judged),
    }


def settle(case: Case, person_id: int, *, by: Person, mode: Mode, channel: Channel) -> bool:
    """Tell the scenario when everything asked for has been shown; whether it has."""
    complete = queries.standing(case, person_id).complete
    if complete:
        matters.of(case).understood(case, person_id, by=by, proof=PROOFS[mode], channel=channel)
    return complete


def _of(made: Try) -> QuerySet[Attempt]:
    revision = matters.of(made.case).revision(made.case)
    return Attempt.objects.filter(
        case=made.case, person=made.person, revision=revision, about=made.about
    )


def _private(made: Try) -> dict[str, str] | None:
    if made.words:
        return {"words": made.words}
    if made.answers:
        return {"answers": json.dumps(made.answers, sort_keys=True)}
    return None
