"""The regulation as data: clauses, their rules, ladders and stories (design 4).

Values only. ``load`` reads them from TOML, ``lint`` judges them, ``engine`` applies them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from huiyin.core.attention import Attention
from huiyin.core.event import Fact
from huiyin.core.measure import Target
from huiyin.core.precedence import Tension, beaten, never_fires
from huiyin.core.reach import EVERYWHERE, Reach
from huiyin.core.terms import Duration, Term
from huiyin.core.wording.finding import Level


def fits(when: Mapping[str, tuple[str, ...]], facts: Mapping[str, Fact]) -> bool:
    """Whether every fact that ``when`` names holds one of the wanted values.

    A missing fact never fits; of a list, one fitting member is enough.
    """
    for name, wanted in when.items():
        fact = facts.get(name)
        values = fact if isinstance(fact, tuple) else () if fact is None else (fact,)
        if not any(spelled(value) in wanted for value in values):
            return False
    return True


def spelled(value: object) -> str:
    """A fact as ``when`` spells it: ``true`` and ``false`` in small letters."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Kind(StrEnum):
    """What a clause is to the machine."""

    EXECUTABLE = "executable"
    GUIDANCE = "guidance"
    OUT_OF_SCOPE = "out_of_scope"


class Anchor(StrEnum):
    """What a rung counts from: the birth of the duty, or its due time, back or forward."""

    BIRTH = "after"
    BEFORE_DUE = "before_due"
    AFTER_DUE = "after_due"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of an escalation ladder: at ``after`` from its ``anchor``, ``who`` has to ``do``.

    ``do = "remind"`` pings the open bearers; anything else is a duty of its own, owed by ``who``
    and due ``within`` of the rung's time (no due time when ``None``).
    """

    after: Duration
    who: str
    do: str
    anchor: Anchor = Anchor.BIRTH
    within: Duration | None = None


AS_CONFIRM = "as confirm"
"""``Rule.needs``: whatever the event's fact ``confirm`` asks for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``bearer`` owes ``owes`` to ``to`` once ``on`` happened and ``when`` fits.

    ``key`` is the clause id and the rule's place in it (``3.3.1/0``). ``needs`` is the evidence
    that the answer must be worth (``acknowledged``, ``understood``, ``AS_CONFIRM``; empty: any).
    ``ended_by`` ends the duty of all who are still open. ``deem`` accepts silence at the due time.
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
    ended_by: str = ""
    needs: str = ""
    ladder: tuple[Rung, ...] = ()
    deem: bool = False
    reach: Reach = EVERYWHERE


