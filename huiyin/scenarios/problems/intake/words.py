"""What whoever raised a problem writes about it later, and what is written back (B06)."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.attachments import attach
from huiyin.core.event import Event, Fact
from huiyin.delivery.received import Received
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.problems import authority, duties, events, offices
from huiyin.scenarios.problems.intake import mails
from huiyin.scenarios.problems.intake.models import Word, WordFrom
from huiyin.scenarios.problems.models import LONGEST, Problem
from huiyin.scenarios.problems.registering import locked
from huiyin.scenarios.problems.reporting import ProblemRefused, facts_of


@action(events.WROTE)
def heard(
    problem: Problem,
    text: str,
    *,
    name: str,
    key: str,
    files: Iterable[Received] = (),
    by: Person | None,
) -> Word | None:
    """Whoever raised it wrote again: the owner, else the desk, is to read it. Once per ``key``.

    ``by`` is a colleague when the address is one's. What follows ended problems is kept, and
    nobody owes anything for it.
    """
    if Word.objects.filter(key=key).exists():
        return None
    problem = locked(problem.pk)
    at = clock.now()
    reader = problem.owner or offices.desk_of(problem.department)
    keeper = by or problem.initiator
    words = "\n\n".join(part for part in (text.strip(), *keep(problem, files, keeper)) if part)
    word = Word.objects.create(
        problem=problem,
        origin=WordFrom.REPORTER,
        name=name[:200],
        person=by,
        text=words[:LONGEST],
        key=key,
        at=at,
    )
    facts: dict[str, Fact] = {"part": word.part, "is_open": problem.closed_at is None}
    facts |= {"word_reader": reader.pk} if reader else {}
    event = Event(
        events.WROTE, str(problem.pk), at, by.pk if by else None, facts_of(problem) | facts
    )
    record(event, private={"text": words} if words else None)
    return word


@action(events.WORD_SEEN)
def see(word_id: int, reply: str = "", *, by: Person) -> Word:
    """Read, and perhaps answered by mail with ``reply``. Twice is once; ``NotVisible`` for others."""
    word = Word.objects.select_for_update(of=("self",)).get(pk=word_id)
    problem = locked(word.problem_id)
    authority.demand(by, problem, allowed=may_see_to(by, problem, word))
    if word.seen_at is not None:
        return word
    if len(reply) > LONGEST:
        raise ProblemRefused("text", "long")
    at = clock.now()
    word.seen_at, word.seen_by = at, by
    word.save(update_fields=["seen_at", "seen_by"])
    answered = bool(reply.strip()) and mails.write_back(problem, reply.strip(), word, by=by)
    facts: dict[str, Fact] = {
        "part": word.part,
        "person": duties.bearer_of(problem.pk, events.READ_WORD, by.pk, word.part),
        "answered": answered,
    }
    event = Event(events.WORD_SEEN, str(problem.pk), at, by.pk, facts_of(problem) | facts)
    record(event, private={"reply": reply.strip()} if answered else None)
    return word


def may_see_to(actor: Person, problem: Problem, word: Word) -> bool:
    """Whoever owes it, the owner and those who speak for them, and the desk."""
    if duties.answers_for(problem.pk, events.READ_WORD, actor, word.part):
        return True
    return authority.may_own(actor, problem) or authority.may_register(actor, problem)


def of_problem(problem: Problem) -> list[Word]:
    """Everything that was written, the oldest first."""
    rows = Word.objects.filter(problem=problem)
    return list(rows.select_related("person", "seen_by"))


def keep(problem: Problem, files: Iterable[Received], by: Person) -> list[str]:
    """Attach what may be attached; a sentence for each file that may not."""
    said = []
    for file in files:
        try:
            attach(problem, SimpleUploadedFile(file.name, file.content), by=by)
        except ValidationError as wrong:
            why = " ".join(wrong.messages)
            said.append(_("（附件没有保存：%(why)s）") % {"why": why})
    return said


def find(number: str) -> UUID | None:
    """The id of the problem that people call by this number."""
    return Problem.objects.filter(number__iexact=number).values_list("pk", flat=True).first()
