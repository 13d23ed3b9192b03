"""Whether each measure has one target."""

from collections.abc import Iterator

from huiyin.core.linting.finding import Finding, error
from huiyin.core.linting.reading import acting
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Measures that are given a target twice."""
    del around
    seen: set[str] = set()
    for clause in acting(policy):
        for aim in clause.targets:
            if aim.measure in seen:
                problem = phrase("%(measure)s 的目标写了两次", measure=aim.measure)
                yield error(clause.id, "target", "second_target", problem)
            seen.add(aim.measure)
