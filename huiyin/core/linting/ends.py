"""Whether what a rule asks for can ever be done, and comes to an end."""

from collections.abc import Iterator

from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, error
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy, Rule
from huiyin.core.terms import Every


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Duties that nothing meets, silence without a date, answers that something else swallows."""
    for clause, field, rule in reading.rules(policy):
        for name, code, problem in _ends(rule, around):
            yield error(clause, field + name, code, problem)


def _ends(rule: Rule, around: Surroundings) -> Iterator[tuple[str, str, str]]:
    if not rule.met_by and not rule.deem:
        yield "met_by", "never_met", phrase("没有写明怎样算完成")
    if rule.deem and rule.within is None:
        yield "deem", "deem_without_due", phrase("没有期限，默认永不生效")
    if rule.met_by and rule.met_by == rule.excused_by:
        yield (
            "excused_by",
            "unreachable",
            phrase("%(met_by)s 已经算完成，免除永远轮不到", met_by=rule.met_by),
        )
    if isinstance(rule.within, Every):
        yield from _rhythm(rule, rule.within, around)


def _rhythm(rule: Rule, rhythm: Every, around: Surroundings) -> Iterator[tuple[str, str, str]]:
    if around.events is not None and rhythm.until not in around.events:
        yield (
            "within",
            "endless",
            phrase("没有场景记录 %(until)s，这个节奏永不结束", until=rhythm.until),
        )
    if rhythm.until == rule.on:
        yield "within", "endless", phrase("%(until)s 既是开始也是结束", until=rhythm.until)
