"""What is done to a series as a whole: begun, a time added, ended. Single times are meetings."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.core.event import Event
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import actions, events, invitations, rules, told
from huiyin.scenarios.meetings.authority import require_lead
from huiyin.scenarios.meetings.models import Meeting, MeetingState, Series
from huiyin.scenarios.meetings.plan import Plan, PlanRefused
from huiyin.scenarios.meetings.rooms import booking
from huiyin.scenarios.meetings.series import cutting, making


@transaction.atomic
def draft(
    plan: Plan, rule: str, until: datetime | None, *, by: Person, meeting_id: UUID | None = None
) -> Meeting:
    """A meeting that comes again by ``rule`` (RFC 5545), not announced yet: its first time.

    ``PlanRefused`` for a rule that cannot be. No event: nobody has heard of it.
    """
    try:
        plain = rules.checked(rule)
    except rules.BadRule as fault:
        raise PlanRefused({"repeat": str(fault)}) from fault
    if until is not None and until < plan.starts_at:
        raise PlanRefused({"until": _("结束重复的日期要晚于第一次")})
    meeting = actions.draft(plan, by=by, meeting_id=meeting_id)
    values = {
        "kind": plan.kind,
        "rrule": plain,
        "first_start": plan.starts_at,
        "length_minutes": int((plan.ends_at - plan.starts_at).total_seconds() // 60),
        "until": until,
        "chair": plan.chair,
        "recorder": plan.recorder,
    }
    if meeting.series is not None:
        Series.objects.filter(pk=meeting.series.pk).update(**values)
    else:
        fixed = {"initiator": by, "department": by.department, "created_at": clock.now()}
        meeting.series = Series.objects.create(**values, **fixed)
    meeting.occurrence = plan.starts_at
    meeting.save(update_fields=["series", "occurrence"])
    return meeting


def begin(meeting_id: UUID, reason: str = "", *, by: Person) -> Meeting:
    """Announce the first time with the whole series, and let the next ones stand in calendars.

    No event of its own: ``actions.announce`` records it, and raises what it raises.
    """
    with transaction.atomic():
        meeting = actions.announce(meeting_id, reason, by=by)
        if meeting.series is not None:
            making.make(meeting.series, clock.now())
    return meeting


@action(events.SERIES_ENDED)
def end(series_id: UUID, reason: str = "", *, by: Person, since: datetime | None = None) -> int:
    """No more times from now on, or from the one ``since``; how many announced ones fall away.

    Ended twice is once. Calendars are told in one word; what was held stays in them.
    """
    series = _locked(series_id)
    if series.ended_at is not None:
        return 0
    at = clock.now()
    open_ = series.meetings.filter(state=MeetingState.ANNOUNCED, starts_at__gt=at)
    open_ = open_.filter(occurrence__gte=since) if since is not None else open_
    coming = list(open_.select_related("kind", "series").order_by("occurrence"))
    first = coming[0] if coming else series.meetings.latest("occurrence")
    require_lead(first, by)
    stays = cutting.before(first) if coming else None
    if stays is not None:
        cutting.cut(first, at)
    else:
        series.ended_at, series.sequence = at, series.sequence + 1
        series.save(update_fields=["ended_at", "sequence"])
    _call_off(coming, reason, by)
    facts = told.facts(first) | {"meetings": len(coming)}
    private = {"reason": reason.strip()} if reason.strip() else None
    record(Event(events.SERIES_ENDED, str(first.pk), at, by.pk, facts), private=private)
    if stays is not None:
        invitations.request(stays, at, invitations.STOP)
    elif coming:
        invitations.request(first, at, invitations.END)
    return len(coming)


@action(events.TIME_ADDED)
def add_time(series_id: UUID, start: datetime, *, by: Person) -> Meeting:
    """One more time that the rule does not give (RDATE); everybody is asked to it.

    ``PlanRefused`` for a past one or one that there is.
    """
    series = _locked(series_id)
    like = series.meetings.latest("occurrence")
    require_lead(like, by)
    at = clock.now()
    if start <= at or series.ended_at is not None or series.meetings.filter(occurrence=start):
        raise PlanRefused({"starts_at": _("这个时间已经过了，或已有这一次")})
    series.rdates = sorted({*series.rdates, start.isoformat()})
    series.sequence += 1
    series.save(update_fields=["rdates", "sequence"])
    meeting = making.make_one(series, start, at)
    record(Event(events.TIME_ADDED, str(meeting.pk), at, by.pk, told.facts(meeting)))
    invitations.request(meeting, at)
    return meeting


def taken_times(plan: Plan, rule: str, until: datetime | None) -> list[datetime]:
    """The times in the next weeks at which the plan's room is taken already."""
    if plan.room is None:
        return []
    end = plan.starts_at + making.AHEAD
    starts = rules.between(rules.times(rule, plan.starts_at, until=until), plan.starts_at, end)
    room, length = plan.room, plan.ends_at - plan.starts_at
    return [at for at in starts if booking.taken_by(room, at, at + length) is not None]


def _call_off(coming: Sequence[Meeting], reason: str, by: Person) -> None:
    """Each time that was announced is cancelled, without a word to anybody."""
    for meeting in coming:
        event, private = actions.called_off(meeting, reason, by)
        record(event, private=private)


def _locked(series_id: UUID) -> Series:
    rows = Series.objects.select_for_update(of=("self",)).select_related("kind")
    found = rows.filter(pk=series_id).first()
    if found is None:
        raise NotVisible
    return found
