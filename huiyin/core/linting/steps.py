"""Steps of a ladder that the clock never comes to."""

from collections.abc import Iterator

from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, error
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Anchor, Policy, Rule, Rung
from huiyin.core.strictness import least, longest_wait, never_longer
from huiyin.core.terms import By, Duration, Later, On, Within


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Steps that repeat another one, come before the event, or after the duty certainly ended."""
    del around
    for clause, field, rule in reading.rules(policy):
        for place, rung in enumerate(rule.ladder):
            step = f"{field}ladder[{place}]."
            if rung in rule.ladder[:place]:
                yield error(clause, f"{step}do", "unreachable", phrase("与前面的一步相同"))
            reason = _unreachable(rule, rung)
            if reason:
                yield error(clause, step + rung.anchor.value, "unreachable", reason)


def _unreachable(rule: Rule, rung: Rung) -> str:
    """Why the clock never comes to ``rung``; empty when it does or when that depends on dates."""
    if rung.anchor is not Anchor.BIRTH and rule.within is None:
        return phrase("规则没有期限，这一步无从计时")
    if rung.anchor is Anchor.AFTER_DUE and rule.deem:
        return phrase("到期即默认完成，这一步永远轮不到")
    if not _outlasts(rung.after, rule):
        return ""
    if rung.anchor is Anchor.BEFORE_DUE:
        return phrase("早于事件发生，这一步永远轮不到")
    if rung.anchor is Anchor.BIRTH and rule.deem:
        return phrase("到期即默认完成，这一步永远轮不到")
    return ""


def _outlasts(wait: Duration, rule: Rule) -> bool:
    """Whether ``wait`` is certainly at least as long as the time that the rule leaves."""
    if isinstance(rule.within, Within):
        return never_longer(rule.within.duration, wait)
    if isinstance(rule.within, By | Later | On):
        longest = longest_wait(rule.within)
        return longest is not None and least(wait) >= longest
    return False
