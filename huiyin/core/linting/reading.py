"""Ways through a policy that the checks share: rules and guards with the name of their place."""

from collections.abc import Iterator
from typing import NamedTuple

from huiyin.core.policy import Clause, Guard, Policy, Rule, Signing
from huiyin.core.terms import After, At, Before, Duration, Every, Later, Term, Unit, Within

WORKING = {Unit.WORKING_DAY, Unit.WORKING_HOUR}


class PlacedRule(NamedTuple):
    """A rule, its clause, and how its fields are named (``rule[0].``)."""

    clause: str
    field: str
    rule: Rule


class PlacedGuard(NamedTuple):
    """A guard, its clause, and how its fields are named (``guard[0].``)."""

    clause: str
    field: str
    guard: Guard


class PlacedSigning(NamedTuple):
    """A step of sign-off, its clause, and how its fields are named (``sign[0].``)."""

    clause: str
    field: str
    signing: Signing


def acting(policy: Policy) -> Iterator[Clause]:
    """The clauses that do not wait for their scenario."""
    return (clause for clause in policy.clauses if not clause.waits_for)


def rules(policy: Policy) -> Iterator[PlacedRule]:
    """The rules of acting clauses in the order of the regulation."""
    for clause in acting(policy):
        for place, rule in enumerate(clause.rules):
            yield PlacedRule(clause.id, f"rule[{place}].", rule)


def guards(policy: Policy) -> Iterator[PlacedGuard]:
    """The guards of acting clauses in the order of the regulation."""
    for clause in acting(policy):
        for place, guard in enumerate(clause.guards):
            yield PlacedGuard(clause.id, f"guard[{place}].", guard)


def signings(policy: Policy) -> Iterator[PlacedSigning]:
    """The steps of sign-off of acting clauses in the order of the regulation."""
    for clause in acting(policy):
        for place, signing in enumerate(clause.signings):
            yield PlacedSigning(clause.id, f"sign[{place}].", signing)


def fact_of(term: Term | None) -> str:
    """The fact that holds the instant from which ``term`` counts; empty when it needs none."""
    return term.fact if isinstance(term, Before | After | At) else ""


def durations(rule: Rule) -> Iterator[Duration]:
    """Every length of time that ``rule`` names."""
    match rule.within:
        case Within(length) | Before(length) | After(length) | Later(_, length):
            yield length
        case Every(Duration() as length, _) | Every(Later(_, length), _):
            yield length
        case _:
            pass
    for rung in rule.ladder:
        yield rung.after
        if rung.within is not None:
            yield rung.within
