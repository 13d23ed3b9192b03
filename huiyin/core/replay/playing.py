"""One case, played twice: as it was, and as it would have been under the draft.

What people did stays where it was. The clock of the first is the ledger's; the second's looks when
its own book asks for it, and is late where the first one's was. Duties that were born before the
draft keep their version in both.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from huiyin.core import engine
from huiyin.core.due import derive
from huiyin.core.event import Event
from huiyin.core.guard import Broken, broken
from huiyin.core.obligation import Change
from huiyin.core.policy import Policy, fits
from huiyin.core.replay.book import ReplayBook
from huiyin.core.replay.history import Case, Moment
from huiyin.core.replay.world import World
from huiyin.core.terms import TermError

OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Undecidable:
    """A rule that could not be applied: the event lacks the fact ``field`` names."""

    rule: str
    at: datetime


@dataclass(slots=True)
class Side:
    """A case under one regulation, as far as it has been played."""

    world: World
    case: Case
    drafted: bool
    book: ReplayBook = field(init=False)
    current: Policy = field(init=False)
    opened: list[tuple[int, list[int]]] = field(default_factory=list)
    guards: list[tuple[datetime, Broken, bool]] = field(default_factory=list)
    undecidable: list[Undecidable] = field(default_factory=list)

    def __post_init__(self) -> None:
        """An empty book."""
        world = self.world
        self.book = ReplayBook(
            heads=world.heads, working=world.working, world=world, case=self.case
        )
        self.current = self.world.draft

    def policy_of(self, number: int | None) -> Policy:
        """A version, or for ``None`` the one that binds what this moment bears."""
        return self.current if number is None else self.world.of(number)

    def happen(self, moment: Moment, cause: int) -> None:
        """Let the moment's event happen, or its people be released."""
        event = moment.event
        if moment.released is not None:
            self.book.at(moment, cause)
            self.book.release(*moment.released, event.at)
            return
        self.current = self._in_force(moment)
        refused = event.kind != engine.CLOCK and self._guarded(event)
        self.book.at(moment, cause, doubtful=refused)
        before = len(self.book.entries)
        pings = len(self.book.heard)
        self.book.apply(self._decide(event), event.at)
        new = range(before + 1, len(self.book.entries) + 1)
        self.opened.append((cause, list(new)))
        for heard in self.book.heard[pings:]:
            self.book.pinged.append((event.at, heard.ping.cohort, heard.people))

    def catch_up(self, until: datetime, cause: int, away: datetime | None) -> None:
        """Look whenever the book asks for it up to ``until``; not since the clock was ``away``."""
        while (at := self.book.next_look()) is not None and at <= until:
            if away is not None and away <= at:
                return
            self.look(at, cause)

    def look(self, at: datetime, cause: int) -> None:
        """The clock passes."""
        self.happen(Moment(Event(engine.CLOCK, self.case.subject, at)), cause)

    def _in_force(self, moment: Moment) -> Policy:
        if self.drafted and moment.event.at >= self.world.first:
            return self.world.draft
        for opened in moment.opened.values():
            if opened.parent is None and opened.version in self.world.versions:
                policy = self.world.versions[opened.version]
                if policy.rule(opened.rule).on == moment.event.kind:
                    return policy
        return self.world.in_force(moment.event.at)

    def _guarded(self, event: Event) -> bool:
        """Whether the regulation would have refused ``event``."""
        if not self.current.guards_on(event.kind):
            return False
        place = event.facts.get("department")
        chain = self.world.tree.get(place, ()) if isinstance(place, int) else ()
        found = broken(self.current, event, self.world.calendar, chain)
        taken = event.facts.get(OVERRIDE) is True
        self.guards += [(event.at, each, taken) for each in found]
        return not taken and any(each.refuses for each in found)

    def _decide(self, event: Event) -> list[Change]:
        try:
            return engine.decide(self.policy_of, self.book, event, self.world.calendar)
        except TermError:
            self.current = self._without_failing(event)
            return engine.decide(self.policy_of, self.book, event, self.world.calendar)

    def _without_failing(self, event: Event) -> Policy:
        """The policy in force without the rules that need a fact which this event lacks."""
        failing = set()
        for rule in self.current.rules_on(event.kind):
            if rule.within is None or not fits(rule.when, event.facts):
                continue
            try:
                derive(rule.within, event.at, event.facts, self.world.calendar)
            except TermError:
                failing.add(rule.key)
                self.undecidable.append(Undecidable(rule.key, event.at))
        clauses = tuple(
            replace(clause, rules=tuple(one for one in clause.rules if one.key not in failing))
            for clause in self.current.clauses
        )
        return replace(self.current, clauses=clauses)


