"""The regulation as data: clauses, their rules, ladders and stories (design 4).

Values only. ``load`` reads them from TOML, ``lint`` judges them, ``engine`` applies them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiyin.core.due import Duration, Term


class Kind(StrEnum):
    """What a clause is to the machine."""

    EXECUTABLE = "executable"
    GUIDANCE = "guidance"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of an escalation ladder, ``after`` the event that opened the duty."""

    after: Duration
    who: str
    do: str


@dataclass(frozen=True, slots=True)
class Rule:
    """``bearer`` owes ``owes`` to ``to`` once ``on`` happened and ``when`` fits.

    ``key`` is the clause id and the rule's place in it (``3.3.1/0``). ``deem`` accepts silence at
    the due time.
    """

    key: str
    clause: str
    on: str
    bearer: str
    owes: str
    met_by: str
    when: Mapping[str, tuple[str, ...]]
    within: Term | None = None
    to: str = "initiator"
    excused_by: str = ""
    ladder: tuple[Rung, ...] = ()
    deem: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """An example in the clause's own file: events in, sentences out."""

    clause: str
    title: str
    events: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause: its words, what it shows (``requirement``), its rules and stories."""

    id: str
    text: str
    kind: Kind
    requirement: tuple[str, ...] = ()
    reason: str = ""
    rules: tuple[Rule, ...] = ()
    stories: tuple[Story, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the channel matrix: what fits it goes through ``channels``, confirmed so."""

    when: Mapping[str, tuple[str, ...]]
    channels: tuple[str, ...]
    confirm: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the regulation."""

    version: int
    clauses: tuple[Clause, ...]
    matrix: tuple[Route, ...] = ()

    def rules(self) -> tuple[Rule, ...]:
        """All rules in the order of the regulation."""
        return tuple(rule for clause in self.clauses for rule in clause.rules)

    def rule(self, key: str) -> Rule:
        """The rule with ``key``; ``KeyError`` when this version has none."""
        for rule in self.rules():
            if rule.key == key:
                return rule
        raise KeyError(key)

    def clause(self, clause_id: str) -> Clause:
        """The clause with this number; ``KeyError`` when this version has none."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)
