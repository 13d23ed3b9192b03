"""A whole series is changed at once: each of its times, and one word to the calendars (RFC 5546).

The times before it stay what they were: then the series ends there and goes on as another one with
a name of its own. Without any, the series itself gets another sequence.
"""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from huiyin.cases.actions import action
from huiyin.core.event import Event
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import actions, events, invitations, told
from huiyin.scenarios.meetings.authority import require_lead
from huiyin.scenarios.meetings.models import Attendee, Meeting, MeetingState, Series
from huiyin.scenarios.meetings.plan import Plan
from huiyin.scenarios.meetings.rooms import booking
from huiyin.scenarios.meetings.series import cutting, making, pattern, reach
from huiyin.scenarios.meetings.series.reach import Reach, Scope

MINUTE = timedelta(minutes=1)
_COPIED = ("initiator", "department", "template")
"""What a series that follows another one takes over as it is."""


@action(events.SERIES_CHANGED)
def change(
    meeting_id: UUID,
    plan: Plan,
    scope: Scope,
    *,
    by: Person,
    reason: str = "",
    agenda: bool = False,
) -> Meeting:
    """Plan ``meeting_id`` and the others in ``scope`` anew; with ``agenda`` theirs is as its own is.

    Answers stay unless the time is another one. ``NotBefore`` once it has begun, ``PlanRefused``
    when a room is taken or the rule cannot follow. Every time records what happened to it.
    """
    meeting = actions.locked(meeting_id)
    require_lead(meeting, by)
    if meeting.state != MeetingState.ANNOUNCED or meeting.starts_at <= clock.now():
        raise actions.NotBefore
    plan.check()
    found = reach.of(meeting, plan, scope, clock.now())
    before = cutting.before(found.first) if found.anew else None
    target = _target(found)
    gone = _carry_out(found, target, by, reason)
    if agenda:
        pattern.spread(meeting, target, [step.meeting for step in found.steps])
    at = clock.now()
    making.make(target, at)
    first = Meeting.objects.select_related("kind", "series").get(pk=found.first.pk)
    facts = told.facts(first) | {"meetings": len(found.steps), "moved": found.moves}
    record(Event(events.SERIES_CHANGED, str(first.pk), at, by.pk, facts))
    if before is not None:
        invitations.request(before, at, invitations.CUT)
    invitations.request(first, at, invitations.SERIES)
    if gone and before is None:
        invitations.cancel(first, at, gone, invitations.END)
    return first


def _target(found: Reach) -> Series:
    """The series in which the changed times are: the same one, or one that follows it."""
    old, shift = found.series, found.shift
    if found.anew:
        made = Series(**{name: getattr(old, name) for name in _COPIED}, follows=old)
        made.created_at = clock.now()
        cutting.cut(found.first, made.created_at)
    else:
        made = old
        made.sequence += 1
    made.rrule, made.first_start, made.until = shift.rule, shift.first_start, shift.until
    made.exdates, made.rdates = shift.exdates, shift.rdates
    plan = found.steps[0].plan
    made.length_minutes = int((plan.ends_at - plan.starts_at) / MINUTE)
    made.kind, made.chair, made.recorder = plan.kind, plan.chair, plan.recorder
    made.save(force_insert=found.anew)
    return made


def _carry_out(found: Reach, target: Series, by: Person, reason: str) -> list[Attendee]:
    """Every time gets its plan; who is no longer asked. Rooms are given back before any is taken."""
    rows = [*(step.meeting for step in found.steps), *found.dropped]
    for row in rows:
        booking.give_back(row)
    called_off = Q(series=found.series, state=MeetingState.CANCELLED)
    free = Q(pk__in=[row.pk for row in rows]) | called_off & Q(occurrence__gte=found.since)
    Meeting.objects.filter(free).update(occurrence=None)
    gone: dict[int | UUID, Attendee] = {}
    for step in found.steps:
        row = step.meeting
        row.series, row.occurrence = target, step.occurrence
        row.sequence = max(row.sequence, target.sequence)
        for one in actions.replanned(row, step.plan, by, reason, moves=found.moves):
            gone.setdefault(one.person_id or one.guest_id or 0, one)
    for row in found.dropped:
        row.series, row.occurrence = None, None
        event, private = actions.called_off(row, reason, by)
        record(event, private=private)
    return list(gone.values())
