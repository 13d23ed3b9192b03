"""Proposals to change the regulation: a case says which clause should read otherwise, and why.

Scenarios do not know the regulation's own: whoever keeps it registers what becomes of a proposal (a
draft amendment whose ``origin`` is the case). When that amendment is in force, the origin hears of it
through ``following``, like of any case that follows from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.policies import in_force

IN_FORCE = "in_force"
"""The ``stage`` of which an origin hears when an amendment that follows from it is in force."""


class ProposalRefused(ValueError):
    """A proposal that cannot be made; ``field`` and ``code`` say what is wrong.

    ``clause`` ``unknown``; ``reason`` ``empty``; ``by`` ``nobody``: nobody may amend the regulation.
    """

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


@dataclass(frozen=True, slots=True)
class Proposal:
    """What became of a proposal, as somebody may know it: ``href`` is empty where they may not look.

    ``done``: in force, or given up.
    """

    case_id: UUID
    title: str
    state: str
    done: bool
    href: str


Propose = Callable[[Case, str, str, Person], UUID]
"""The origin, the clause, why, and who proposes; the case that was begun. Twice is once."""

OfCase = Callable[[UUID, Person], list[Proposal]]

_KEEPER: list[tuple[Propose, OfCase]] = []


def register(propose_change: Propose, of_origin: OfCase) -> None:
    """Let ``propose_change`` take proposals (called when apps start)."""
    _KEEPER[:] = [(propose_change, of_origin)]


def taken() -> bool:
    """Whether anybody takes proposals."""
    return bool(_KEEPER)


def propose(origin: Case, clause_id: str, reason: str, *, by: Person) -> UUID:
    """Propose that the clause be changed because of what ``origin`` showed; who may read it may.

    ``ProposalRefused``, and ``NotVisible`` for a case that ``by`` may not read.
    """
    require(by, Action.READ, origin)
    if not reason.strip():
        raise ProposalRefused("reason", "empty")
    if clause_id not in {clause.id for clause in in_force.current().clauses}:
        raise ProposalRefused("clause", "unknown")
    if not _KEEPER:
        raise ProposalRefused("by", "nobody")
    return _KEEPER[0][0](origin, clause_id, reason.strip(), by)


def of_case(origin: UUID, actor: Person) -> list[Proposal]:
    """What was proposed because of ``origin``, the oldest first."""
    return _KEEPER[0][1](origin, actor) if _KEEPER else []
