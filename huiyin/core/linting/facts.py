"""Whether events carry the facts that conditions and terms name, with the values they want."""

from collections.abc import Iterator

from huiyin.core.conditions import When
from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, error
from huiyin.core.linting.surroundings import MATRIX, FactValues, Surroundings, path_of
from huiyin.core.phrase import phrase
from huiyin.core.policy import AS_CONFIRM, Policy


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Conditions that never fit because nobody gives the fact or the value."""
    for clause, field, kind, when in _conditions(policy):
        given = around.facts.get(kind)
        if given is not None:
            for name, code, problem in _unknown(when, given):
                yield error(clause, f"{field}when.{name}", code, problem)
    for clause, field, kind, fact in _named(policy):
        given = around.facts.get(kind)
        if fact and given is not None and fact not in given:
            yield error(
                clause,
                field,
                "unknown_fact",
                phrase("%(kind)s 不带事实 %(fact)s", kind=kind, fact=fact),
            )


def _conditions(policy: Policy) -> Iterator[tuple[str, str, str, When]]:
    """Each condition with its clause, its field and what it is asked of."""
    for clause, field, rule in reading.rules(policy):
        yield clause, field, rule.on, rule.when
    for clause, field, guard in reading.guards(policy):
        yield clause, field, guard.on, guard.when
    for clause, field, signing in reading.signings(policy):
        yield clause, field, path_of(signing.of), signing.when
    for place, route in enumerate(policy.matrix):
        yield "", f"route[{place}].", MATRIX, route.when


def _named(policy: Policy) -> Iterator[tuple[str, str, str, str]]:
    """The facts that terms and guards name, besides conditions."""
    for clause, field, rule in reading.rules(policy):
        yield clause, f"{field}within", rule.on, reading.fact_of(rule.within)
        if rule.needs == AS_CONFIRM:
            yield clause, f"{field}needs", rule.on, "confirm"
    for clause, field, guard in reading.guards(policy):
        yield clause, f"{field}needs", guard.on, guard.needs
        yield clause, f"{field}not_before", guard.on, reading.fact_of(guard.not_before)
        yield clause, f"{field}not_after", guard.on, reading.fact_of(guard.not_after)


def _unknown(when: When, given: FactValues) -> Iterator[tuple[str, str, str]]:
    for name, wanted in when.items():
        if name not in given:
            yield name, "unknown_fact", phrase("没有人给出事实 %(name)s", name=name)
            continue
        values = given[name]
        for value in wanted:
            if values is not None and value not in values:
                yield (
                    name,
                    "unknown_value",
                    phrase("%(name)s 从不取值 %(value)s", name=name, value=value),
                )
