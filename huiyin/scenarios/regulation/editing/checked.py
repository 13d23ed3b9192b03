"""What a clause would do in its draft: the linter's findings, and every story told again."""

from dataclasses import dataclass

from huiyin.cases import surroundings
from huiyin.core.linting import Finding, lint
from huiyin.core.policy import Clause, Policy
from huiyin.core.rehearsal import Rehearsal, rehearse
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
    found = tuple(one for one in lint(policy, surroundings.current()) if one.clause == clause.id)
    told = _told(policy)
    return Checked(
        found,
        tuple(one for one in told if one.story.clause == clause.id),
        tuple(one for one in told if one.story.clause != clause.id and not one.holds),
    )


def marks(policy: Policy) -> Marks:
    """Of every clause; those without anything are left out."""
    findings: dict[str, int] = {}
    failing: dict[str, int] = {}
    for one in lint(policy, surroundings.current()):
        findings[one.clause] = findings.get(one.clause, 0) + 1
    for told in _told(policy):
        if not told.holds:
            failing[told.story.clause] = failing.get(told.story.clause, 0) + 1
    return Marks(findings, failing)


def _told(policy: Policy) -> list[Rehearsal]:
    calendar = calendars.current()
    awake = policy.awake()
    stories = (story for clause in policy.clauses for story in clause.stories)
    return [rehearse(story, awake, calendar) for story in stories]
