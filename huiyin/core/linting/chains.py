"""Deadlines that the sign-off on their way already uses up."""

from collections.abc import Iterator

from huiyin.core.conditions import When, covers
from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, error
from huiyin.core.linting.lengths import Length
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy, Rule
from huiyin.core.strictness import never_longer
from huiyin.core.terms import After, Duration, Within

ASKED, COMPLETED, SIGNED_OFF = "signoff.asked", "signoff.completed", "signed_off"


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Rules whose answer has to be signed first, by steps that together take longer than allowed.

    Only steps that every such case takes are counted, one after another.
    """
    for clause, field, rule in reading.rules(policy):
        if not isinstance(rule.within, Within | After) or rule.on.startswith("signoff."):
            continue
        limit = rule.within.duration
        chain = _chain(policy, rule)
        if Length.of(chain, around.day).exceeds(Length.of([limit], around.day)):
            problem = phrase(
                "审签各步的时限加起来超过期限，%(met_by)s 不可能按时", met_by=rule.met_by
            )
            yield error(clause, f"{field}within", "short_deadline", problem)
        if _held_back(policy, rule, limit):
            problem = phrase("%(met_by)s 要等到期限之后才允许发生", met_by=rule.met_by)
            yield error(clause, f"{field}within", "short_deadline", problem)


def _chain(policy: Policy, rule: Rule) -> list[Duration]:
    """The clocks of the steps that any case of ``rule`` has to go through before it is met."""
    scenario = _signed_case(policy, rule)
    steps = [one for one in policy.signings() if one.of == scenario and covers(one.when, rule.when)]
    clocks = (_clock(policy, scenario, step) for step in sorted({one.step for one in steps}))
    return [clock for clock in clocks if clock is not None]


def _signed_case(policy: Policy, rule: Rule) -> str:
    """The scenario whose sign-off lies before the answer to ``rule``; empty when none does."""
    if rule.met_by == COMPLETED:
        return next(iter(rule.when.get("scenario", ())), rule.on.partition(".")[0])
    guarded = any(guard.needs == SIGNED_OFF for guard in policy.guards_on(rule.met_by))
    return rule.met_by.partition(".")[0] if guarded else ""


def _clock(policy: Policy, scenario: str, step: str) -> Duration | None:
    """How long the regulation gives those who are asked to sign ``step``."""
    asked: When = {"scenario": (scenario,), "step": (step,)}
    terms = (rule.within for rule in policy.rules_on(ASKED) if covers(rule.when, asked))
    return next((term.duration for term in terms if isinstance(term, Within)), None)


def _held_back(policy: Policy, rule: Rule, limit: Duration) -> bool:
    """Whether a guard lets the answer happen only when it is late already."""
    for guard in policy.guards_on(rule.met_by):
        wait = guard.not_before
        if not (isinstance(wait, After) and isinstance(rule.within, After)):
            continue
        same = wait.fact == rule.within.fact and covers(guard.when, rule.when)
        if same and never_longer(limit, wait.duration) and limit != wait.duration:
            return True
    return False
