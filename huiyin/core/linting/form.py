"""Whether the regulation holds together as a text: numbers, kinds, what it is for, who waits."""

from collections.abc import Iterator

from huiyin.core.linting.finding import Finding, error, warning
from huiyin.core.linting.reading import acting
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.phrase import phrase
from huiyin.core.policy import Clause, Kind, Policy


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Numbers that occur twice, clauses whose kind belies them, what nobody knows or needs."""
    seen: set[str] = set()
    for clause in policy.clauses:
        if clause.id in seen:
            yield error(clause.id, "id", "duplicate_id", phrase("条款编号重复"))
        seen.add(clause.id)
        yield from _clause(clause, around)
    if policy.attention is not None and policy.attention.clause not in seen:
        owner = policy.attention.clause
        yield error(
            owner,
            "attention",
            "no_clause",
            phrase("打扰上限属于不存在的条款 %(owner)s", owner=owner),
        )
    if any(clause.kind is Kind.EXECUTABLE for clause in acting(policy)) and not any(
        _acts(clause) for clause in acting(policy)
    ):
        yield warning(
            "", "rule", "owes_nothing", phrase("这份规定谁也不欠什么：没有任何起作用的规则")
        )


def _clause(clause: Clause, around: Surroundings) -> Iterator[Finding]:
    if clause.kind is Kind.EXECUTABLE:
        if not (_acts(clause) or clause.stories):
            yield error(clause.id, "kind", "empty_clause", phrase("可执行的条款既无规则也无例子"))
        elif _acts_on_events(clause) and not clause.stories:
            yield error(clause.id, "story", "no_story", phrase("规则没有例子"))
    elif _acts(clause):
        yield error(clause.id, "kind", "wrong_kind", phrase("有规则的条款应为 executable"))
    for requirement in clause.requirement:
        if around.requirements is not None and requirement not in around.requirements:
            problem = phrase("没有编号为 %(requirement)s 的需求", requirement=requirement)
            yield error(clause.id, "requirement", "unknown_requirement", problem)
    if around.scenarios is not None and clause.waits_for in around.scenarios:
        problem = phrase(
            "%(waits_for)s 已经安装，条款却还在等它，规则不起作用", waits_for=clause.waits_for
        )
        yield error(clause.id, "waits_for", "waits_in_vain", problem)


def _acts(clause: Clause) -> bool:
    """Whether the clause does anything by itself."""
    return _acts_on_events(clause) or any((clause.targets, clause.lints))


def _acts_on_events(clause: Clause) -> bool:
    """Whether something follows from an event, which an example then has to show."""
    return any((clause.rules, clause.guards, clause.signings))