class Otherwise(StrEnum):
    """What a broken guard does: stop the act, or let it pass and write the breach down."""

    REFUSE = "refuse"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition before an act: ``on`` may happen only when it holds (design 4).

    Exactly one of: ``not_before`` (``24h after pre_noticed_at``), ``not_after`` (``3d before
    starts_at``), ``needs`` (a fact that must be true). ``says`` tells people what to do.
    """

    key: str
    clause: str
    on: str
    when: Mapping[str, tuple[str, ...]]
    says: str
    otherwise: Otherwise
    not_before: Term | None = None
    not_after: Term | None = None
    needs: str = ""
    reach: Reach = EVERYWHERE


class Mode(StrEnum):
    """How many of those asked must sign a step; ``two``: two different people."""

    ONE = "one"
    TWO = "two"
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Signing:
    """One step of a sign-off path: cases of the scenario ``of`` that fit ``when`` take it.

    ``who`` is a role that the scenario resolves to seats.
    """

    key: str
    clause: str
    of: str
    when: Mapping[str, tuple[str, ...]]
    step: str
    who: str
    mode: Mode
    reach: Reach = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Aim:
    """What the share called ``measure`` must keep (``misinformation`` at most 0.05)."""

    clause: str
    measure: str
    limit: Target


@dataclass(frozen=True, slots=True)
class Lint:
    """What a finding of ``core.wording`` weighs, by its code (N07, N26).

    ``within`` says how far ahead the date lies that is offered in place of a vague time.
    """

    clause: str
    code: str
    level: Level
    within: Duration | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """An example in the clause's own file: events in, sentences out."""

    clause: str
    title: str
    events: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause: its words, what it shows (``requirement``), its rules and stories.

    ``title`` is a short heading, or empty. ``waits_for`` names the scenario that has to be installed before its rules act.
    """

    id: str
    text: str
    kind: Kind
    requirement: tuple[str, ...] = ()
    title: str = ""
    reason: str = ""
    waits_for: str = ""
    rules: tuple[Rule, ...] = ()
    stories: tuple[Story, ...] = ()
    guards: tuple[Guard, ...] = ()
    signings: tuple[Signing, ...] = ()
    targets: tuple[Aim, ...] = ()
    lints: tuple[Lint, ...] = ()
    reach: Reach = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the regulation: the clauses whose numbers begin with ``id`` stand under it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the channel matrix: what fits it goes through ``channels``, confirmed so.

    ``with_text`` is false where the channel may carry only the fact that something waits.
    """

    when: Mapping[str, tuple[str, ...]]
    channels: tuple[str, ...]
    confirm: str
    with_text: bool = True


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the regulation: ``clauses`` are all, the rest speaks of those that act."""

    version: int
    clauses: tuple[Clause, ...]
    matrix: tuple[Route, ...] = ()
    attention: Attention | None = None
    chapters: tuple[Chapter, ...] = ()
    tensions: tuple[Tension, ...] = ()
    _rules: tuple[Rule, ...] = field(init=False, repr=False, compare=False)
    _by_key: dict[str, Rule] = field(init=False, repr=False, compare=False)
    _by_event: dict[str, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)
    _guards: dict[str, tuple[Guard, ...]] = field(init=False, repr=False, compare=False)
    _beaten: dict[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the rules once: every decision asks for them."""
        rules = tuple(rule for clause in self._acting() for rule in clause.rules)
        by_key = {rule.key: rule for rule in rules}
        lost = beaten(rules, self.tensions)
        by_event: dict[str, tuple[Rule, ...]] = {}
        for rule in rules:
            if never_fires(rule, map(by_key.__getitem__, lost.get(rule.key, ()))):
                continue
            by_event[rule.on] = (*by_event.get(rule.on, ()), rule)
        guards: dict[str, tuple[Guard, ...]] = {}
        for guard in (each for clause in self._acting() for each in clause.guards):
            guards[guard.on] = (*guards.get(guard.on, ()), guard)
        object.__setattr__(self, "_guards", guards)
        object.__setattr__(self, "_rules", rules)
        object.__setattr__(self, "_by_key", by_key)
        object.__setattr__(self, "_beaten", lost)
        object.__setattr__(self, "_by_event", by_event)

    def awake(self) -> "Policy":
        """The same with every clause acting, those that wait for their scenario too."""
        if not any(clause.waits_for for clause in self.clauses):
            return self
        clauses = tuple(replace(clause, waits_for="") for clause in self.clauses)
        return replace(self, clauses=clauses)

    def _acting(self) -> Iterator[Clause]:
        return (clause for clause in self.clauses if not clause.waits_for)

    def rules(self) -> tuple[Rule, ...]:
        """All rules in the order of the regulation."""
        return self._rules

    def rules_on(self, kind: str) -> tuple[Rule, ...]:
        """The rules that an event of ``kind`` may fire."""
        return self._by_event.get(kind, ())

    def rules_for(self, kind: str, facts: Mapping[str, Fact]) -> list[Rule]:
        """The rules that an event of ``kind`` with ``facts`` fires.

        Where a rule that wins a tension fires, those that lose to it do not bind its people.
        """
        fitting = {rule.key: rule for rule in self.rules_on(kind) if fits(rule.when, facts)}
        return [left for rule in fitting.values() if (left := self._left(rule, fitting))]

    def _left(self, rule: Rule, fired: Mapping[str, Rule]) -> Rule | None:
        """``rule`` for those whom no rule that beats it binds; ``None`` where nobody is left."""
        lost = self._beaten.get(rule.key)
        if not lost:
            return rule
        left = rule.reach.without(fired[key].reach for key in sorted(lost) if key in fired)
        return None if left is None else rule if left == rule.reach else replace(rule, reach=left)

    def guards_on(self, kind: str) -> tuple[Guard, ...]:
        """The conditions that an event of ``kind`` must meet before it may happen."""
        return self._guards.get(kind, ())

    def signings(self) -> tuple[Signing, ...]:
        """All steps of sign-off in the order of the regulation."""
        return tuple(each for clause in self._acting() for each in clause.signings)

    def targets(self) -> tuple[Aim, ...]:
        """All targets in the order of the regulation."""
        return tuple(each for clause in self._acting() for each in clause.targets)

    def target(self, measure: str) -> Aim | None:
        """The first target for ``measure``; ``None`` when this version sets none."""
        return next((each for each in self.targets() if each.measure == measure), None)

    def lints(self) -> dict[str, Lint]:
        """What the regulation says about findings in texts, by code."""
        return {each.code: each for clause in self._acting() for each in clause.lints}

    def rule(self, key: str) -> Rule:
        """The rule with ``key``; ``KeyError`` when this version has none."""
        return self._by_key[key]

    def clause(self, clause_id: str) -> Clause:
        """The clause with this number; ``KeyError`` when this version has none."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)
