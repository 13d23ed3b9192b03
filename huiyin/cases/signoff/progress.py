"""How far a path is, as pure values: when a step is done, which one is next, who may take a seat."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiyin.core.policy import Mode


class Outcome(StrEnum):
    """What became of a seat."""

    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    RELEASED = "released"
    TRANSFERRED = "transferred"


GONE = frozenset({Outcome.RELEASED, Outcome.TRANSFERRED})
"""Seats that nobody is asked for any more."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One seat of a step: who is asked, who stands in, who acted."""

    key: int
    person: int
    outcome: Outcome = Outcome.OPEN
    acting: int | None = None
    acted_by: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """Who signed this seat; before that, whoever may."""
        held = (self.acted_by,) if self.acted_by is not None else (self.person, self.acting)
        return frozenset(one for one in held if one is not None)


def is_done(mode: Mode, outcomes: Iterable[Outcome]) -> bool:
    """Whether a step needs nobody any more.

    One approval is enough for ``any``; the others want every seat's (``one`` begins with a single
    one, and who is added signs too).
    """
    counted = [outcome for outcome in outcomes if outcome not in GONE]
    if mode is Mode.ANY:
        return Outcome.APPROVED in counted
    return bool(counted) and all(outcome is Outcome.APPROVED for outcome in counted)


def upcoming(done: Sequence[bool]) -> int | None:
    """Which step is to be asked next: the first that is not done; ``None`` at the end."""
    return next((place for place, over in enumerate(done) if not over), None)


def barred(seat: Sitting, step: Iterable[Sitting], author: int, *, pair: bool) -> frozenset[int]:
    """Who may not act for ``seat``: the author, and in a double check whoever has another seat."""
    others: Collection[int] = ()
    if pair:
        kept = (one for one in step if one.key != seat.key and one.outcome not in GONE)
        others = [person for one in kept for person in one.people]
    return frozenset({author, *others})


def may_act(who: int, seat: Sitting, step: Iterable[Sitting], author: int, *, pair: bool) -> bool:
    """Whether ``who`` may sign for ``seat``: the person asked, or who stands in, never barred."""
    if seat.outcome is not Outcome.OPEN or who not in {seat.person, seat.acting}:
        return False
    return who not in barred(seat, step, author, pair=pair)
