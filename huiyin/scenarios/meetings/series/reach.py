"""How far a change of one time of a series goes, and what it does to each time: nothing is done yet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils.translation import pgettext_lazy

from huiyin.scenarios.meetings import seats
from huiyin.scenarios.meetings.models import Meeting, MeetingState, Part, Series
from huiyin.scenarios.meetings.plan import Outsider, Plan
from huiyin.scenarios.meetings.series.shifting import Shifted, shifted, wall_delta


class Scope(TextChoices):
    """How far a change goes."""

    THIS = "this", pgettext_lazy("series", "只改这一次")
    LATER = "later", pgettext_lazy("series", "这一次和以后的")
    ALL = "all", pgettext_lazy("series", "以后所有的")


@dataclass(frozen=True, slots=True)
class Step:
    """One time of the series and its new plan; ``occurrence`` is its place in the rule."""

    meeting: Meeting
    plan: Plan
    occurrence: datetime


@dataclass(frozen=True, slots=True)
class Reach:
    """What a change does: ``steps`` in order, ``dropped`` times that the rule does not reach.

    ``anew``: times before it were held or stand, so the series goes on as another one for
    calendars. ``parts`` says who is asked otherwise (``None``: no more), by person.
    """

    series: Series
    shift: Shifted
    steps: tuple[Step, ...]
    dropped: tuple[Meeting, ...]
    changed: Mapping[str, Any]
    parts: Mapping[int, Part | None]
    since: datetime
    moves: bool
    anew: bool

    @property
    def first(self) -> Meeting:
        """The earliest meeting that it touches."""
        return self.steps[0].meeting


def of(meeting: Meeting, plan: Plan, scope: Scope, now: datetime) -> Reach:
    """What ``plan`` for ``meeting``, a time of a series still to come, means for the others.

    Only what differs from the meeting as it stands goes on to them. ``PlanRefused`` for another
    day of a rule that somebody wrote.
    """
    series, place = meeting.series, meeting.occurrence
    if series is None or place is None:
        raise ValueError("only a time of a series has others")
    rows = list(coming(meeting, scope, now))
    length = plan.ends_at - plan.starts_at
    before = seats.plan_of(meeting)
    moves = (plan.starts_at, plan.ends_at) != (meeting.starts_at, meeting.ends_at)
    by = wall_delta(place, plan.starts_at) if moves else timedelta()
    since = rows[0].occurrence or place
    shift = shifted(series, since, by)
    changed = _changed(before, plan)
    parts = _parts(before, plan)
    steps, dropped = [], []
    for row in rows:
        at = shift.places.get(row.occurrence or place)
        if at is None:
            dropped.append(row)
            continue
        times = {"starts_at": at, "ends_at": at + length} if moves else {}
        steps.append(Step(row, _step(row, {**changed, **times}, parts, before, plan), at))
    earlier = series.meetings.filter(occurrence__lt=since).exists()
    return Reach(
        series,
        shift,
        tuple(steps),
        tuple(dropped),
        changed,
        parts,
        since,
        moves=moves,
        anew=earlier,
    )


def coming(meeting: Meeting, scope: Scope, now: datetime) -> QuerySet[Meeting]:
    """The announced times to come that a change of ``meeting`` reaches, in order."""
    rows = Meeting.objects.filter(
        series=meeting.series_id, state=MeetingState.ANNOUNCED, starts_at__gt=now
    )
    if scope == Scope.THIS:
        rows = rows.filter(pk=meeting.pk)
    elif scope == Scope.LATER:
        rows = rows.filter(occurrence__gte=meeting.occurrence)
    return rows.select_related(*seats.RELATED).order_by("occurrence")


def _changed(before: Plan, plan: Plan) -> dict[str, Any]:
    kept = {"starts_at", "ends_at"}
    names = [name for name in seats.WRITTEN if name not in kept]
    return {
        name: getattr(plan, name) for name in names if getattr(plan, name) != getattr(before, name)
    }


def _parts(before: Plan, plan: Plan) -> dict[int, Part | None]:
    old, new = seats.wanted(before), seats.wanted(plan)
    found: dict[int, Part | None] = {who: part for who, part in new.items() if old.get(who) != part}
    return found | dict.fromkeys(set(old) - set(new))


def _step(
    row: Meeting, changed: Mapping[str, Any], parts: Mapping[int, Part | None], old: Plan, new: Plan
) -> Plan:
    plan = seats.plan_of(row)
    asked = {**seats.wanted(plan), **parts}
    return replace(
        plan,
        **changed,
        required=tuple(who for who, part in asked.items() if part == Part.REQUIRED),
        optional=tuple(who for who, part in asked.items() if part == Part.OPTIONAL),
        guests=_guests(plan.guests, old.guests, new.guests),
    )


def _guests(
    row: tuple[Outsider, ...], old: tuple[Outsider, ...], new: tuple[Outsider, ...]
) -> tuple[Outsider, ...]:
    gone = {one.email.lower() for one in old} - {one.email.lower() for one in new}
    found = {one.email.lower(): one for one in row if one.email.lower() not in gone}
    known = {one.email.lower() for one in old}
    found |= {one.email.lower(): one for one in new if one.email.lower() not in known}
    return tuple(found.values())
