"""Whether each clock of the regulation runs in some example."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, warning
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy, Rule, fits

_KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


class _Told(NamedTuple):
    """An event of an example, as far as conditions look at it."""

    kind: str
    facts: Mapping[str, tuple[str, ...]]


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Rules with a clock that no example of any clause sets going."""
    del around
    told = [event for line in _lines(policy) for event in _events(line)]
    for clause, field, rule in reading.rules(policy):
        # A clause without any example is named once, by its form.
        if _ticks(rule) and policy.clause(clause).stories and not _starts(rule, told):
            yield warning(
                clause, f"{field}on", "no_story", phrase("没有例子让这条规则的时钟走起来")
            )


def _ticks(rule: Rule) -> bool:
    return rule.within is not None or bool(rule.ladder)


def _starts(rule: Rule, told: list[_Told]) -> bool:
    return any(event.kind == rule.on and fits(rule.when, event.facts) for event in told)


def _lines(policy: Policy) -> Iterator[str]:
    stories = (story for clause in policy.clauses for story in clause.stories)
    return (line for story in stories for line in story.events)


def _events(line: str) -> Iterator[_Told]:
    """The event of ``line``; none when it cannot be read, which telling it will say."""
    words = line.split()
    kind = next((word for word in words if _KIND.fullmatch(word)), "")
    pairs = (word.partition("=") for word in words if "=" in word)
    facts = {name: tuple(value.split(",")) for name, _, value in pairs}
    if kind:
        yield _Told(kind, facts)
