"""What stands in the regulation and is never taken, because something before it always is."""

from collections.abc import Iterator

from huiyin.core.conditions import exhausted
from huiyin.core.linting import reading
from huiyin.core.linting.finding import Finding, error
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Policy, Signing


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Rows of the matrix and steps of sign-off that earlier ones leave nothing to."""
    del around
    yield from _steps(policy)
    for place, route in enumerate(policy.matrix):
        if exhausted(route.when, [other.when for other in policy.matrix[:place]]):
            problem = phrase("前面的行已经涵盖，这一行永远轮不到")
            yield error("", f"route[{place}].when", "unreachable", problem)
    if policy.matrix and all(route.when for route in policy.matrix):
        yield error("", "route", "open_matrix", phrase("渠道矩阵最后缺少一条无条件的行"))


def _steps(policy: Policy) -> Iterator[Finding]:
    before: list[Signing] = []
    for clause, field, one in reading.signings(policy):
        same = [each for each in before if _seat(each) == _seat(one)]
        if exhausted(one.when, [each.when for each in same]):
            problem = phrase(
                "前面已经要求 %(who)s 签 %(step)s，这一步不会再加什么", who=one.who, step=one.step
            )
            yield error(clause, f"{field}when", "unreachable", problem)
        before.append(one)


def _seat(signing: Signing) -> tuple[str, str, str]:
    """Steps that agree in this are taken once (``core.path``)."""
    return signing.of, signing.step, signing.who
