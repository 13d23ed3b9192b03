"""What a replay cannot know: how people would have acted had they been told otherwise.

Up to the moment when the two regulations first tell somebody something else about a duty
(``parting``) what they did is what they would have done. After it the replay holds it fixed for its
figures and says by how much they may be wrong.
"""

from datetime import datetime

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.ladder import Step, steps
from huiyin.core.obligation import State
from huiyin.core.policy import Rule
from huiyin.core.replay.book import Duty
from huiyin.core.replay.world import World

ANSWER = ("met_by", "excused_by", "ended_by", "needs", "deem")
"""What of a rule decides by which act it is answered."""


def parting(was: Duty | None, would: Duty, world: World) -> datetime | None:
    """When the two duties first tell their people something else; ``None``: never.

    Of a duty that only the draft opens that is its birth.
    """
    born = would.entry.cohort.born_at
    if was is None:
        return born
    one, other = rule_of(was, world), rule_of(would, world)
    if any(getattr(one, name) != getattr(other, name) for name in ANSWER):
        return born
    if was.entry.cohort.due_at == would.entry.cohort.due_at and one.ladder == other.ladder:
        return None
    before, after = _told(was, one, world.calendar), _told(would, other, world.calendar)
    return min((at for at, _who, _do in before ^ after), default=None)


def rule_of(duty: Duty, world: World) -> Rule:
    """The rule that a duty was born under."""
    return world.of(duty.entry.cohort.policy_version).rule(duty.entry.cohort.rule)


def ladder_of(duty: Duty, world: World) -> list[Step]:
    """The rungs of a duty in time."""
    cohort = duty.entry.cohort
    return steps(rule_of(duty, world), cohort.born_at, cohort.due_at, world.calendar)


def _told(duty: Duty, rule: Rule, calendar: WorkingCalendar) -> set[tuple[datetime, str, str]]:
    cohort = duty.entry.cohort
    found = steps(rule, cohort.born_at, cohort.due_at, calendar)
    return {(step.at, step.rung.who, step.rung.do) for step in found}


def is_breach(duty: Duty, person: int | str, until: datetime) -> bool:
    """Whether ``person`` was late, or had not answered by ``until`` what was due before it."""
    due, row = duty.entry.cohort.due_at, duty.entry.rows[person]
    if due is None or due > until:
        return False
    return row.state is State.MET_LATE or (row.state is State.OPEN and due < until)


def is_open_to_doubt(
    was: Duty | None, would: Duty, person: int | str, parted: datetime | None, until: datetime
) -> bool:
    """Whether ``person`` might have answered ``would`` in time, or not, had they been told so."""
    due, row = would.entry.cohort.due_at, would.entry.rows[person]
    if parted is None or due is None or due > until:
        return False
    if was is None:
        return is_breach(would, person, until)
    return row.closed_at is None or row.closed_at > parted
