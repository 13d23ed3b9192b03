"""A meeting that follows from a case: a matter on which heads have to meet, any case one may read."""

from dataclasses import dataclass
from typing import Any

from huiyin.cases import following
from huiyin.cases.following import Draft
from huiyin.cases.models import Case, Classification
from huiyin.directory.access import Action, NotVisible, may
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.views.written import as_uuid


@dataclass(frozen=True, slots=True)
class Origin:
    """The case, and what it gives to the form of a meeting."""

    case: Case
    draft: Draft | None

    def fields(self) -> dict[str, Any]:
        """The first values of the form."""
        title = self.draft.title if self.draft else self.case.title
        return {
            "title": title[:200],
            "purpose": self.draft.background if self.draft else "",
            "confidential": self.case.classification == Classification.CONFIDENTIAL,
        }

    def people(self) -> dict[str, Audience]:
        """Whom the pickers name."""
        people = self.draft.people if self.draft else ()
        return {"required": Audience(people=people)}


def read(text: str, actor: Person) -> Origin | None:
    """The case called ``text`` (an id), as far as ``actor`` may read it; else ``None``."""
    key = as_uuid(text)
    case = Case.objects.filter(pk=key, opened_at__isnull=False).first() if key else None
    if case is None or not may(actor, Action.READ, case):
        return None
    try:
        return Origin(case, following.draft(case.pk, actor))
    except NotVisible:
        return Origin(case, None)
