"""A problem enters the house: by whichever way, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from huiyin.cases import readers
from huiyin.cases.actions import action
from huiyin.cases.attachments import attach
from huiyin.cases.models import Classification, Urgency
from huiyin.cases.numbers import next_number
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.obligations.roles import one
from huiyin.scenarios.problems import events, offices
from huiyin.scenarios.problems.models import LONGEST, AnswerBy, Problem, Source

TITLE = 120


class ProblemRefused(ValueError):
    """What was given cannot be; ``field`` and ``code`` say what."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


class NotWhole(ValueError):
    """A solution report that lacks something; ``problems`` say what, one by one."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


@action(events.REPORTED)
def report(
    *,
    by: Person,
    title: str,
    text: str,
    source: str,
    source_ref: str = "",
    reporter_name: str = "",
    reporter_contact: str = "",
    reporter: Person | None = None,
    answer_by: str = AnswerBy.MAIL,
    urgency: str = Urgency.IMPORTANT,
    classification: str = Classification.INTERNAL,
    origin: UUID | None = None,
    attachments: Sequence["UploadedFile[Any]"] = (),
) -> Problem:
    """Raise a problem; asked twice with one ``source`` and ``source_ref``, it is one problem.

    Without a name ``by`` raised it; with one somebody outside did (``reporter_name``), or a
    colleague (``reporter``), and ``by`` wrote it down. ``ProblemRefused``: ``title`` empty,
    ``text`` long, ``source`` unknown. ``ValidationError`` for a file that may not be attached.
    """
    require(by, Action.WRITE_NOTICE)
    known = _known(source, source_ref)
    if known is not None:
        return known
    _check(title, text, source)
    at = clock.now()
    outside = bool(reporter_name.strip()) and reporter is None
    made = _create(
        by,
        at,
        title=" ".join(title.split())[:TITLE],
        text=text.strip(),
        source=source,
        source_ref=source_ref.strip()[:120],
        reporter=None if outside else reporter or by,
        reporter_name=reporter_name.strip()[:80] if outside else "",
        reporter_contact=reporter_contact.strip()[:200],
        answer_by=answer_by if answer_by in AnswerBy.values else AnswerBy.MAIL,
        urgency=urgency,
        classification=classification,
        origin=origin,
    )
    for upload in attachments:
        attach(made, upload, by=by)
    if made.reporter_id not in (None, by.pk):
        readers.tell(made.pk, one(int(made.reporter_id or 0)))
    _record(made, by, at)
    return made


def facts_of(problem: Problem) -> dict[str, Fact]:
    """What every event of a problem says."""
    return {
        "number": problem.number,
        "source": problem.source,
        "is_major": problem.is_major,
        "is_outside": problem.is_outside,
        "reporter": problem.reporter_id,
        "initiator": problem.initiator_id,
        "department": problem.department_id,
        "urgency": problem.urgency,
        "classification": problem.classification,
        **({"problem_owner": problem.owner_id} if problem.owner_id else {}),
        **({"nature": problem.nature} if problem.nature else {}),
    }


def written(words: str, field: str, most: int) -> str:
    """What somebody must say in ``field``; ``ProblemRefused`` when it is empty or too long."""
    said = words.strip()
    if not said:
        raise ProblemRefused(field, "empty")
    if len(said) > most:
        raise ProblemRefused(field, "long")
    return said


def _known(source: str, source_ref: str) -> Problem | None:
    if not source_ref.strip():
        return None
    return Problem.objects.filter(source=source, source_ref=source_ref.strip()[:120]).first()


def _check(title: str, text: str, source: str) -> None:
    if not title.strip():
        raise ProblemRefused("title", "empty")
    if len(text) > LONGEST:
        raise ProblemRefused("text", "long")
    if source not in Source.values:
        raise ProblemRefused("source", "unknown")


def _create(by: Person, at: datetime, **fields: Any) -> Problem:
    return Problem.objects.create(
        scenario="problems",
        number=next_number("problems", at),
        initiator=by,
        department=by.department,
        created_at=at,
        opened_at=at,
        **fields,
    )


def _record(problem: Problem, by: Person, at: datetime) -> None:
    desk = offices.desk_of(problem.department)
    facts = facts_of(problem) | {"has_source": bool(problem.source)}
    if desk is not None:
        facts["problem_desk"] = desk.pk
    private = {"text": problem.text} if problem.text else None
    record(Event(events.REPORTED, str(problem.pk), at, by.pk, facts), private=private)
