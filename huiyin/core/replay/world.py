"""What a replay knows beside the ledger: the versions of the regulation, the calendar, the house."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.event import Who
from huiyin.core.keeping import Working
from huiyin.core.policy import Policy

DRAFT = 0
"""The number under which a draft's duties are born; no version in force has it."""


@dataclass(frozen=True, slots=True)
class World:
    """A draft, and the organisation that it is tried on.

    ``starts`` lists since when each version was in force, ascending. The draft binds what is born
    from ``first`` on, ``until`` is the last instant that is looked at. ``heads``, ``departments``
    and ``tree`` (the chain of each department from the root down) are those of the directory,
    ``working`` names those who keep a calendar of their own; working time last changed at
    ``recounted``. ``pushing`` names the channels that interrupt.
    """

    draft: Policy
    versions: Mapping[int, Policy]
    starts: tuple[tuple[datetime, int], ...]
    first: datetime
    until: datetime
    calendar: WorkingCalendar
    heads: Mapping[Who, Who] = field(default_factory=dict)
    departments: Mapping[Who, int] = field(default_factory=dict)
    tree: Mapping[int, Sequence[int]] = field(default_factory=dict)
    working: Working = field(default_factory=dict)
    recounted: datetime | None = None
    pushing: frozenset[str] = frozenset()

    def in_force(self, at: datetime) -> Policy:
        """The version that bound what was born at ``at``; before all, the first one."""
        place = bisect_right(self.starts, at, key=lambda start: start[0]) - 1
        return self.versions[self.starts[max(place, 0)][1]]

    def of(self, version: int) -> Policy:
        """A version by its number, the draft by its own."""
        return self.draft if version == DRAFT else self.versions[version]

    def in_span(self) -> list[Policy]:
        """The versions that bound anything born in the span."""
        last = bisect_right(self.starts, self.until, key=lambda start: start[0])
        first = bisect_right(self.starts, self.first, key=lambda start: start[0]) - 1
        numbers = [number for _at, number in self.starts[max(first, 0) : max(last, 1)]]
        return [self.versions[number] for number in dict.fromkeys(numbers)]


def touched(world: World) -> frozenset[str] | None:
    """The kinds of events that the draft treats otherwise; ``None``: any event may be one."""
    kinds: set[str] = set()
    for policy in world.in_span():
        if policy.matrix != world.draft.matrix or policy.tensions != world.draft.tensions:
            return None
        named = {rule.on for each in (policy, world.draft) for rule in each.rules()}
        named |= {
            guard.on
            for each in (policy, world.draft)
            for clause in each.clauses
            for guard in clause.guards
        }
        kinds |= {
            kind
            for kind in named
            if policy.rules_on(kind) != world.draft.rules_on(kind)
            or policy.guards_on(kind) != world.draft.guards_on(kind)
        }
    return frozenset(kinds)


def kinds_of(world: World) -> frozenset[str]:
    """Every kind of event that some version or the draft speaks of."""
    return frozenset(
        kind
        for policy in (world.draft, *world.versions.values())
        for kind in _named(policy)
        if kind
    )


def _named(policy: Policy) -> set[str]:
    named = {guard.on for clause in policy.clauses for guard in clause.guards}
    for rule in policy.rules():
        named |= {rule.on, rule.met_by, rule.excused_by, rule.ended_by}
        named.add(getattr(rule.within, "until", ""))
    return named
