"""The book of one case in a replay: roles as they were recorded, heads as they were told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.core import route
from huiyin.core.event import Event, Who
from huiyin.core.memory import HEADS, Entry, MemoryBook
from huiyin.core.obligation import Open, State
from huiyin.core.replay.history import Case, Moment
from huiyin.core.replay.world import World

INITIATOR = "initiator"


@dataclass(slots=True)
class Duty:
    """A cohort of a replay and where it came from.

    ``cause`` is the place of the moment in the case; ``fired`` says that a rule waited for that
    very event (else it is a beat of a rhythm or a rung). ``doubtful``: the event would have been
    refused.
    """

    entry: Entry
    cause: int
    fired: bool
    moment: Moment
    channels: tuple[str, ...]
    beneficiary: Who | None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """A rule asked for a role that nobody was recorded for."""

    rule: str
    verb: str
    role: str
    at: datetime


@dataclass(slots=True)
class ReplayBook(MemoryBook):
    """A ``MemoryBook`` of one case whose roles come from the moment that is being replayed."""

    world: World | None = None
    case: Case | None = None
    moment: Moment | None = None
    opening: Open | None = None
    cause: int = 0
    doubtful: bool = False
    duties: dict[int, Duty] = field(default_factory=dict)
    unknown: list[Unknown] = field(default_factory=list)
    pinged: list[tuple[datetime, int, tuple[Who, ...]]] = field(default_factory=list)
    _last_of_rule: dict[str, Entry] = field(default_factory=dict)

    def at(self, moment: Moment, cause: int, *, doubtful: bool = False) -> None:
        """What follows is applied because of ``moment``, the case's number ``cause``."""
        self.moment, self.cause, self.doubtful = moment, cause, doubtful

    def head_of(self, cohort: int, person: Who) -> Who | None:
        """The head who was told about ``person``, else the head of today."""
        assert self.case is not None  # noqa: S101 - made by ``playing`` alone
        about = self.entries[cohort].cohort
        told = self.case.overseers.get((about.rule, about.part, person))
        return self.heads.get(person) if told is None else told

    def bearers_of(self, change: Open) -> list[Who]:
        """As the door resolves a role: given then, above the bearers, a fact, as at the last beat."""
        moment = self.moment
        assert moment is not None  # noqa: S101 - made by ``playing`` alone
        self.opening = change
        role, parent = change.bearers, change.parent
        if role in moment.roles:
            return list(moment.roles[role])
        if parent is not None and role == HEADS:
            return self.people(change.subject, role, parent)
        if parent is not None and role == INITIATOR:
            whom = self.duties[parent].beneficiary
            return [] if whom is None else [whom]
        named = person_of(role, moment.event)
        if named is not None:
            return [named]
        last = self._last_of_rule.get(change.rule)
        if last is not None:
            return list(last.rows)
        self.unknown.append(Unknown(change.rule, change.verb, role, moment.event.at))
        return []

    def release(self, people: tuple[Who, ...], roles: tuple[str, ...], at: datetime) -> None:
        """Excuse ``people`` from what they still owe in ``roles``."""
        for key, entry in self.entries.items():
            if entry.cohort.parent is None and entry.bearers in roles:
                for person in people:
                    if entry.end(person, State.EXCUSED, at) is not None:
                        self._stirred[key] = entry
        self.settle(at)

    def _reached(self, change: Open, people: list[Who]) -> list[Who]:
        if not change.reach:
            return people
        return [each for each in people if change.reach.covers(self._chain(each))]

    def _chain(self, person: Who) -> Sequence[int]:
        """Where somebody stood when they were asked, else where they stand today."""
        assert self.world is not None and self.case is not None  # noqa: S101, PT018 - as above
        place = self.case.places.get(person) or self.world.departments.get(person, 0)
        return self.world.tree.get(place, ())

    def _keep(self, entry: Entry, identity: tuple[object, ...]) -> None:
        super(ReplayBook, self)._keep(entry, identity)
        moment, change = self.moment, self.opening
        assert moment is not None and change is not None  # noqa: S101, PT018 - as above
        above = self.duties.get(change.parent or 0)
        self.duties[entry.cohort.key] = Duty(
            entry,
            self.cause,
            above is None and self._waited_for(change, moment.event),
            moment,
            above.channels if above else self._channels(change, moment.event),
            self._beneficiary(change, moment.event, above),
            self.doubtful or (above is not None and above.doubtful),
        )
        self._last_of_rule[change.rule] = entry

    def _waited_for(self, change: Open, event: Event) -> bool:
        assert self.world is not None  # noqa: S101 - made by ``playing`` alone
        return self.world.of(change.policy_version).rule(change.rule).on == event.kind

    def _channels(self, change: Open, event: Event) -> tuple[str, ...]:
        assert self.world is not None  # noqa: S101 - made by ``playing`` alone
        facts = {**event.facts, "audience": change.bearers}
        try:
            return route.channels(self.world.of(change.policy_version), facts).channels
        except route.NoRouteError:
            return ()

    def _beneficiary(self, change: Open, event: Event, above: Duty | None) -> Who | None:
        named = person_of(change.beneficiary, event)
        if named is not None:
            return named
        if above is not None:
            return above.beneficiary if change.bearers != INITIATOR else None
        before = [
            duty.beneficiary
            for duty in self.duties.values()
            if (duty.entry.cohort.rule, duty.entry.cohort.part) == (change.rule, change.part)
        ]
        return max((each for each in before if isinstance(each, int)), default=None)


def person_of(role: str, event: Event) -> int | None:
    """The single person that a fact names for ``role``; ``None`` when it names nobody."""
    value = event.facts.get(role)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
