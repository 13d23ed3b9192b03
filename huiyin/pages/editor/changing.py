"""Rows of a clause's table added, taken out, doubled and moved."""

import re
from copy import deepcopy
from typing import Any

Table = dict[str, Any]

_PLACE = re.compile(r"(?:(rule|guard|sign)\[([0-9]{1,3})\]\.)?(\w+)(?:\[([0-9]{1,3})\])?")
LISTS = ("rule", "guard", "sign", "target", "lint", "story", "ladder")
_NEW: dict[str, Table] = {
    "rule": {"within": "1h"},
    "ladder": {"after": "1h", "who": "bearer", "do": "remind"},
    "guard": {"not_after": "1d before starts_at", "otherwise": "refuse"},
    "sign": {"mode": "one"},
    "target": {"at_least": 0.95},
    "lint": {"level": "should", "code": []},
    "story": {"title": "", "events": [], "then": []},
}


def change(table: Table, what: str) -> Table:
    """``add:rule``, ``drop:rule[1]``, ``copy:rule[0].ladder[2]``, ``up:story[1]``, ``down:…``.

    What cannot be done (no such row, no such list) changes nothing.
    """
    changed = deepcopy(table)
    verb, _, place = what.partition(":")
    match = _PLACE.fullmatch(place)
    if match is None:
        return changed
    owner: Any = changed
    if match[1]:
        rows = changed.get(match[1], [])
        if int(match[2]) >= len(rows):
            return changed
        owner = rows[int(match[2])]
    if match[3] == "when":
        _condition(owner, verb, match[4])
    elif match[3] in LISTS:
        _row(owner, verb, match[3], match[4])
    return changed


def _row(owner: Table, verb: str, name: str, number: str | None) -> None:
    rows: list[Table] = owner.setdefault(name, [])
    place = int(number) if number is not None else len(rows)
    if verb == "add":
        rows.append(deepcopy(_NEW[name]))
    elif place < len(rows):
        _moved(rows, verb, place)
    if not rows:
        del owner[name]


def _moved(rows: list[Table], verb: str, place: int) -> None:
    if verb == "drop":
        del rows[place]
    elif verb == "copy":
        rows.insert(place + 1, deepcopy(rows[place]))
    elif verb in {"up", "down"}:
        to = max(0, min(len(rows) - 1, place + (1 if verb == "down" else -1)))
        rows.insert(to, rows.pop(place))


def _condition(owner: Table, verb: str, number: str | None) -> None:
    when: Table = owner.setdefault("when", {})
    if verb == "add":
        when.setdefault("", [])
    elif verb == "drop" and number is not None and int(number) < len(when):
        del when[list(when)[int(number)]]
    if not when:
        del owner["when"]
