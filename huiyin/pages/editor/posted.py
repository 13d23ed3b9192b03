"""What a form sent, as the table that a clause is in TOML, and nothing lost that was typed.

Names of inputs are the places of ``PolicyError.field``: ``rule[0].ladder[1].who``. A place that is
one text in TOML and several inputs on the page has parts: ``rule[0].within.amount``.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from huiyin.core.terms import WEEKDAYS

Tree = dict[str, Any]
Table = dict[str, Any]
Posted = Mapping[str, Sequence[str]]

_STEP = re.compile(r"([a-z_]+)(?:\[([0-9]{1,3})\])?")
_WORDS = re.compile(r"[\s,，、;；]+")
PERCENT = 100
OWN = ("title", "kind", "waits_for", "reason", "text")
NUMBER = "number"
"""The input for the clause's ``id``: an input of that name would hide the form's own ``id``."""


def tree(posted: Posted, first: Sequence[str]) -> Tree:
    """The inputs whose names begin with one of ``first`` as nested tables and lists, in order."""
    found: Tree = {}
    for name, values in posted.items():
        steps = [_STEP.fullmatch(part) for part in name.split(".")]
        if not all(steps) or name.split("[")[0].split(".")[0] not in first:
            continue
        place: Any = found
        for step in steps[:-1]:
            place = _down(place, step)
        last = steps[-1]
        if last is not None:
            place[last[1]] = list(values)
    return found


def _down(place: Tree, step: re.Match[str] | None) -> Tree:
    if step is None:
        return place
    inner: dict[Any, Any] = place.setdefault(step[1], {})
    return inner if step[2] is None else cast("Tree", inner.setdefault(int(step[2]), {}))


def table(posted: Posted) -> Table:
    """The clause's table."""
    sent = tree(
        posted, (NUMBER, *OWN, "requirement", "rule", "guard", "sign", "target", "lint", "story")
    )
    made: Table = {"id": text(sent, NUMBER)} if text(sent, NUMBER) else {}
    made |= {name: text(sent, name) for name in OWN if text(sent, name)}
    if words := words_of(text(sent, "requirement")):
        made["requirement"] = words
    kinds = (
        ("rule", _rule), ("guard", _guard), ("sign", _sign), ("target", _target),
        ("lint", _lint), ("story", _story),
    )  # fmt: skip
    for name, make in kinds:
        if rows := [make(row) for row in rows_of(sent, name)]:
            made[name] = rows
    return made


def text(place: Tree, name: str) -> str:
    """What was typed at ``name``; of several values the last."""
    values = place.get(name)
    return str(values[-1]).strip().replace("\r\n", "\n") if isinstance(values, list) else ""


def words_of(typed: str) -> list[str]:
    """Words between spaces and commas of any kind."""
    return [word for word in _WORDS.split(typed) if word]


def rows_of(place: Tree, name: str) -> list[Tree]:
    """The rows of a list in the order of their numbers, gaps closed."""
    rows = place.get(name)
    return [rows[number] for number in sorted(rows)] if isinstance(rows, dict) else []


def _filled(place: Tree, *names: str) -> Table:
    return {name: text(place, name) for name in names if text(place, name)}


def _rule(row: Tree) -> Table:
    made = _filled(row, "on", "bearer", "owes", "to", "met_by", "needs", "excused_by", "ended_by")
    if made.get("to") == "initiator":
        del made["to"]
    _put(made, "when", _when(row))
    _put(made, "within", term(row.get("within")))
    if text(row, "deem"):
        made["deem"] = True
    _put(made, "ladder", [_rung(one) for one in rows_of(row, "ladder")])
    return made


def _rung(row: Tree) -> Table:
    made = {text(row, "anchor") or "after": span(row.get("after"))}
    made |= _filled(row, "who", "do")
    _put(made, "within", span(row.get("within")))
    return made


def _guard(row: Tree) -> Table:
    made = _filled(row, "on", "otherwise", "says")
    _put(made, "when", _when(row))
    asks = text(row, "asks") or "not_after"
    made[asks] = text(row, "needs") if asks == "needs" else term(row.get("term"))
    return made


def _sign(row: Tree) -> Table:
    made = _filled(row, "of", "step", "who", "mode")
    _put(made, "when", _when(row))
    return made


def _target(row: Tree) -> Table:
    made: Table = _filled(row, "measure")
    typed = text(row, "share")
    try:
        made[text(row, "edge") or "at_least"] = round(float(typed) / PERCENT, 6)
    except ValueError:
        made[text(row, "edge") or "at_least"] = typed
    return made


def _lint(row: Tree) -> Table:
    made: Table = _filled(row, "level")
    codes = words_of(text(row, "code"))
    made["code"] = codes[0] if len(codes) == 1 else codes
    _put(made, "within", span(row.get("within")))
    return made


def _story(row: Tree) -> Table:
    return {"title": text(row, "title"), "events": lines(row, "events"), "then": lines(row, "then")}


def lines(place: Tree, name: str) -> list[str]:
    """The lines of a long text that say something."""
    return [line.strip() for line in text(place, name).splitlines() if line.strip()]


def _when(row: Tree) -> Table:
    """Facts and the values one of which each must have; a row whose fact is not chosen yet stays."""
    found: Table = {}
    for one in rows_of(row, "when"):
        chosen = [value for value in one.get("value", ()) if value]
        values = list(dict.fromkeys([*chosen, *words_of(text(one, "more"))]))
        found.setdefault(text(one, "fact"), []).extend(values)
    return found


def span(parts: object) -> str:
    """``2wd`` from a number and a unit; empty without a number."""
    if not isinstance(parts, dict) or not text(parts, "amount"):
        return ""
    return f"{text(parts, 'amount')}{text(parts, 'unit')}"


def term(parts: object) -> str:
    """A deadline from its parts; empty for none. What is missing leaves a gap that is then named."""
    if not isinstance(parts, dict):
        return ""
    kind = text(parts, "kind")
    length, fact = span(parts) or text(parts, "unit"), text(parts, "fact")
    said = {
        "within": length,
        "before": f"{length} before {fact}",
        "after": f"{length} after {fact}",
        "by": f"by {_moment(parts)}",
        "later": f"by {length} {text(parts, 'clock')}",
        "at": f"by {fact}",
        "every": f"every {length} until {text(parts, 'until')}",
        "each": f"every {_moment(parts)} until {text(parts, 'until')}",
        "other": text(parts, "other"),
    }
    return said.get(kind, "").strip()


def _moment(parts: Tree) -> str:
    """``fri 17:00``, ``month end 18:00``; of a month or quarter its end unless a day is chosen."""
    day, nth = text(parts, "day"), text(parts, "nth")
    of_week = not day or day in WEEKDAYS
    return " ".join(filter(None, [day, "" if of_week else nth or "end", text(parts, "clock")]))


def _put(made: Table, name: str, value: object) -> None:
    if value:
        made[name] = value
