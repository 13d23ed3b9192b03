"""A book in memory, for stories and backtests: what the SQL book must do, said plainly.

Per cohort there is one row per bearer: state, best evidence, its proof and channel, and when.

- ``Open`` makes a cohort per due time: people with another calendar may be due at another time. It
  is ignored when a cohort with the same subject, rule, verb, part, due time and parent exists,
  closed or not, and when the role names nobody. A new bearer's evidence is ``DELIVERED`` through
  the inbox at the birth: being in the inbox is being delivered.
- ``Meet`` touches an open row only: the first settling act stays. Its proof and channel count as
  evidence of what they are worth.
- ``Raise`` lifts the person's row in every cohort of the subject that is nobody's rung, open or
  closed, unless it was born after the evidence. Only strictly better evidence replaces what is there, so any order ends at the same level.
- ``Ping`` reaches those who are open in the cohort at that time.
- ``Advance`` sets step and next look of a cohort that is not closed.
- ``Deem`` ends every open row of the cohort in the given state.
- ``settle`` follows, in the cohorts that were touched: a rung's bearer ends when nobody they look after is open in the parent cohort
  (``head_of(bearer)``: those whose head they are; any other role: anyone), as met, or met late
  against the rung's own due time; a cohort without an open row is closed and never looked at again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heappop, heappush

from huiyin.core.event import Who
from huiyin.core.evidence import Channel, Evidence, Proof, worth
from huiyin.core.keeping import Together, Working, apart
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
from huiyin.core.timing import Timing

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
    """A cohort with its people; ``waiting`` are those of them who still owe."""

    cohort: Cohort
    bearers: str
    rows: dict[Who, Row]
    closed_at: datetime | None = None
    timing: Timing | None = None
    waiting: dict[Who, Row] = field(init=False)

    def __post_init__(self) -> None:
        """Everybody owes at first."""
        self.waiting = dict(self.rows)

    def open(self) -> list[Who]:
        """Those who still owe."""
        return list(self.waiting)

    def end(self, person: Who, state: State, at: datetime) -> Row | None:
        """Close the row of ``person``; ``None`` when it is not open."""
        row = self.waiting.pop(person, None)
        if row is not None:
            row.state, row.closed_at = state, at
        return row


@dataclass(frozen=True, slots=True)
class Heard:
    """A ping and the people it reached."""

    ping: Ping
    people: tuple[Who, ...]


@dataclass(slots=True)
class MemoryBook:
    """The obligations of any number of subjects.

    ``roles`` names audiences (``recipients`` -> people), per subject overridden by ``cast``;
    ``heads`` gives everybody's head, ``chains`` the departments from the root down to their own,
    ``working`` the calendar of those who keep their own.
    """

    roles: Mapping[str, Collection[Who]] = field(default_factory=dict)
    heads: Mapping[Who, Who] = field(default_factory=dict)
    chains: Mapping[Who, Sequence[int]] = field(default_factory=dict)
    working: Working = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    _cast: dict[str, dict[str, Collection[Who]]] = field(default_factory=dict)
    _every: dict[str, list[Entry]] = field(default_factory=dict)
    _open_of: dict[str, dict[int, Entry]] = field(default_factory=dict)
    _rungs: dict[int, list[Entry]] = field(default_factory=dict)
    _known: set[tuple[object, ...]] = field(default_factory=set)
    _looks: list[tuple[datetime, int]] = field(default_factory=list)
    _stirred: dict[int, Entry] = field(default_factory=dict)

    def cast(self, subject: str, roles: Mapping[str, Collection[Who]]) -> None:
        """Say who stands for the roles in one subject; named roles replace earlier ones."""
        self._cast.setdefault(subject, {}).update(roles)

    def cohorts(self, subject: str) -> Sequence[Cohort]:
        """The cohorts of ``subject`` that are not closed, oldest first."""
        return [entry.cohort for entry in self._open_of.get(subject, {}).values()]

    def owes(self, person: Who) -> list[Cohort]:
        """What ``person`` still owes, over all subjects, oldest first."""
        return [entry.cohort for entry in self.entries.values() if person in entry.waiting]

    def state(self, cohort: int, person: Who) -> State | None:
        """Where ``person`` stands in a cohort; ``None`` when they bear nothing there."""
        row = self.entries[cohort].rows.get(person)
        return row.state if row else None

    def next_look(self) -> datetime | None:
        """The earliest moment when the clock must look at any subject."""
        while self._looks and not self._wanted(*self._looks[0]):
            heappop(self._looks)
        return self._looks[0][0] if self._looks else None

    def due_subjects(self, at: datetime) -> list[str]:
        """The subjects that the clock must look at by ``at``, each once, oldest first."""
        due = set()
        while (first := self.next_look()) is not None and first <= at:
            due.add(heappop(self._looks))
        for look in due:
            heappush(self._looks, look)
        keys = sorted(key for _at, key in due)
        return list(dict.fromkeys(self.entries[key].cohort.subject for key in keys))

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
        """End the rungs that have nothing left to look after, close what is complete.

        Nothing is left to do in a cohort that nobody was touched in since.
        """
        for key in sorted(self._stirred):
            entry = self.entries[key]
            if entry.cohort.parent is not None:
                self._end_rung(entry, self.entries[entry.cohort.parent], at)
            self._close_if_complete(entry, at)
            for rung in self._rungs.get(key, ()):
                if rung.closed_at is None:
                    self._end_rung(rung, entry, at)
                    self._close_if_complete(rung, at)
        self._stirred.clear()

    def people(self, subject: str, role: str, parent: int | None = None) -> list[Who]:
        """Who stands for ``role``, each once; ``parent`` is the cohort that ``bearer`` means."""
        if parent is not None and role == HEADS:
            open_now = self.entries[parent].waiting
            heads = (self.head_of(parent, each) for each in open_now)
            return list(dict.fromkeys(head for head in heads if head is not None))
        cast = self._cast.get(subject, {})
        return list(dict.fromkeys(cast.get(role, self.roles.get(role, ()))))

    def head_of(self, cohort: int, person: Who) -> Who | None:
        """Who looks after ``person`` in a cohort: their head, if they have one."""
        del cohort
        return self.heads.get(person)

    def bearers_of(self, change: Open) -> list[Who]:
        """Who will bear what ``change`` opens."""
        return self.people(change.subject, change.bearers, change.parent)

    def _open(self, change: Open) -> None:
        people = self._reached(change, self.bearers_of(change))
        for due_at, next_at, calendar, theirs in self._apart(change, people):
            cohort = Cohort(
                key=len(self.entries) + 1,
                subject=change.subject,
                rule=change.rule,
                policy_version=change.policy_version,
                verb=change.verb,
                born_at=change.born_at,
                due_at=due_at,
                next_at=next_at,
                step=0,
                parent=change.parent,
                part=change.part,
                needs=change.needs,
                calendar=calendar,
            )
            identity = _identity(cohort)
            if theirs and identity not in self._known:
                rows = {person: Row(evidence_at=change.born_at) for person in theirs}
                self._keep(Entry(cohort, change.bearers, rows, timing=change.timing), identity)

    def _reached(self, change: Open, people: list[Who]) -> list[Who]:
        """Those whom the rule binds where they stand."""
        if not change.reach:
            return people
        return [each for each in people if change.reach.covers(self.chains.get(each, ()))]

    def _apart(self, change: Open, people: list[Who]) -> list[Together]:
        """The bearers by due time."""
        if change.timing is None or not self.working:
            return [(change.due.at if change.due else None, change.next_at, None, people)]
        return apart(change.timing, change.next_at, people, self.working)

    def keep(self, entry: Entry) -> None:
        """Take in a cohort that was made of another one."""
        self._keep(entry, _identity(entry.cohort))

    def join(self, key: int, rows: dict[Who, Row], next_at: datetime | None) -> None:
        """Let people of another cohort join this one; closed, it opens again."""
        entry = self._stirred[key] = self.entries[key]
        entry.rows |= rows
        entry.waiting |= rows
        if entry.closed_at is not None:
            entry.closed_at = None
            self._open_of[entry.cohort.subject][key] = entry
            self.reset(key, replace(entry.cohort, next_at=next_at))

    def reset(self, key: int, cohort: Cohort) -> None:
        """Give a cohort other times."""
        entry = self.entries[key]
        self._known.discard(_identity(entry.cohort))
        self._known.add(_identity(cohort))
        entry.cohort = cohort
        if cohort.next_at is not None:
            heappush(self._looks, (cohort.next_at, key))

    def stir(self, key: int) -> None:
        """Have ``settle`` look at a cohort."""
        self._stirred[key] = self.entries[key]

    def _keep(self, entry: Entry, identity: tuple[object, ...]) -> None:
        cohort = entry.cohort
        self.entries[cohort.key] = self._stirred[cohort.key] = entry
        self._known.add(identity)
        self._every.setdefault(cohort.subject, []).append(entry)
        self._open_of.setdefault(cohort.subject, {})[cohort.key] = entry
        if cohort.parent is not None:
            self._rungs.setdefault(cohort.parent, []).append(entry)
        if cohort.next_at is not None:
            heappush(self._looks, (cohort.next_at, cohort.key))

    def _meet(self, change: Meet) -> None:
        entry = self.entries[change.cohort]
        row = entry.end(change.person, change.state, change.at)
        if row is None:
            return
        self._stirred[change.cohort] = entry
        if change.proof is not None and change.channel is not None:
            shown = worth(change.proof, change.channel)
            _lift(row, shown, change.proof, change.channel, change.at)

    def _raise(self, change: Raise) -> None:
        for entry in self._every.get(change.subject, ()):
            row = entry.rows.get(change.person)
            if row is not None and _concerns(change, entry.cohort):
                _lift(row, change.evidence, change.proof, change.channel, change.at)

    def _advance(self, change: Advance) -> None:
        entry = self.entries[change.cohort]
        if entry.closed_at is None:
            entry.cohort = replace(entry.cohort, step=change.step, next_at=change.next_at)
            if change.next_at is not None:
                heappush(self._looks, (change.next_at, change.cohort))

    def _end(self, change: Deem) -> None:
        entry = self._stirred[change.cohort] = self.entries[change.cohort]
        for person in entry.open():
            entry.end(person, change.state, change.at)

    def _end_rung(self, rung: Entry, parent: Entry, at: datetime) -> None:
        late = rung.cohort.due_at is not None and at > rung.cohort.due_at
        for person in rung.open():
            if rung.bearers == HEADS:
                key = parent.cohort.key
                needed = any(self.head_of(key, each) == person for each in parent.waiting)
            else:
                needed = bool(parent.waiting)
            if not needed:
                rung.end(person, State.MET_LATE if late else State.MET, at)

    def _close_if_complete(self, entry: Entry, at: datetime) -> None:
        if entry.closed_at is None and not entry.waiting:
            entry.closed_at = at
            entry.cohort = replace(entry.cohort, next_at=None)
            self._open_of[entry.cohort.subject].pop(entry.cohort.key)

    def _wanted(self, at: datetime, key: int) -> bool:
        """Whether a look that was once asked for still is."""
        return self.entries[key].cohort.next_at == at


def _concerns(change: Raise, cohort: Cohort) -> bool:
    ours = cohort.subject == change.subject and cohort.parent is None
    meant = change.part in {"", cohort.part}
    return ours and meant and cohort.born_at <= change.at


def _identity(cohort: Cohort) -> tuple[object, ...]:
    one = cohort
    return one.subject, one.rule, one.verb, one.part, one.due_at, one.parent


def _lift(row: Row, shown: Evidence, proof: Proof | None, channel: Channel, at: datetime) -> None:
    if shown > row.evidence:
        row.evidence, row.proof, row.channel, row.evidence_at = shown, proof, channel, at
