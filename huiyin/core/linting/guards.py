"""Guards that nothing can satisfy or break, and lead times that leave no time."""

from collections.abc import Iterator

from huiyin.core.conditions import overlaps
from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, error
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Guard, Policy
from huiyin.core.strictness import never_later
from huiyin.core.terms import After, At, Before, By, Every, Later, On, Term, Within


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Conditions before an act that are never met, or that are always met."""
    del around
    seen: list[Guard] = []
    for clause, field, guard in reading.guards(policy):
        for name, problem in _alone(guard):
            yield error(clause, field + name, "unreachable", problem)
        name = "not_before" if guard.not_before is not None else "not_after"
        if any(_exclude(guard, other) or _exclude(other, guard) for other in seen):
            problem = phrase("与另一个条件互相排斥：最早的时间在最晚的时间之后")
            yield error(clause, field + name, "unreachable", problem)
        seen.append(guard)
    yield from _leads(policy)


def _alone(guard: Guard) -> Iterator[tuple[str, str]]:
    """What is wrong with ``guard`` whatever else there is."""
    # Such terms count from the act itself: their limit always lies after it.
    if isinstance(guard.not_before, Within | By | Later | On | Every):
        yield "not_before", phrase("从行为发生时起算，永远满足不了")
    if isinstance(guard.not_after, Within | By | Later | On | Every):
        yield "not_after", phrase("从行为发生时起算，永远不会违反")


def _exclude(early: Guard, late: Guard) -> bool:
    """Whether ``early`` opens only when ``late`` has closed."""
    if early.on != late.on or not overlaps(early.when, late.when):
        return False
    opens, closes = early.not_before, late.not_after
    if opens is None or closes is None or not _dated(opens, closes):
        return False
    return _earlier(closes, opens)


def _leads(policy: Policy) -> Iterator[Finding]:
    """Duties that are due before the event from which they follow has to have happened."""
    for clause, field, rule in reading.rules(policy):
        for guard in policy.guards_on(rule.on):
            latest = guard.not_after
            if latest is None or rule.within is None or not overlaps(guard.when, rule.when):
                continue
            if _dated(rule.within, latest) and _earlier(rule.within, latest):
                problem = phrase(
                    "%(on)s 按 %(clause)s 可以晚到期限之后才发生，提前量来不及",
                    on=rule.on,
                    clause=guard.clause,
                )
                yield error(clause, f"{field}within", "long_lead", problem)


def _earlier(one: Term, other: Term) -> bool:
    return one != other and never_later(one, other)


def _dated(one: Term, other: Term) -> bool:
    """Whether both count from an instant that some fact holds."""
    return all(isinstance(term, Before | After | At) for term in (one, other))
