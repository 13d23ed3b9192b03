"""As what a clause binds somebody: the role that a rule names, and who can come to hold it (O03)."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from huiyin.core.policy import Clause, Policy, Rule
from huiyin.directory.models import Person
from huiyin.directory.places import chain_of
from huiyin.directory.roles import COMPLIANCE, EMPLOYEE, EXTERNAL, HEAD, MANAGEMENT, roles_of

_HEADS = frozenset({"head", "department_leads", "heads_concerned", "relayers", "team_heads"})
"""Roles of rules that only heads of departments are given, besides those named after them."""


class Holder(StrEnum):
    """Who can hold a role of the regulation."""

    ANYBODY = "anybody"
    HEADS = "heads"
    MANAGEMENT = "management"
    COMPLIANCE = "compliance"


def holder_of(role: str) -> Holder:
    """Who can hold ``role``: what the case decides may fall to anybody."""
    if role.startswith("head_of(") or role.endswith("_head") or role in _HEADS:
        return Holder.HEADS
    named = {one.value: one for one in (Holder.MANAGEMENT, Holder.COMPLIANCE)}
    return named.get(role, Holder.ANYBODY)


def holders(roles: Iterable[str]) -> frozenset[Holder]:
    """What somebody with these roles in the company can be to a rule."""
    held = set(roles)
    found = {Holder.ANYBODY} if held & {EMPLOYEE, EXTERNAL} else set()
    names = {HEAD: Holder.HEADS, MANAGEMENT: Holder.MANAGEMENT, COMPLIANCE: Holder.COMPLIANCE}
    return frozenset(found | {holder for name, holder in names.items() if name in held})


def binds(rule: Rule, held: frozenset[Holder], chain: tuple[int, ...]) -> bool:
    """Whether ``rule`` can make a person owe something who stands at the end of ``chain``."""
    return holder_of(rule.bearer) in held and rule.reach.covers(chain)


def binding(person: Person, policy: Policy) -> Iterator[tuple[Clause, str, list[Rule]]]:
    """Every clause that can bind ``person``, once per role, with its rules for that role.

    In the order of ``policy``, clauses that wait for their scenario among them.
    """
    held, chain = holders(roles_of(person)), chain_of(person.department_id)
    for clause in policy.clauses:
        found: dict[str, list[Rule]] = {}
        for rule in clause.rules:
            if binds(rule, held, chain):
                found.setdefault(rule.bearer, []).append(rule)
        for role, rules in found.items():
            yield clause, role, rules
