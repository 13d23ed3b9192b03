"""A clause's table read strictly, and every slip in it named at its field, not only the first (Z01)."""

import re
import tomllib
from copy import deepcopy
from typing import Any, NamedTuple

from huiyin.core.load import read_clause
from huiyin.core.phrase import phrase
from huiyin.core.policy import Clause
from huiyin.core.table import PolicyError
from huiyin.core.writing.clause import clause_toml

Table = dict[str, Any]

_MOST = 60
_STEP = re.compile(r"([^.\[\]]+)(?:\[([0-9]{1,9})\])?")
_AT_LINE = re.compile(r"at line ([0-9]+)")
_HEADERS = ("rule", "guard", "sign", "target", "lint", "story")
_SOUND: dict[str, object] = {
    "id": "0", "text": "x", "kind": "guidance", "reason": "x", "title": "x",
    "on": "a.b", "bearer": "initiator", "owes": "x", "who": "bearer", "do": "x",
    "after": "1h", "before_due": "1h", "after_due": "1h", "says": "x", "otherwise": "record",
    "not_before": "1h", "not_after": "1h", "of": "x", "step": "x", "mode": "one", "measure": "x",
    "at_most": 0.5, "code": "vague_time", "level": "should",
}  # fmt: skip
"""In place of what is wrong, so that the next slip can be found."""


class Problem(NamedTuple):
    """Something wrong at ``field`` (``rule[0].within``); ``line`` counts from 1 in a TOML text."""

    field: str
    problem: str
    line: int = 0


class Read(NamedTuple):
    """The clause, or what keeps the table from being one."""

    clause: Clause | None
    problems: tuple[Problem, ...]


def read(table: Table) -> Read:
    """Read ``table``; conditions whose fact is not chosen yet are left out."""
    data = _chosen(deepcopy(table))
    problems: list[Problem] = []
    while len(problems) < _MOST:
        try:
            clause = read_clause(data)
        except PolicyError as error:
            problems.append(Problem(error.field, error.problem))
            if not _mended(data, error.field):
                break
        else:
            return Read(None if problems else clause, tuple(problems))
    return Read(None, tuple(problems))


def of_clause(clause: Clause) -> Table:
    """The table of a clause."""
    return of_toml(clause_toml(clause))


def of_toml(toml: str) -> Table:
    """The table of the one clause in ``toml``; ``PolicyError`` when there is not exactly one."""
    try:
        found = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(
            "", "", "", phrase("不是有效的 TOML（%(error)s）", error=error)
        ) from error
    clauses = found.get("clause")
    if set(found) != {"clause"} or not isinstance(clauses, list) or len(clauses) != 1:
        raise PolicyError("", "", "", phrase("应当是且只是一条 [[clause]]"))
    table: Table = clauses[0]
    return table


def read_toml(toml: str) -> Read:
    """The clause that ``toml`` says, or its slips with the lines where they stand."""
    try:
        table = of_toml(toml)
    except PolicyError as error:
        at = _AT_LINE.search(error.problem)
        return Read(None, (Problem(error.field, error.problem, int(at[1]) if at else 1),))
    found = read(table)
    named = (one._replace(line=line_of(toml, one.field)) for one in found.problems)
    return Read(found.clause, tuple(named))


def line_of(toml: str, field: str) -> int:
    """The line (from 1) on which ``field`` is written, or that of the table it is missing in."""
    steps = _STEP.findall(field)
    part, number = steps[0] if steps else ("", "")
    inner = steps[1][0] if part in _HEADERS and len(steps) > 1 else part
    header = f"[[clause.{part}]]" if part in _HEADERS else "[[clause]]"
    wanted, seen, start = int(number or 0), -1, 1
    for place, line in enumerate(toml.splitlines(), 1):
        said = line.strip()
        if said.startswith("[["):
            seen += said.startswith(header)
            start = place if seen == wanted and said.startswith(header) else start
        elif seen == wanted and re.match(rf"{re.escape(inner)}\s*=", said):
            return place
    return start


def _chosen(table: Table) -> Table:
    for name in ("rule", "guard", "sign"):
        for row in table.get(name, ()):
            when = row.get("when") if isinstance(row, dict) else None
            if isinstance(when, dict):
                when.pop("", None)
    return table


def _mended(data: Table, field: str) -> bool:
    """Put something sound at ``field``, or take it out; ``False`` when it was sound already."""
    place: Any = data
    *steps, (key, _number) = _STEP.findall(field) or [("", "")]
    for name, number in steps:
        place = place.get(name, {})
        if number and isinstance(place, list):
            place = next(iter(place[int(number) :]), None)
        if not isinstance(place, dict):
            return False
    if key in _SOUND and place.get(key) != _SOUND[key]:
        place[key] = _SOUND[key]
        return True
    return place.pop(key, None) is not None
