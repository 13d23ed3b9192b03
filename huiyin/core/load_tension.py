"""Reads ``[[tension]]``: clauses that contradict one another, and which of them wins."""

from huiyin.core.phrase import phrase
from huiyin.core.precedence import Tension
from huiyin.core.table import Table

_LEAST = 2


def read_tension(table: Table) -> Tension:
    """``between`` (clause numbers), ``about``, ``wins`` (one of them), ``why``, ``waived``.

    Raises ``PolicyError`` for fewer than two clauses, one named twice, and a winner that is none.
    """
    between = table.texts("between")
    if len(between) < _LEAST or len(set(between)) != len(between):
        raise table.error("between", phrase("至少写两条不同的条款"))
    found = Tension(
        between=between,
        about=table.text("about"),
        wins=table.text("wins", ""),
        why=table.text("why", ""),
        waived=table.flag("waived", default=False),
    )
    if found.wins and found.wins not in between:
        raise table.error("wins", phrase("%(wins)s 不在 between 之中", wins=found.wins))
    table.end()
    return found