@dataclass(frozen=True, slots=True)
class Played:
    """A case as it was and as it would have been; the same object where nothing can differ."""

    case: Case
    was: Side
    would: Side


def play(case: Case, world: World, kinds: frozenset[str] | None) -> Played:
    """Replay ``case``; ``kinds`` are the events that the draft treats otherwise (``None``: any)."""
    was = Side(world, case, drafted=False)
    would = was
    if concerns(case, world, kinds):
        would = Side(world, case, drafted=True)
    for cause, moment in enumerate(case.moments):
        away = was.book.next_look()
        if would is not was:
            would.catch_up(moment.event.at, cause, away)
        if moment.event.kind == engine.CLOCK:
            was.happen(moment, cause)
            due = would.book.next_look()
            if would is not was and due is not None and due <= moment.event.at:
                would.look(moment.event.at, cause)
            continue
        was.happen(moment, cause)
        if would is not was:
            would.happen(moment, cause)
    if would is not was:
        would.catch_up(world.until, len(case.moments), was.book.next_look())
    return Played(case, was, would)


def concerns(case: Case, world: World, kinds: frozenset[str] | None) -> bool:
    """Whether the draft can make a difference to ``case``."""
    late = (each.event.kind for each in case.moments if each.event.at >= world.first)
    return any(kinds is None or kind in kinds for kind in late)


Difference = tuple[datetime, str, str]
"""When, which rule, and ``missing`` in the replay, ``extra`` there, or ``recounted``."""


def differences(played: Played) -> list[Difference]:
    """Where the ledger and the replay of the versions in force disagree about what was opened.

    ``recounted``: the same duties of the same people, but working time has changed since and by
    today's they are due at another time.
    """
    found: list[Difference] = []
    for cause, keys in played.was.opened:
        moment = played.case.moments[cause]
        here = sorted(_of_book(played.was.book, key) for key in keys)
        there = sorted(_of_ledger(moment, number) for number in moment.opened)
        if here != there:
            found += _apart(moment, here, there, played.was.world)
    return found


Identity = tuple[str, str, str, str, bool, str, tuple[int, ...]]


def _apart(
    moment: Moment, here: list[Identity], there: list[Identity], world: World
) -> list[Difference]:
    at = moment.event.at
    changed = world.recounted is not None and at <= world.recounted
    if (changed or world.working) and _undated(here) == _undated(there):
        return [(at, each[0], "recounted") for each in there if each not in here]
    rest, found = list(here), []
    for each in there:
        if each in rest:
            rest.remove(each)
        else:
            found.append((at, each[0], "missing"))
    return found + [(at, each[0], "extra") for each in rest]


def _undated(found: list[Identity]) -> list[tuple[object, ...]]:
    """Who owes what, whenever it is due."""
    people: dict[tuple[object, ...], list[int]] = {}
    for *what, _due, who in found:
        people.setdefault(tuple(what), []).extend(who)
    return sorted((*what, *sorted(who)) for what, who in people.items())


def _of_book(book: ReplayBook, key: int) -> Identity:
    entry = book.entries[key]
    cohort = entry.cohort
    people = tuple(sorted(int(who) for who in entry.rows))
    rung = cohort.parent is not None
    return cohort.rule, cohort.verb, entry.bearers, cohort.part, rung, _said(cohort.due_at), people


def _of_ledger(moment: Moment, number: int) -> Identity:
    one = moment.opened[number]
    people = tuple(sorted(int(who) for who in one.people))
    return one.rule, one.verb, one.role, one.part, one.parent is not None, _said(one.due_at), people


def _said(due_at: datetime | None) -> str:
    return due_at.isoformat() if due_at else ""
