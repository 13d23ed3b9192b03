"""Which clauses bind somebody: those whose rules ask a role that this person may have."""

from collections.abc import Iterable, Iterator

from huiyin.core.policy import Clause, Policy
from huiyin.directory.models import Person
from huiyin.directory.roles import COMPLIANCE, HEAD, MANAGEMENT, roles_of

HEADS = ("team_heads", "head_of(bearer)")
OFFICES = {"management": MANAGEMENT, "compliance": COMPLIANCE}


def binding(person: Person, *policies: Policy) -> frozenset[str]:
    """The numbers of the clauses that bind ``person`` in any of the versions.

    A clause without rules binds everybody: it is a principle, or says how something is done.
    """
    held = roles_of(person)
    return frozenset(
        clause.id for policy in policies for clause in policy.clauses if _binds(clause, held)
    )


def _binds(clause: Clause, held: Iterable[str]) -> bool:
    asked = list(_asked(clause))
    return not asked or any(_may_be(role, held) for role in asked)


def _asked(clause: Clause) -> Iterator[str]:
    for rule in clause.rules:
        yield rule.bearer
        yield from (rung.who for rung in rule.ladder if rung.who != "bearer")


def _may_be(role: str, held: Iterable[str]) -> bool:
    """Whether somebody with these roles may be asked; any case makes anybody its initiator."""
    if role in HEADS:
        return HEAD in held
    return role not in OFFICES or OFFICES[role] in held
