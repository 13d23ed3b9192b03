"""What the linter says: one finding, what it weighs, and what it is called."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """An error keeps a version from being put in force; a warning and a note are only shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about ``field`` of ``clause``, in words; ``code`` names its kind.

    For a contradiction: ``against`` are the other clauses, ``wins`` the one that wins, ``why``
    the reason. ``clause`` is empty for what belongs to none (the channel matrix).
    """

    clause: str
    field: str
    problem: str
    weight: Weight
    code: str
    wins: str = ""
    against: tuple[str, ...] = ()
    why: str = ""


def error(clause: str, field: str, code: str, problem: str) -> Finding:
    """A finding that keeps a version from being put in force."""
    return Finding(clause, field, problem, Weight.ERROR, code)


def warning(clause: str, field: str, code: str, problem: str) -> Finding:
    """A finding to think about."""
    return Finding(clause, field, problem, Weight.WARNING, code)
