"""From an event to what it changes: the whole regulation as one pure function (design 1).

``decide`` never lists people: a duty names its bearers by role, a ping or an end names its cohort.
It may be asked twice about the same event; what is open already is not opened again, and a book
ignores an ``Open`` whose subject, rule, verb, due time and parent it has ever seen.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Protocol, TypeVar

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.due import Due, derive
from huiyin.core.event import Event, Who
from huiyin.core.evidence import Channel, Evidence, Proof, worth
from huiyin.core.ladder import Step, next_look, steps
from huiyin.core.obligation import (
    NEEDED,
    Advance,
    Change,
    Cohort,
    Deem,
    Meet,
    Open,
    Ping,
    Raise,
    State,
)
from huiyin.core.phrase import phrase
from huiyin.core.policy import AS_CONFIRM, Policy, Rule
from huiyin.core.terms import Every, TermError, Within
from huiyin.core.timing import Timing

CLOCK = "clock.passed"
RECEIPT = "receipts.received"
REMIND = "remind"

PolicyOf = Callable[[int | None], Policy]
"""A version of the policy; ``None`` asks for the one in force."""

_Code = TypeVar("_Code", bound=IntEnum)


class Book(Protocol):
    """What the engine asks of whoever keeps the obligations."""

    def cohorts(self, subject: str) -> Sequence[Cohort]:
        """The cohorts of ``subject`` that are not closed."""
        ...


def decide(
    policy_of: PolicyOf, book: Book, event: Event, calendar: WorkingCalendar
) -> list[Change]:
    """What ``event`` changes, in the order in which it must be applied.

    Raises ``TermError`` when a fired rule needs a fact that the event does not carry, and
    ``ValueError`` for an unknown proof or channel.
    """
    decision = _Decision(policy_of, list(book.cohorts(event.subject)), event, calendar)
    if event.kind == CLOCK:
        decision.look()
    elif event.kind == RECEIPT:
        decision.receive()
    else:
        decision.meet()
        decision.fire()
    return decision.changes


class _Decision:
    """One event under decision; ``changes`` grows."""

    def __init__(
        self,
        policy_of: PolicyOf,
        cohorts: list[Cohort],
        event: Event,
        calendar: WorkingCalendar,
    ) -> None:
        self.policy_of, self.cohorts, self.event = policy_of, cohorts, event
        self.calendar = calendar
        self.part = str(event.facts.get("part") or "")
        self.changes: list[Change] = []

    def fire(self) -> None:
        """Open what the rules in force ask for after this event."""
        policy = self.policy_of(None)
        for rule in policy.rules_for(self.event.kind, self.event.facts):
            if self._asks(rule):
                needs = self._needed(rule)
                self._open(rule, policy.version, self.event.at, part=self.part, needs=needs)

    def meet(self) -> None:
        """Meet, excuse or end what this event is the answer to.

        Its proof is evidence of the whole matter, whatever this person did before.
        """
        known = False
        for cohort in self.cohorts:
            rule = self._rule(cohort)
            if rule is None or (self.part and cohort.part != self.part):
                continue
            if isinstance(rule.within, Every):
                self._keep_rhythm(cohort, rule, rule.within)
            if self.event.kind in (rule.met_by, rule.excused_by):
                known = self._settle(cohort, rule) or known
            if self.event.kind == rule.ended_by:  # whoever answered has answered, the rest need not
                self.changes.append(Deem(cohort.key, self.event.at, State.EXCUSED))
        if known or self._answers():
            self.receive()

    def receive(self) -> None:
        """Lift the evidence for one person: a receipt shows something but meets nothing."""
        person, proof, channel = self._evidence()
        if person is None or proof is None or channel is None:
            return
        evidence = worth(proof, channel)
        if evidence:
            subject, at, part = self.event.subject, self.event.at, self.part
            self.changes.append(Raise(subject, person, evidence, at, channel, proof, part))

    def look(self) -> None:
        """The clock passed: take every rung that is due by now."""
        for cohort in self.cohorts:
            if cohort.next_at is None or cohort.next_at > self.event.at:
                continue
            rule = self._rule(cohort)
            if rule is not None:
                self._climb(cohort, rule)

    def _rule(self, cohort: Cohort) -> Rule | None:
        """The rule a cohort was born under; ``None`` for a rung's duty, which has none."""
        if cohort.parent is not None:
            return None
        return self.policy_of(cohort.policy_version).rule(cohort.rule)

    def _asks(self, rule: Rule) -> bool:
        """Whether anything is owed at all: a matter that needs no confirmation owes none."""
        return rule.needs != AS_CONFIRM or self.event.facts.get("confirm") != "none"

    def _needed(self, rule: Rule) -> Evidence:
        """The evidence below which an answer to ``rule`` does not count."""
        if rule.needs == AS_CONFIRM:
            return NEEDED[str(self.event.facts.get("confirm") or "acknowledge")]
        return Evidence[rule.needs.upper()] if rule.needs else Evidence.NONE

    def _open(
        self,
        rule: Rule,
        version: int,
        born_at: datetime,
        beat: datetime | None = None,
        *,
        part: str,
        needs: Evidence,
    ) -> None:
        """Open a duty, due from ``beat`` (of a rhythm) or from its birth."""
        due = self._due(rule, beat or born_at)
        due_at = due.at if due else None
        for cohort in self.cohorts:
            same = (cohort.rule, cohort.part, cohort.due_at) == (rule.key, part, due_at)
            if same and cohort.parent is None:
                return
        counted = due.counted if due and due.counted else born_at
        timing = Timing(rule.within, counted, born_at, self.calendar, rule)
        self.changes.append(
            Open(
                subject=self.event.subject,
                rule=rule.key,
                policy_version=version,
                verb=rule.owes,
                bearers=rule.bearer,
                beneficiary=rule.to,
                born_at=born_at,
                due=due,
                next_at=timing.next_look(due_at, self.calendar, 0, born_at),
                met_by=rule.met_by,
                excused_by=rule.excused_by,
                part=part,
                needs=needs,
                reach=rule.reach,
                timing=timing,
            )
        )

    def _due(self, rule: Rule, born_at: datetime) -> Due | None:
        if rule.within is None:
            return None
        try:
            return derive(rule.within, born_at, self.event.facts, self.calendar)
        except TermError as error:
            raise TermError(
                phrase("%(rule)s：%(problem)s", rule=rule.key, problem=error)
            ) from error

    def _settle(self, cohort: Cohort, rule: Rule) -> bool:
        person, proof, channel = self._evidence()
        at = self.event.at
        if person is None:
            return False
        state = State.EXCUSED
        if self.event.kind == rule.met_by:
            if isinstance(rule.within, Every) and at <= cohort.born_at:
                return False
            # An answer is an act: without a proof of its own it shows that much and no more.
            shown = worth(proof, channel) if proof and channel else Evidence.ACKNOWLEDGED
            if shown < cohort.needs:
                return False
            late = cohort.due_at is not None and at > cohort.due_at
            state = State.MET_LATE if late else State.MET
        self.changes.append(Meet(cohort.key, person, state, at, proof, channel))
        return True

    def _answers(self) -> bool:
        """Whether this event answers some rule: its proof counts even after all is closed."""
        return self.event.kind in {rule.met_by for rule in self.policy_of(None).rules()}

    def _keep_rhythm(self, cohort: Cohort, rule: Rule, rhythm: Every) -> None:
        """Stop at the event that ends a rhythm; after an answer have the next beat ready."""
        if self.event.kind == rhythm.until:
            self.changes.append(Deem(cohort.key, self.event.at, State.EXCUSED))
        elif self.event.kind == rule.met_by and cohort.due_at and self.event.at > cohort.born_at:
            beat = self._last_beat(rhythm, cohort.due_at)
            # Born not before this word, so that the same word told twice does not answer it.
            self._open_again(rule, cohort, max(beat, self.event.at), beat)

    def _open_again(
        self, rule: Rule, cohort: Cohort, born_at: datetime, beat: datetime | None = None
    ) -> None:
        """The next beat of a rhythm asks for the same as the one before."""
        version, part, needs = cohort.policy_version, cohort.part, cohort.needs
        self._open(rule, version, born_at, beat, part=part, needs=needs)

    def _climb(self, cohort: Cohort, rule: Rule) -> None:
        now, due_at = self.event.at, cohort.due_at
        rungs = steps(rule, cohort.born_at, due_at, cohort.calendar or self.calendar)
        if rule.deem and due_at is not None and due_at <= now:
            self.changes.append(Advance(cohort.key, len(rungs), None))
            self.changes.append(Deem(cohort.key, due_at))
            return
        taken = max(cohort.step, sum(step.at <= now for step in rungs))
        next_at = next_look(rule, rungs, taken, due_at, now)
        self.changes.append(Advance(cohort.key, taken, next_at))
        for number, step in _last_of_each_kind(rungs, cohort.step, taken):
            self._act(cohort, number, step)
        if isinstance(rule.within, Every) and due_at is not None and due_at <= now:
            self._open_again(rule, cohort, self._last_beat(rule.within, due_at))

    def _last_beat(self, rhythm: Every, beat: datetime) -> datetime:
        """The latest beat that has passed: after an outage the missed ones are not asked for."""
        following = derive(rhythm, beat, {}, self.calendar).at
        while following <= self.event.at:
            beat, following = following, derive(rhythm, following, {}, self.calendar).at
        return beat

    def _act(self, cohort: Cohort, number: int, step: Step) -> None:
        if step.rung.do == REMIND:
            self.changes.append(Ping(cohort.key, number, REMIND))
            return
        within = step.rung.within
        timing = Timing(Within(within) if within else None, step.at, step.at, self.calendar)
        self.changes.append(
            Open(
                subject=cohort.subject,
                rule=f"{cohort.rule}#{step.place}",
                policy_version=cohort.policy_version,
                verb=step.rung.do,
                bearers=step.rung.who,
                beneficiary="bearer",
                born_at=step.at,
                due=timing.due(self.calendar),
                next_at=None,
                met_by="",
                excused_by="",
                parent=cohort.key,
                part=cohort.part,
                timing=timing,
            )
        )

    def _evidence(self) -> tuple[Who | None, Proof | None, Channel | None]:
        facts = self.event.facts
        return (
            self.event.person(),
            _code(Proof, facts.get("proof")),
            _code(Channel, facts.get("channel")),
        )


def _last_of_each_kind(rungs: list[Step], taken: int, now: int) -> list[tuple[int, Step]]:
    """Of the rungs that fell due together, numbered from 1, the last for each who and what."""
    last = {
        (step.rung.who, step.rung.do): (number, step)
        for number, step in enumerate(rungs[:now], 1)
        if number > taken
    }
    return sorted(last.values())


def _code(kind: type[_Code], value: object) -> _Code | None:
    """A code by number or by name in any case; ``ValueError`` for one that does not exist."""
    if value is None:
        return None
    if isinstance(value, str) and value.upper() in kind.__members__:
        return kind[value.upper()]
    if isinstance(value, int):
        return kind(value)
    raise ValueError(f"{value!r} is no {kind.__name__}")
