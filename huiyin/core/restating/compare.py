"""Per key point: right, wrong or missing, with the reasons that can be shown (N14, Z04).

Nothing here guesses at meaning. Values (dates, times, amounts, names) and turned negations decide
what is wrong; how much of the point's wording came back decides whether it was said at all.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from huiyin.core.restating import stance
from huiyin.core.restating.matching import contradicts, same, turned
from huiyin.core.restating.numerals import plain
from huiyin.core.restating.reading import find
from huiyin.core.restating.topic import Weights, pairs
from huiyin.core.restating.values import Kind, Value

NEAR = 0.6
"""A clause also belongs to points that share at least this much of what the best one shares."""
WITH_VALUES, WITHOUT_VALUES = 0.1, 0.25
"""How much of a point's wording must come back when its values did, and when it has none."""

_ENDS = re.compile(r"[,。;!?、\n]")


class Verdict(StrEnum):
    """What became of one key point."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"


class Because(StrEnum):
    """Why; the words for people are made where people read them."""

    SAID = "said"
    CHANGED = "changed"
    TURNED = "turned"
    OMITTED = "omitted"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Reason:
    """``wanted`` is what the author wrote, ``said`` what came back; ``kind`` names the value."""

    because: Because
    wanted: str = ""
    said: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one key point, the reasons that decided first."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Clause:
    text: str
    values: list[Value]
    words: frozenset[str]
    owners: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Point:
    clauses: list[_Clause]
    values: list[Value]
    words: frozenset[str]


def compare(
    points: Sequence[str],
    restatement: str,
    *,
    names: Collection[str] = (),
    written_on: date | None = None,
    said_on: date | None = None,
) -> list[Finding]:
    """One finding per key point, in their order.

    ``names`` are people who may be meant; the days say from when 明天 counts on either side.
    """
    read = [_point(text, names, written_on) for text in points]
    stems = {str(v.parts[0]) for p in read for v in p.values if v.kind is Kind.DEPARTMENT}
    said = _clauses(plain(restatement), names, said_on, stems)
    weights = Weights([point.words for point in read])
    _give(said, read, weights)
    return [_judge(number, read, said, weights) for number in range(len(read))]


def _point(text: str, names: Collection[str], base: date | None) -> _Point:
    clauses = _clauses(plain(text), names, base, ())
    values = [value for clause in clauses for value in clause.values]
    return _Point(clauses, values, frozenset().union(*(clause.words for clause in clauses)))


def _clauses(
    text: str, names: Collection[str], base: date | None, stems: Collection[str]
) -> list[_Clause]:
    values = find(text, names=names, base=base, stems=stems)
    found: list[_Clause] = []
    start = 0
    for end in [*(match.start() for match in _ENDS.finditer(text)), len(text)]:
        inside = [value for value in values if start <= value.start < end]
        if text[start:end].strip():
            found.append(_Clause(text[start:end], inside, pairs(_masked(text, start, end, inside))))
        start = end + 1
    return found


def _masked(text: str, start: int, end: int, values: list[Value]) -> str:
    """The clause without its values, which are compared for themselves."""
    for value in values:
        text = text[: value.start] + " " * (value.end - value.start) + text[value.end :]
    return text[start:end]


def _give(said: list[_Clause], points: list[_Point], weights: Weights) -> None:
    """Say which points each clause is about; one that says little goes with its neighbour."""
    for clause in said:
        shared = [weights.shared(point.words, clause.words) for point in points]
        best = max(shared, default=0)
        if best:
            clause.owners = [n for n, one in enumerate(shared) if one >= NEAR * best]
        else:
            clause.owners = [
                n
                for n, point in enumerate(points)
                if any(same(w, v) for w in point.values for v in clause.values)
            ]
    for before, after in pairwise(said):
        after.owners = after.owners or before.owners
    for after, before in pairwise(reversed(said)):
        before.owners = before.owners or after.owners


def _judge(number: int, points: list[_Point], said: list[_Clause], weights: Weights) -> Finding:
    point = points[number]
    mine = [clause for clause in said if number in clause.owners]
    wrong = _turned_stances(point, mine)
    right: list[Reason] = []
    omitted: list[Reason] = []
    for wanted in point.values:
        reason = _about(wanted, point, mine)
        bucket = {Because.SAID: right, Because.OMITTED: omitted}.get(reason.because, wrong)
        if bucket is not omitted or wanted.needed:
            bucket.append(reason)
    if wrong:
        return Finding(Verdict.WRONG, (*wrong, *omitted))
    words = frozenset().union(*(clause.words for clause in mine))
    covered = weights.covered(point.words, words)
    enough = WITH_VALUES if right else WITHOUT_VALUES
    if not omitted and covered and (covered >= enough or len(right) > 1):
        return Finding(Verdict.RIGHT, tuple(right))
    return Finding(Verdict.MISSING, (*omitted, *right) if right else (Reason(Because.UNSAID),))


def _about(wanted: Value, point: _Point, mine: list[_Clause]) -> Reason:
    """What became of one value of a point in the clauses that are about it."""
    heard = [value for clause in mine for value in clause.values]
    fitting = [value for value in heard if same(wanted, value)]
    kind = wanted.kind.value
    if fitting:
        if all(turned(wanted, value) for value in fitting):
            return Reason(Because.CHANGED, _shown(wanted), _shown(fitting[0]), kind)
        return Reason(Because.SAID, wanted.text, fitting[0].text, kind)
    others = [
        value
        for value in heard
        if contradicts(wanted, value) and not any(same(other, value) for other in point.values)
    ]
    if others:
        return Reason(Because.CHANGED, wanted.text, others[0].text, kind)
    return Reason(Because.OMITTED, wanted.text, kind=kind)


def _shown(value: Value) -> str:
    return value.text + {"least": "以上", "most": "以下", "before": "前", "after": "起"}.get(
        value.bound, ""
    )


def _turned_stances(point: _Point, mine: list[_Clause]) -> list[Reason]:
    found: list[Reason] = []
    for clause in mine:
        ranked = sorted(point.clauses, key=lambda one: -len(one.words & clause.words))
        if not ranked or not ranked[0].words & clause.words:
            continue
        if stance.opposed(stance.stance(ranked[0].text), stance.stance(clause.text)):
            found.append(Reason(Because.TURNED, ranked[0].text, clause.text))
    return found
