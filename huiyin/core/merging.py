"""Two changes of one regulation made at the same time: put together clause by clause (Z01).

What only one of the two changed is taken from that one; what both changed the same way is taken
once. What both changed differently is a conflict and is named, unless somebody says whose stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from huiyin.core.policy import Clause, Policy
from huiyin.core.writing.source import clause_text, read_source, with_clause, without_clause

BESIDE = ""
"""The name under which what belongs to no clause (the channel matrix …) is in conflict."""


class Keep(StrEnum):
    """Whose words stay where both changed the same thing."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Merged:
    """``source`` with both changes; ``conflicts`` are clauses for which nobody decided."""

    source: str
    conflicts: tuple[str, ...]


def merge(base: str, mine: str, theirs: str, keep: Mapping[str, Keep] | None = None) -> Merged:
    """``mine`` and ``theirs``, both made from ``base``, in one source (texts as ``read_source``).

    In a conflict that ``keep`` does not decide the words of ``theirs`` stand, and it is named.
    ``PolicyError`` when one of the three cannot be read.
    """
    decided = keep or {}
    was, own, now = read_source(base), read_source(mine), read_source(theirs)
    conflicts = [one for one in _in_conflict(was, own, now) if one not in decided]
    mine_beside = _takes_mine(_beside(was), _beside(own), _beside(now), decided.get(BESIDE))
    source, start = (mine, own) if mine_beside else (theirs, now)
    for clause_id in _ids(was, own, now):
        told = (_find(was, clause_id), _find(own, clause_id), _find(now, clause_id))
        takes_mine = _takes_mine(*told, decided.get(clause_id))
        origin, wanted = (mine, told[1]) if takes_mine else (theirs, told[2])
        if wanted != _find(start, clause_id):
            source = _put(source, origin, clause_id, wanted)
    return Merged(source, tuple(conflicts))


def _in_conflict(was: Policy, own: Policy, now: Policy) -> list[str]:
    found = [
        clause_id
        for clause_id in _ids(was, own, now)
        if _differ(*(_find(policy, clause_id) for policy in (was, own, now)))
    ]
    return found + ([BESIDE] if _differ(_beside(was), _beside(own), _beside(now)) else [])


def _differ(was: object, own: object, now: object) -> bool:
    """Whether both changed it, and not to the same."""
    return was not in (own, now) and own != now


def _takes_mine(was: object, own: object, now: object, keep: Keep | None) -> bool:
    return keep is Keep.MINE if _differ(was, own, now) else own != was


def _put(source: str, origin: str, clause_id: str, wanted: Clause | None) -> str:
    """``source`` with the clause as ``origin`` has it (``wanted``: whether it has any)."""
    if wanted is None:
        return without_clause(source, clause_id)
    return with_clause(source, clause_id, clause_text(origin, clause_id))


def _beside(policy: Policy) -> Policy:
    """What belongs to no clause."""
    return replace(policy, clauses=())


def _find(policy: Policy, clause_id: str) -> Clause | None:
    return next((clause for clause in policy.clauses if clause.id == clause_id), None)


def _ids(*policies: Policy) -> list[str]:
    """The numbers of all, each once."""
    return list(dict.fromkeys(clause.id for policy in policies for clause in policy.clauses))
