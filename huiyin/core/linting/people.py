"""Whether somebody is there for each role that the regulation names, and knows what to do."""

from collections.abc import Iterator

from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, error, warning
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy, Rule

OWNER = "compliance"
REMIND = "remind"


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Roles that do not exist or that nobody holds, verbs that no scenario offers."""
    for clause, field, rule in reading.rules(policy):
        yield from _bearers(clause, field, rule, around)
        yield from _rungs(clause, field, rule, around)
        yield from _verb(clause, f"{field}owes", rule.owes, around)
    for clause, field, signing in reading.signings(policy):
        if around.signers is not None and signing.who not in around.signers:
            yield error(
                clause, f"{field}who", "no_role", phrase("没有人担任 %(who)s", who=signing.who)
            )
        yield from _nobody(clause, f"{field}who", signing.who, around)
    if around.sizes.get(OWNER) == 0:
        yield warning("", "owner", "no_owner", phrase("没有合规官，没有人看护规定和目标"))


def _bearers(clause: str, field: str, rule: Rule, around: Surroundings) -> Iterator[Finding]:
    for name, role in (("bearer", rule.bearer), ("to", rule.to)):
        if role not in around.roles:
            yield error(clause, field + name, "no_role", phrase("没有人担任 %(role)s", role=role))
    if around.sizes.get(rule.bearer) == 0:
        problem = phrase(
            "目前没有人担任 %(bearer)s，这条规则不会落到任何人身上", bearer=rule.bearer
        )
        yield warning(clause, f"{field}bearer", "empty_audience", problem)
    yield from _nobody(clause, f"{field}to", rule.to, around)


def _rungs(clause: str, field: str, rule: Rule, around: Surroundings) -> Iterator[Finding]:
    for place, rung in enumerate(rule.ladder):
        step = f"{field}ladder[{place}]."
        if rung.who not in around.roles:
            yield error(clause, f"{step}who", "no_role", phrase("没有人担任 %(who)s", who=rung.who))
        if rung.do != REMIND:
            yield from _verb(clause, f"{step}do", rung.do, around)
        elif rung.who != "bearer":
            problem = phrase("提醒只能给承担人（bearer）；对其他人应写明要做的事")
            yield error(clause, f"{step}who", "reminds_others", problem)
        yield from _nobody(clause, f"{step}who", rung.who, around)


def _nobody(clause: str, field: str, role: str, around: Surroundings) -> Iterator[Finding]:
    if around.sizes.get(role) == 0:
        yield warning(clause, field, "no_owner", phrase("目前没有人担任 %(role)s", role=role))


def _verb(clause: str, field: str, verb: str, around: Surroundings) -> Iterator[Finding]:
    if around.verbs is not None and verb not in around.verbs:
        yield error(
            clause, field, "unknown_verb", phrase("没有场景提供 %(verb)s 的办理入口", verb=verb)
        )
