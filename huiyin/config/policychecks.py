"""Whether the shipped policy reads, pleases the linter, and its stories come true."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from huiyin.cases import surroundings
from huiyin.core import story
from huiyin.core.linting import Finding, Weight, lint
from huiyin.core.load import read_policy
from huiyin.core.policy import Policy, Story
from huiyin.core.table import PolicyError
from huiyin.core.telling import StoryError
from huiyin.policies import in_force
from huiyin.worktime import calendars


def findings() -> list[Finding]:
    """What is to be said about it, errors of reading and of stories too. Needs no database."""
    try:
        policy = read_policy(0, in_force.texts(in_force.shipped_source()))
    except PolicyError as fault:
        problem = f"{fault.file}：{fault.problem}"
        return [Finding(fault.clause, fault.field, problem, Weight.ERROR, "unreadable")]
    return [*lint(policy, surroundings.installed()), *_untrue(policy)]


def line(finding: Finding) -> str:
    """A finding for a terminal: what it weighs, where it is, what it is, and which clause wins."""
    place = " ".join(part for part in (finding.clause, finding.field) if part)
    words = f"{finding.weight}: {place}: {finding.problem}"
    if not finding.wins:
        return words
    others = ", ".join(finding.against)
    return f"{words} [{finding.wins} wins, {finding.clause} | {others}: {finding.why}]"


def plain(finding: Finding) -> dict[str, Any]:
    """A finding for programs."""
    return asdict(finding)


def _untrue(policy: Policy) -> Iterator[Finding]:
    for clause in policy.clauses:
        for place, each in enumerate(clause.stories):
            for failed in _told(each, policy):
                problem = f"“{each.title}” {failed}"
                field = f"story[{place}]"
                yield Finding(clause.id, field, problem, Weight.ERROR, "untrue_story")


def _told(each: Story, policy: Policy) -> list[str]:
    try:
        return story.run(each, policy, calendars.shipped())
    except StoryError as fault:
        return [str(fault)]
