"""All checks of a policy, one after another."""

from collections.abc import Callable, Iterator

from huiyin.core.linting import (
    chains,
    conflicts,
    ends,
    events,
    facts,
    form,
    guards,
    matrix,
    people,
    rehearsed,
    shadows,
    steps,
    targets,
    years,
)
from huiyin.core.linting.finding import Finding
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.policy import Policy

CHECKS: tuple[Callable[[Policy, Surroundings], Iterator[Finding]], ...] = (
    form.check,
    ends.check,
    events.check,
    facts.check,
    people.check,
    steps.check,
    guards.check,
    chains.check,
    shadows.check,
    matrix.check,
    targets.check,
    years.check,
    rehearsed.check,
    conflicts.check,
)

_PLAIN = Surroundings()


def lint(policy: Policy, surroundings: Surroundings = _PLAIN) -> list[Finding]:
    """What is to be said about ``policy``, in the order of its clauses; empty when nothing is.

    What belongs to no clause (the channel matrix, the calendar) comes last. Total: never raises.
    """
    places: dict[str, int] = {}
    for clause in policy.clauses:
        places.setdefault(clause.id, len(places))
    found = [finding for check in CHECKS for finding in check(policy, surroundings)]
    return sorted(found, key=lambda finding: places.get(finding.clause, len(places)))
