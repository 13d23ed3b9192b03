"""Findings about a version of the regulation, grouped by clause as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from huiyin.cases import surroundings
from huiyin.core.linting import Finding, Weight, lint
from huiyin.core.policy import Policy
from huiyin.pages.policy_findings.codewords import TITLES
from huiyin.pages.policy_findings.fieldwords import place
from huiyin.scenarios.regulation.findings import UNTRUE

_TONES = {Weight.ERROR: "late", Weight.WARNING: "soon", Weight.NOTE: ""}
_ICONS = {Weight.ERROR: "circle-alert", Weight.WARNING: "circle-help", Weight.NOTE: "scale"}


@dataclass(frozen=True, slots=True)
class Side:
    """A clause of a known contradiction, and whether it is the one that wins."""

    clause: str
    text: str
    wins: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding: its kind and place in words, how it looks, the clauses that it sets against."""

    finding: Finding
    title: str | Promise
    place: str
    tone: str
    icon: str
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What is said about one clause; ``clause`` is empty for the matrix and the calendar."""

    clause: str
    found: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is said about one version."""

    groups: tuple[Group, ...]
    tensions: tuple[Shown, ...]
    errors: int
    warnings: int

    @property
    def untrue(self) -> int:
        """How many examples do not come true."""
        every = (one.finding.code for group in self.groups for one in group.found)
        return sum(code == UNTRUE for code in every)

    def of(self, clause: str) -> tuple[Shown, ...]:
        """What concerns ``clause``, known contradictions with others too."""
        named = (group.found for group in self.groups if group.clause == clause)
        mine = [shown for found in named for shown in found]
        known = (
            each for each in self.tensions if any(side.clause == clause for side in each.sides)
        )
        return (*mine, *known)


def context(policy: Policy) -> dict[str, Any]:
    """``findings`` of ``policy`` in this house, for the templates of this package."""
    return {"findings": grouped(policy, lint(policy, surroundings.current()))}


def grouped(policy: Policy, found: Iterable[Finding]) -> Findings:
    """``found`` in the order of the regulation, each clause once; contradictions by themselves."""
    texts = {clause.id: clause.title or clause.text for clause in policy.clauses}
    shown = [_shown(finding, texts) for finding in found]
    plain = [one for one in shown if not one.sides]
    clauses = dict.fromkeys(one.finding.clause for one in plain)
    return Findings(
        groups=tuple(
            Group(clause, tuple(one for one in plain if one.finding.clause == clause))
            for clause in clauses
        ),
        tensions=tuple(one for one in shown if one.sides),
        errors=sum(one.finding.weight is Weight.ERROR for one in shown),
        warnings=sum(one.finding.weight is Weight.WARNING for one in shown),
    )


def _shown(finding: Finding, texts: dict[str, str]) -> Shown:
    between = (finding.clause, *finding.against) if finding.wins else ()
    return Shown(
        finding,
        TITLES.get(finding.code, finding.code),
        place(finding.field),
        _TONES[finding.weight],
        _ICONS[finding.weight],
        tuple(Side(each, texts.get(each, ""), each == finding.wins) for each in between),
    )
