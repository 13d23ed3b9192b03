"""What a clause would do in its draft: the linter's findings, and every story told again."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from huiyin.cases import surroundings
from huiyin.core.linting import Finding, Weight, lint, overlay
from huiyin.core.policy import Clause, Policy
from huiyin.core.rehearsal import Rehearsal, rehearse
from huiyin.policies import in_force
from huiyin.scenarios.regulation.editing.draft import Draft
from huiyin.worktime import calendars


@dataclass(frozen=True, slots=True)
class Checked:
    """About one clause; ``shaken`` are stories of other clauses that no longer come true."""

    findings: tuple[Finding, ...]
    rehearsals: tuple[Rehearsal, ...]
    shaken: tuple[Rehearsal, ...]

    @property
    def failing(self) -> int:
        """How many of the clause's own stories do not come true."""
        return sum(not one.holds for one in self.rehearsals)


@dataclass(frozen=True, slots=True)
class Marks:
    """By clause: how many findings and how many failing stories it has."""

    findings: dict[str, int]
    failing: dict[str, int]


def check(draft: Draft, clause_id: str, clause: Clause) -> Checked:
    """``clause`` in place of ``clause_id`` (or beside the others when there is none such)."""
    policy = draft.with_clause(clause_id, clause)
    found = [one for one in lint(policy, surroundings.current()) if one.clause == clause.id]
    found += _loosened(draft, clause_id, clause)
    kinds = _kinds(clause) | _kinds(draft.clause(clause_id))
    told = _told(policy, clause.id, kinds)
    return Checked(
        tuple(found),
        tuple(one for one in told if one.story.clause == clause.id),
        tuple(one for one in told if one.story.clause != clause.id and not one.holds),
    )


def marks(draft: Draft) -> Marks:
    """Of every clause; those without anything are left out."""
    findings: dict[str, int] = {}
    failing: dict[str, int] = {}
    for one in lint(draft.whole, surroundings.current()):
        if one.weight is not Weight.NOTE:
            findings[one.clause] = findings.get(one.clause, 0) + 1
    for told in _told(draft.whole):
        if not told.holds:
            failing[told.story.clause] = failing.get(told.story.clause, 0) + 1
    return Marks(findings, failing)


def _loosened(draft: Draft, clause_id: str, clause: Clause) -> list[Finding]:
    """Where a department's clause asks for less than the company's."""
    if draft.amendment.binds_id is None:
        return []
    others = (one for one in draft.own.clauses if one.id != clause_id)
    waived = [waiver["clause"] for waiver in draft.amendment.waivers]
    own = replace(draft.own, clauses=(*others, clause))
    found = overlay(in_force.company(), own, waived)
    return [one for one in found if one.clause == clause.id]


def _kinds(clause: Clause | None) -> set[str]:
    """The events that a clause listens to: only stories that tell of one can come out otherwise."""
    if clause is None:
        return set()
    heard = (
        kind
        for rule in clause.rules
        for kind in (rule.on, rule.met_by, rule.excused_by, rule.ended_by)
    )
    return {*heard, *(guard.on for guard in clause.guards)} - {""}


def _told(policy: Policy, own: str = "", kinds: Collection[str] | None = None) -> list[Rehearsal]:
    """The stories that tell of one of ``kinds``, and those of the clause ``own``; else all."""
    calendar = calendars.current()
    awake = policy.awake()
    return [
        rehearse(story, awake, calendar)
        for clause in policy.clauses
        for story in clause.stories
        if kinds is None
        or clause.id == own
        or any(kind in line for kind in kinds for line in story.events)
    ]
