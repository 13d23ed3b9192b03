"""What sign-off needs from a scenario, by registration when the scenario starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation

from huiyin.cases.models import Case
from huiyin.cases.signoff import offices
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import digest

LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True)
class Text:
    """What is signed: every word that goes out, under its headings; ``files`` by their digests.

    ``facts`` are settings that matter and are no prose (recipients, classification), in words that do
    not depend on who looks; ``seal`` is a digest of what is signed along without being shown.
    """

    title: str
    parts: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    seal: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values, as kept with a round."""
        return {
            "title": self.title,
            "parts": [list(part) for part in self.parts],
            "facts": [list(fact) for fact in self.facts],
            "files": [list(file) for file in self.files],
            "seal": self.seal,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Text":
        """The same, read back."""
        parts, facts, files = (
            tuple((str(name), str(words)) for name, words in value[key])
            for key in ("parts", "facts", "files")
        )
        return cls(str(value["title"]), parts, facts, files, str(value["seal"]))

    def digest(self) -> str:
        """SHA-256 over the canonical form: what a signature stands for."""
        return digest.sha256_hex(digest.canonical(self.to_json()))


Describe = Callable[[UUID], Text]
OnEnd = Callable[[UUID, Person], None]
"""Called with the case and who acted last, in the transaction of the act."""

Allow = Callable[[Case, Person], None]
"""Raises unless somebody may put the case forward."""


def nothing(case_id: UUID, by: Person) -> None:
    """A scenario that needs no call of its own."""
    del case_id, by


def require_edit(case: Case, by: Person) -> None:
    """Whoever may write to a case may put it forward."""
    require(by, Action.EDIT, case)


@dataclass(frozen=True, slots=True)
class Signed:
    """How one scenario's cases are signed."""

    describe: Describe
    seats: offices.Seats = offices.seats
    on_completed: OnEnd = nothing
    on_returned: OnEnd = nothing
    allow: Allow = require_edit


_SCENARIOS: dict[str, Signed] = {}


def register(
    scenario: str,
    describe: Describe,
    *,
    seats: offices.Seats = offices.seats,
    on_completed: OnEnd = nothing,
    on_returned: OnEnd = nothing,
    allow: Allow = require_edit,
) -> None:
    """Let cases of ``scenario`` be signed: their text, their seats, what follows, who may begin."""
    _SCENARIOS[scenario] = Signed(describe, seats, on_completed, on_returned, allow)


def text(scenario: str, case_id: UUID) -> Text:
    """What is signed of a case, in Chinese whoever asks: its digest must not follow the viewer."""
    with translation.override(LANGUAGE):
        return of(scenario).describe(case_id)


def of(scenario: str) -> Signed:
    """What ``scenario`` registered; ``KeyError`` when its cases are not signed."""
    return _SCENARIOS[scenario]
