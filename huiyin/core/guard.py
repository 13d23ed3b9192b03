"""Conditions before an act: lead times and what must be at hand (design 4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.due import Due, derive
from huiyin.core.event import Event
from huiyin.core.policy import Guard, Otherwise, Policy, fits
from huiyin.core.terms import Term, TermError


@dataclass(frozen=True, slots=True)
class Broken:
    """A guard that ``event`` does not meet; ``limit`` is the instant it is measured by, if any."""

    guard: Guard
    limit: Due | None = None

    @property
    def refuses(self) -> bool:
        """Whether the act must not happen (without an override)."""
        return self.guard.otherwise is Otherwise.REFUSE


def broken(
    policy: Policy, event: Event, calendar: WorkingCalendar, chain: Sequence[int] = ()
) -> list[Broken]:
    """The guards of ``policy`` that ``event`` does not meet, in the order of the regulation.

    A lead time whose fact is missing is not met: nobody can show that it was kept. ``chain`` are
    the departments from the root down to the case's own: their own guards stand in place of those
    of the company.
    """
    fitting = (
        each
        for each in policy.guards_on(event.kind)
        if each.reach.covers(chain) and fits(each.when, event.facts)
    )
    judged = (_judge(guard, event, calendar) for guard in fitting)
    return [found for found in judged if found is not None]


def _judge(guard: Guard, event: Event, calendar: WorkingCalendar) -> Broken | None:
    if guard.needs:
        return None if event.facts.get(guard.needs) is True else Broken(guard)
    term = guard.not_before or guard.not_after
    limit = _limit(term, event, calendar) if term is not None else None
    if limit is None:
        return Broken(guard)
    kept = event.at >= limit.at if guard.not_before is not None else event.at <= limit.at
    return None if kept else Broken(guard, limit)


def _limit(term: Term, event: Event, calendar: WorkingCalendar) -> Due | None:
    try:
        return derive(term, event.at, event.facts, calendar)
    except TermError:
        return None
