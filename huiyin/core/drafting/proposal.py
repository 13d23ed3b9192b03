"""What a draft consists of: proposals with their place, duties made of them, what was not read."""

from dataclasses import dataclass
from enum import StrEnum

from huiyin.core.drafting.tree import Clause
from huiyin.core.drafting.view import Place


class Sort(StrEnum):
    """What a proposal is about. The first five are timings (``clock.Clock``)."""

    DEADLINE = "deadline"
    RHYTHM = "rhythm"
    LEAD = "lead"
    RETENTION = "retention"
    LENGTH = "length"
    TRIGGER = "trigger"
    BEARER = "bearer"
    BENEFICIARY = "beneficiary"
    CHANNEL = "channel"
    MODE = "mode"
    ESCALATION = "escalation"


TIMINGS = (Sort.DEADLINE, Sort.RHYTHM, Sort.LEAD, Sort.RETENTION, Sort.LENGTH)


@dataclass(frozen=True, slots=True)
class Proposal:
    """``value`` read from the ``words`` at ``start:end`` of the text that was brought.

    ``term`` is a timing in the policy's grammar, empty where it cannot be said yet; ``note`` says
    what was assumed or is missing. ``alternatives`` are other values, the likeliest first.
    ``by_model`` marks what a language model added.
    """

    sort: Sort
    clause: str
    start: int
    end: int
    words: str
    value: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    term: str = ""
    note: str = ""
    by_model: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty that a sentence states: who has to do ``what`` by ``timing`` after ``trigger``."""

    clause: str
    what: str
    verb: str
    start: int
    end: int
    timing: Proposal | None = None
    bearer: Proposal | None = None
    trigger: Proposal | None = None
    beneficiary: Proposal | None = None
    modes: tuple[Proposal, ...] = ()
    channels: tuple[Proposal, ...] = ()
    escalation: Proposal | None = None

    @property
    def confidence(self) -> float:
        """That of its least sure part; a missing bearer or trigger makes it unsure."""
        parts = [part for part in (self.timing, self.bearer, self.trigger) if part is not None]
        missing = 0.5 if self.bearer is None or self.trigger is None else 1.0
        said = 0.6 if self.timing is not None and not self.timing.term else 1.0
        return min([missing, said, *(max(part.confidence, 0.3) for part in parts)])


@dataclass(frozen=True, slots=True)
class Guess:
    """What a clause is to the machine, and why."""

    clause: str
    kind: str
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence with a number, a time or an obligation that gave no proposal."""

    clause: str
    start: int
    end: int
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read of a text. ``dropped`` are lines that only a page had (numbers, headers)."""

    title: str
    roots: tuple[Clause, ...]
    proposals: tuple[Proposal, ...]
    duties: tuple[Duty, ...]
    guesses: tuple[Guess, ...]
    unread: tuple[Unread, ...]
    dropped: tuple[Place, ...]

    def clauses(self) -> list[Clause]:
        """All clauses in the order of the text."""
        return [clause for root in self.roots for clause in root.walk()]

    def timings(self) -> list[Proposal]:
        """All that was said about time."""
        return [each for each in self.proposals if each.sort in TIMINGS]
