"""Reads ``[[clause.lint]]``: what a finding in a text weighs."""

from collections.abc import Iterable

from huiyin.core.phrase import phrase
from huiyin.core.policy import Clause, Lint
from huiyin.core.table import PolicyError, Table
from huiyin.core.terms import parse_duration
from huiyin.core.wording.finding import LEVELS, Level


def read_lints(table: Table) -> list[Lint]:
    """``code`` (one or a list), ``level``, ``within``; ``PolicyError`` for a code that is none."""
    one = table.left.get("code")
    codes = table.texts("code") if isinstance(one, list) else (table.text("code"),)
    unknown = [code for code in codes if code not in LEVELS]
    if unknown or not codes:
        raise table.error(
            "code",
            phrase("%(unknown)s：应为 %(names)s 之一", unknown=tuple(unknown), names=tuple(LEVELS)),
        )
    level = Level(table.one_of("level", tuple(Level)))
    within = table.text("within", "")
    ahead = table.parsed("within", parse_duration, within) if within else None
    table.end()
    return [Lint(table.clause, code, level, ahead) for code in codes]


def refuse_second(file: str, clause: Clause, others: Iterable[Clause]) -> None:
    """Two clauses must not weigh the same finding: ``PolicyError`` names the second."""
    weighed = [each.code for other in others for each in other.lints]
    for lint in clause.lints:
        if lint.code in weighed:
            raise PolicyError(
                file, clause.id, "lint.code", phrase("%(code)s 已在别的条款中规定", code=lint.code)
            )
        weighed.append(lint.code)
