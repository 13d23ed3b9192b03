"""Whether the regulation holds together as a text: numbers, kinds, what it is for, who waits."""

from collections.abc import Iterator

from huiyin.core.linting.finding import Finding, error, warning
from huiyin.core.linting.reading import acting
from huiyin.core.linting.surroundings import Surroundings
from huiyin.core.policy import Clause, Kind, Policy


def check(policy: Policy, around: Surroundings) -> Iterator[Finding]:
    """Numbers that occur twice, clauses whose kind belies them, what nobody knows or needs."""
    seen: set[str] = set()
    for clause in policy.clauses:
        if clause.id in seen:
            yield error(clause.id, "id", "duplicate_id", "条款编号重复")
        seen.add(clause.id)
        yield from _clause(clause, around)
    if policy.attention is not None and policy.attention.clause not in seen:
        owner = policy.attention.clause
        yield error(owner, "attention", "no_clause", f"打扰上限属于不存在的条款 {owner}")
    if any(clause.kind is Kind.EXECUTABLE for clause in acting(policy)) and not any(
        _acts(clause) for clause in acting(policy)
    ):
        yield warning("", "rule", "owes_nothing", "这份规定谁也不欠什么：没有任何起作用的规则")


def _clause(clause: Clause, around: Surroundings) -> Iterator[Finding]:
    if clause.kind is Kind.EXECUTABLE:
        if not (_acts(clause) or clause.stories):
            yield error(clause.id, "kind", "empty_clause", "可执行的条款既无规则也无例子")
        elif _acts_on_events(clause) and not clause.stories:
            yield error(clause.id, "story", "no_story", "规则没有例子")
    elif _acts(clause):
        yield error(clause.id, "kind", "wrong_kind", "有规则的条款应为 executable")
    for requirement in clause.requirement:
        if around.requirements is not None and requirement not in around.requirements:
            problem = f"没有编号为 {requirement} 的需求"
            yield error(clause.id, "requirement", "unknown_requirement", problem)
    if around.scenarios is not None and clause.waits_for in around.scenarios:
        problem = f"{clause.waits_for} 已经安装，条款却还在等它，规则不起作用"
        yield error(clause.id, "waits_for", "waits_in_vain", problem)


def _acts(clause: Clause) -> bool:
    """Whether the clause does anything by itself."""
    return _acts_on_events(clause) or any((clause.targets, clause.lints))


def _acts_on_events(clause: Clause) -> bool:
    """Whether something follows from an event, which an example then has to show."""
    return any((clause.rules, clause.guards, clause.signings))
