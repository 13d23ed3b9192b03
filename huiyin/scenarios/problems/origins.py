"""A problem that follows from another case: a doubt about a notice, a meeting, an incident (B01)."""

from dataclasses import dataclass
from uuid import UUID

from huiyin.cases import following
from huiyin.cases.models import Case
from huiyin.directory.access import Action, NotVisible, may
from huiyin.directory.models import Person
from huiyin.scenarios.problems.models import LONGEST, Source

SOURCES = {
    "notices": Source.QUESTION,
    "meetings": Source.MEETING,
    "incidents": Source.INCIDENT,
}
"""What a problem that follows from a case of a scenario comes from."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The case a problem follows from, and what it gives to the form."""

    case: Case
    source: str
    text: str


def read(text: str, actor: Person) -> Origin | None:
    """The origin called ``text`` (an id), as far as ``actor`` may read it; else ``None``."""
    try:
        case = Case.objects.filter(pk=UUID(text), opened_at__isnull=False).first()
    except ValueError:
        return None
    if case is None or not may(actor, Action.READ, case):
        return None
    return Origin(case, SOURCES.get(case.scenario, Source.FORM), _text(case, actor))


def _text(case: Case, actor: Person) -> str:
    try:
        draft = following.draft(case.pk, actor)
    except NotVisible:
        return ""
    return "\n".join(part for part in (draft.background, draft.items) if part)[:LONGEST]
