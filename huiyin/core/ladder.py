"""When the clock must look at a duty: the rungs of its ladder as instants."""

from datetime import datetime
from typing import NamedTuple

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.due import after, before
from huiyin.core.policy import Anchor, Rule, Rung
from huiyin.core.terms import Every


class Step(NamedTuple):
    """A rung in time: ``place`` is where it stands in the clause."""

    at: datetime
    place: int
    rung: Rung


def steps(
    rule: Rule, born_at: datetime, due_at: datetime | None, calendar: WorkingCalendar
) -> list[Step]:
    """The rungs of ``rule`` for a duty born and due then, in order of time.

    A rung that counts from a due time that the duty lacks never comes; one that would lie at or
    before the birth (a reminder a day before, of what is due in an hour) is left out, but not what
    comes at once (``0min``).
    """
    found = []
    for place, rung in enumerate(rule.ladder):
        at = _moment(rung, born_at, due_at, calendar)
        if at is not None and (at > born_at or not rung.after.amount):
            found.append(Step(at, place, rung))
    return sorted(found, key=lambda step: (step.at, step.place))


def next_look(
    rule: Rule, rungs: list[Step], taken: int, due_at: datetime | None, now: datetime
) -> datetime | None:
    """The first moment after ``now`` when the clock has something to do, ``taken`` rungs being done.

    Besides the rungs that is the due time, when silence is then accepted or a rhythm beats.
    """
    moments = [step.at for step in rungs[taken:]]
    if due_at is not None and due_at > now and (rule.deem or isinstance(rule.within, Every)):
        moments.append(due_at)
    return min(moments, default=None)


def _moment(
    rung: Rung, born_at: datetime, due_at: datetime | None, calendar: WorkingCalendar
) -> datetime | None:
    if rung.anchor is Anchor.BIRTH:
        return after(born_at, rung.after, calendar)[0]
    if due_at is None:
        return None
    if rung.anchor is Anchor.AFTER_DUE:
        return after(due_at, rung.after, calendar)[0]
    return before(due_at, rung.after, calendar)[0]
