"""A book in memory, for stories and backtests: what the SQL book must do, said plainly.

Per cohort there is one row per bearer: state, best evidence, its proof and channel, and when.

- ``Open`` is ignored when a cohort with the same subject, rule, verb, part, due time and parent exists,
  closed or not, and when the role names nobody. A new bearer's evidence is ``DELIVERED`` through
  the inbox at the birth: being in the inbox is being delivered.
- ``Meet`` touches an open row only: the first settling act stays. Its proof and channel count as
  evidence of what they are worth.
- ``Raise`` lifts the person's row in every cohort of the subject that is nobody's rung, open or
  closed, unless it was born after the evidence. Only strictly better evidence replaces what is there, so any order ends at the same level.
- ``Ping`` reaches those who are open in the cohort at that time.
- ``Advance`` sets step and next look of a cohort that is not closed.
- ``Deem`` ends every open row of the cohort in the given state.
- ``settle`` follows: a rung's bearer ends when nobody they look after is open in the parent cohort
  (``head_of(bearer)``: those whose head they are; any other role: anyone), as met, or met late
  against the rung's own due time; a cohort without an open row is closed and never looked at again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from huiyin.core.event import Who
from huiyin.core.evidence import Channel, Evidence, Proof, worth
from huiyin.core.obligation import (
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

HEADS = "head_of(bearer)"


@dataclass(slots=True)
class Row:
    """Where one bearer of one cohort stands."""

    state: State = State.OPEN
    evidence: Evidence = Evidence.DELIVERED
    proof: Proof | None = None
    channel: Channel | None = Channel.INBOX
    evidence_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(slots=True)
class Entry:
    """A cohort with its people."""

    cohort: Cohort
    bearers: str
    rows: dict[Who, Row]
    closed_at: datetime | None = None

    def open(self) -> list[Who]:
        """Those who still owe."""
        return [person for person, row in self.rows.items() if row.state is State.OPEN]


@dataclass(frozen=True, slots=True)
class Heard:
    """A ping and the people it reached."""

    ping: Ping
    people: tuple[Who, ...]


@dataclass(slots=True)
class MemoryBook:
    """The obligations of any number of subjects.

    ``roles`` names audiences (``recipients`` -> people), per subject overridden by ``cast``;
    ``heads`` gives everybody's head.
    """

    roles: Mapping[str, Collection[Who]] = field(default_factory=dict)
    heads: Mapping[Who, Who] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    _cast: dict[str, dict[str, Collection[Who]]] = field(default_factory=dict)

    def cast(self, subject: str, roles: Mapping[str, Collection[Who]]) -> None:
        """Say who stands for the roles in one subject; named roles replace earlier ones."""
        self._cast.setdefault(subject, {}).update(roles)

    def cohorts(self, subject: str) -> Sequence[Cohort]:
        """The cohorts of ``subject`` that are not closed, oldest first."""
        return [
            entry.cohort
            for entry in self.entries.values()
            if entry.cohort.subject == subject and entry.closed_at is None
        ]

    def owes(self, person: Who) -> list[Cohort]:
        """What ``person`` still owes, over all subjects, oldest first."""
        return [entry.cohort for entry in self.entries.values() if person in entry.open()]

    def state(self, cohort: int, person: Who) -> State | None:
        """Where ``person`` stands in a cohort; ``None`` when they bear nothing there."""
        row = self.entries[cohort].rows.get(person)
        return row.state if row else None

    def next_look(self) -> datetime | None:
        """The earliest moment when the clock must look at any subject."""
        moments = (entry.cohort.next_at for entry in self.entries.values())
        return min((at for at in moments if at is not None), default=None)

    def due_subjects(self, at: datetime) -> list[str]:
        """The subjects that the clock must look at by ``at``, each once, oldest first."""
        cohorts = (entry.cohort for entry in self.entries.values())
        due = (each.subject for each in cohorts if each.next_at is not None and each.next_at <= at)
        return list(dict.fromkeys(due))

    def apply(self, changes: Iterable[Change], at: datetime) -> None:
        """Apply ``changes`` in order as of ``at``, then settle what they complete."""
        for change in changes:
            match change:
                case Open():
                    self._open(change)
                case Meet():
                    self._meet(change)
                case Raise():
                    self._raise(change)
                case Ping():
                    self.heard.append(Heard(change, tuple(self.entries[change.cohort].open())))
                case Advance():
                    self._advance(change)
                case _:
                    self._end(change)
        self.settle(at)

    def settle(self, at: datetime) -> None:
        """End the rungs that have nothing left to look after, close what is complete."""
        for entry in self.entries.values():
            if entry.closed_at is None:
                if entry.cohort.parent is not None:
                    self._end_rung(entry, self.entries[entry.cohort.parent], at)
                if not entry.open():
                    entry.closed_at = at
                    entry.cohort = replace(entry.cohort, next_at=None)

    def people(self, subject: str, role: str, parent: int | None = None) -> list[Who]:
        """Who stands for ``role``, each once; ``parent`` is the cohort that ``bearer`` means."""
        if parent is not None and role == HEADS:
            open_now = self.entries[parent].open()
            return list(dict.fromkeys(self.heads[each] for each in open_now if each in self.heads))
        cast = self._cast.get(subject, {})
        return list(dict.fromkeys(cast.get(role, self.roles.get(role, ()))))

    def _open(self, change: Open) -> None:
        cohort = Cohort(
            key=len(self.entries) + 1,
            subject=change.subject,
            rule=change.rule,
            policy_version=change.policy_version,
            verb=change.verb,
            born_at=change.born_at,
            due_at=change.due.at if change.due else None,
            next_at=change.next_at,
            step=0,
            parent=change.parent,
            part=change.part,
            needs=change.needs,
        )
        people = self.people(change.subject, change.bearers, change.parent)
        known = any(_same(cohort, entry.cohort) for entry in self.entries.values())
        if people and not known:
            rows = {person: Row(evidence_at=change.born_at) for person in people}
            self.entries[cohort.key] = Entry(cohort, change.bearers, rows)

    def _meet(self, change: Meet) -> None:
        row = self.entries[change.cohort].rows.get(change.person)
        if row is None or row.state is not State.OPEN:
            return
        row.state, row.closed_at = change.state, change.at
        if change.proof is not None and change.channel is not None:
            shown = worth(change.proof, change.channel)
            _lift(row, shown, change.proof, change.channel, change.at)

    def _raise(self, change: Raise) -> None:
        for entry in self.entries.values():
            row = entry.rows.get(change.person)
            if row is not None and _concerns(change, entry.cohort):
                _lift(row, change.evidence, change.proof, change.channel, change.at)

    def _advance(self, change: Advance) -> None:
        entry = self.entries[change.cohort]
        if entry.closed_at is None:
            entry.cohort = replace(entry.cohort, step=change.step, next_at=change.next_at)

    def _end(self, change: Deem) -> None:
        entry = self.entries[change.cohort]
        for person in entry.open():
            entry.rows[person].state = change.state
            entry.rows[person].closed_at = change.at

    def _end_rung(self, rung: Entry, parent: Entry, at: datetime) -> None:
        waiting = parent.open()
        late = rung.cohort.due_at is not None and at > rung.cohort.due_at
        for person in rung.open():
            theirs = waiting
            if rung.bearers == HEADS:
                theirs = [each for each in waiting if self.heads.get(each) == person]
            if not theirs:
                row = rung.rows[person]
                row.state, row.closed_at = State.MET_LATE if late else State.MET, at


def _concerns(change: Raise, cohort: Cohort) -> bool:
    ours = cohort.subject == change.subject and cohort.parent is None
    meant = change.part in {"", cohort.part}
    return ours and meant and cohort.born_at <= change.at


def _same(one: Cohort, other: Cohort) -> bool:
    return _identity(one) == _identity(other)


def _identity(cohort: Cohort) -> tuple[object, ...]:
    one = cohort
    return one.subject, one.rule, one.verb, one.part, one.due_at, one.parent


def _lift(row: Row, shown: Evidence, proof: Proof | None, channel: Channel, at: datetime) -> None:
    if shown > row.evidence:
        row.evidence, row.proof, row.channel, row.evidence_at = shown, proof, channel, at
