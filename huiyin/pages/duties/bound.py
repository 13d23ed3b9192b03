"""The clauses that bind one person, in words, with how they stand: from the policy itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases.naming import word
from huiyin.cases.terms import conditions, term
from huiyin.core.policy import Policy, Rule
from huiyin.core.writing.order import legal_order
from huiyin.directory.models import Person
from huiyin.insight.compliance.binding import Holder, binding, holder_of
from huiyin.insight.compliance.persons import Own
from huiyin.pages.clauses import duty
from huiyin.pages.compliance import numbering
from huiyin.pages.compliance.numbering import Named

_ORDER = ("recipients", "key_people", "initiator", "recorder")
"""The roles that everybody knows come first."""


@dataclass(frozen=True, slots=True)
class Asks:
    """What one rule asks: ``when`` it starts, ``what`` and by when."""

    when: str
    what: str
    term: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A clause that binds somebody in one role; ``own``: how they stand with it."""

    clause: Named
    asks: tuple[Asks, ...]
    own: Own
    waits: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The clauses that bind in one role (``作为接收人``)."""

    role: str
    holder: Holder
    clauses: list[Bound]

    @property
    def awake(self) -> list[Bound]:
        """Those that act today."""
        return [one for one in self.clauses if not one.waits]

    @property
    def asleep(self) -> list[Bound]:
        """Those whose scenario is not installed yet."""
        return [one for one in self.clauses if one.waits]


def groups(person: Person, policy: Policy, own: Mapping[str, Own]) -> list[Group]:
    """Everything that can bind ``person``, by role; the roles that act today first."""
    found: dict[str, list[Bound]] = {}
    every = binding(person, policy)
    for clause, role, rules in sorted(every, key=lambda one: legal_order(one[0].id)):
        stands = own.get(clause.id, Own())
        asks = tuple(dict.fromkeys(_asks(rule) for rule in rules))
        named = numbering.named(clause.id, policy)
        found.setdefault(role, []).append(Bound(named, asks, stands, bool(clause.waits_for)))
    made = [
        Group(_("作为%(role)s") % {"role": word(role)}, holder_of(role), clauses)
        for role, clauses in sorted(found.items(), key=lambda pair: _place(*pair))
    ]
    return _together(made)


def _asks(rule: Rule) -> Asks:
    facts = conditions(rule.when)
    return Asks("，".join((word(rule.on), *facts)), duty(rule.owes), term(rule.within))


def _place(role: str, clauses: list[Bound]) -> tuple[bool, int, str]:
    known = _ORDER.index(role) if role in _ORDER else len(_ORDER)
    return all(one.waits for one in clauses), known, role


def _together(made: list[Group]) -> list[Group]:
    """Roles of the same name are one group: what the case calls them matters to nobody."""
    found: dict[tuple[str, Holder], Group] = {}
    for one in made:
        same = found.setdefault((one.role, one.holder), Group(one.role, one.holder, []))
        same.clauses.extend(one.clauses)
    return list(found.values())
