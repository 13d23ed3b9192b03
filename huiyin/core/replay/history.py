"""Ledger entries as moments: an event, who stood for its roles, and what was opened by it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huiyin.core.engine import CLOCK
from huiyin.core.event import Event, Fact, Who

OPENED = "obligations.opened"
STOOD = "roles.stood"
BREACHED = "policy.breached"
ALWAYS = (CLOCK, OPENED, STOOD, BREACHED)
"""What a replay reads beside the events that rules speak of."""

RELEASED = "released"
"""The fact of a manifest by which its people were let go from these roles."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger; ``people`` only in a manifest, with their departments then."""

    kind: str
    at: datetime
    actor: Who | None
    facts: Mapping[str, Fact]
    people: tuple[int, ...] | None = None
    departments: tuple[int, ...] = ()


@dataclass(slots=True)
class Opened:
    """A duty as the ledger says it was opened."""

    rule: str
    verb: str
    role: str
    part: str
    due_at: datetime | None
    version: int
    parent: int | None
    people: list[Who] = field(default_factory=list)


@dataclass(slots=True)
class Moment:
    """One thing that happened to a case, with everything written down beside it.

    ``roles`` names who stood for what then; ``released`` whom somebody let go from which roles.
    """

    event: Event
    roles: dict[str, tuple[Who, ...]] = field(default_factory=dict)
    opened: dict[int, Opened] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)
    released: tuple[tuple[Who, ...], tuple[str, ...]] | None = None


@dataclass(slots=True)
class Case:
    """Everything that happened to one subject, in the order of the ledger.

    ``overseers`` says who was told about whom (rule, part, person), ``places`` in which department
    people stood when they were asked.
    """

    subject: str
    moments: list[Moment] = field(default_factory=list)
    overseers: Mapping[tuple[str, str, Who], Who] = field(default_factory=dict)
    places: dict[Who, int] = field(default_factory=dict)


def read(body: str) -> Line:
    """An entry's canonical JSON as a value."""
    content = json.loads(body)
    facts = content["facts"]
    for name, value in facts.items():
        if isinstance(value, list):
            facts[name] = tuple(value)
    people = content.get("people")
    return Line(
        content["kind"],
        datetime.fromisoformat(content["at"]),
        content["actor"],
        facts,
        None if people is None else tuple(people),
        tuple(content.get("departments", ())),
    )


def case_of(
    subject: str, lines: Iterable[Line], overseers: Mapping[tuple[str, str, Who], Who] | None = None
) -> Case:
    """The lines of one subject, in the order of the ledger, as moments."""
    case = Case(subject, overseers=overseers or {})
    for line in lines:
        _add(case, line)
    return case


def _add(case: Case, line: Line) -> None:
    if line.kind == OPENED:
        case.places.update(zip(line.people or (), line.departments, strict=False))
        _opened(_moment_of(case, line), line)
    elif line.kind == STOOD:
        moment = _moment_of(case, line, str(line.facts.get("on")))
        if moment is not None:
            _stood(moment, str(line.facts["role"]), line.people or ())
    elif line.kind == BREACHED:
        moment = _moment_of(case, line, str(line.facts.get("on")))
        if moment is not None:
            moment.breaches.append(str(line.facts.get("guard")))
    elif line.people is None:
        case.moments.append(Moment(_event(case.subject, line)))
    elif RELEASED in line.facts:
        roles = line.facts[RELEASED]
        names = roles if isinstance(roles, tuple) else ()
        moment = Moment(_event(case.subject, line), released=(line.people, names))
        case.moments.append(moment)


def _event(subject: str, line: Line) -> Event:
    return Event(line.kind, subject, line.at, line.actor, line.facts)


def _moment_of(case: Case, line: Line, kind: str = "") -> Moment | None:
    """The moment that a manifest belongs to: the latest one of the same instant (and kind)."""
    for moment in reversed(case.moments):
        if moment.event.at == line.at and kind in {"", moment.event.kind}:
            return moment
        if moment.event.at < line.at:
            return None
    return None


def _opened(moment: Moment | None, line: Line) -> None:
    if moment is None:
        return
    facts: Mapping[str, Any] = line.facts
    known = moment.opened.get(facts["cohort"])
    if known is None:
        due = facts["due_at"]
        known = moment.opened[facts["cohort"]] = Opened(
            facts["rule"],
            facts["verb"],
            facts["role"],
            facts.get("part", ""),
            datetime.fromisoformat(due) if due else None,
            facts["policy_version"],
            facts["parent"],
        )
    people = line.people or ()
    known.people.extend(people)
    if known.parent is None:
        _stood(moment, known.role, people)


def _stood(moment: Moment, role: str, people: Iterable[Who]) -> None:
    before = moment.roles.get(role, ())
    moment.roles[role] = tuple(dict.fromkeys((*before, *people)))
