"""The versions of the regulation: what each changed, and what became of one clause."""

from dataclasses import dataclass
from functools import lru_cache

from huiyin.core.diff import ChangeKind, compare
from huiyin.core.policy import Clause
from huiyin.pages.editor.differing import Changed, differences
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion

LATEST = 12


@dataclass(frozen=True, slots=True)
class Version:
    """A version with the numbers of the clauses that it added, changed and removed."""

    row: PolicyVersion
    is_first: bool
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A version in which a clause was changed, and how; ``clause`` is how it then read."""

    row: PolicyVersion
    clause: Clause | None
    changes: list[Changed]


def latest() -> list[Version]:
    """The last versions, the newest first."""
    rows = _rows()[: LATEST + 1]
    before = [*rows[1:], None]
    pairs = list(zip(rows, before, strict=True))[:LATEST]
    return [_version(row, earlier) for row, earlier in pairs]


def of_clause(number: str) -> list[Turn]:
    """Every version that changed the clause ``number``, the newest first; empty if there is none."""
    rows = _rows()
    found = []
    for row, earlier in zip(rows, [*rows[1:], None], strict=True):
        new, old = _clause(row, number), _clause(earlier, number)
        if new != old:
            found.append(Turn(row, new, differences(old, new)))
    return found


def _rows() -> list[PolicyVersion]:
    return list(PolicyVersion.objects.order_by("-in_force_from", "-pk").defer("source"))


def _clause(row: PolicyVersion | None, number: str) -> Clause | None:
    if row is None:
        return None
    try:
        return in_force.company(row.pk).clause(number)
    except KeyError:
        return None


def _version(row: PolicyVersion, earlier: PolicyVersion | None) -> Version:
    if earlier is None:
        return Version(row, is_first=True, added=(), changed=(), removed=())
    kinds = _compared(earlier.pk, row.pk)
    added, changed, removed = (
        tuple(number for number, kind in kinds if kind is wanted)
        for wanted in (ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.REMOVED)
    )
    return Version(row, is_first=False, added=added, changed=changed, removed=removed)


@lru_cache(maxsize=64)
def _compared(old: int, new: int) -> tuple[tuple[str, ChangeKind], ...]:
    """Versions never change once they are kept."""
    found = compare(in_force.company(old), in_force.company(new))
    return tuple((one.clause, one.kind) for one in found if one.clause)
