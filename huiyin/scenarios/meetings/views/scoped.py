"""How far a change of one time of a series goes: chosen in the form, shown before it is sent."""

from typing import Any

from django.http import QueryDict

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings.models import Attendee, Meeting, MeetingState
from huiyin.scenarios.meetings.plan import Plan, PlanRefused
from huiyin.scenarios.meetings.series import changing, previewing, reach
from huiyin.scenarios.meetings.series.previewing import Preview
from huiyin.scenarios.meetings.series.reach import Scope


class NotSeen(Exception):
    """A change of many meetings was sent before it was shown what it does."""


def scope_of(data: QueryDict, meeting: Meeting | None) -> Scope:
    """What was chosen; a meeting that stands alone has only itself."""
    said = data.get("scope", "")
    has_others = meeting is not None and meeting.series_id and meeting.occurrence is not None
    announced = meeting is not None and meeting.state == MeetingState.ANNOUNCED
    return Scope(said) if has_others and announced and said in Scope.values else Scope.THIS


def preview(meeting: Meeting, plan: Plan, scope: Scope) -> Preview:
    """What it would do; ``PlanRefused`` where the rule cannot follow."""
    return previewing.of(reach.of(meeting, plan, scope, clock.now()))


def context(data: QueryDict, plan: Plan, meeting: Meeting | None) -> dict[str, Any]:
    """The panel beside the form: what is changed for how many, or why it cannot be."""
    scope = scope_of(data, meeting)
    if meeting is None or scope == Scope.THIS:
        return {}
    try:
        return {"series_preview": preview(meeting, plan, scope)}
    except PlanRefused as refused:
        return {"series_problem": str(refused)}


def change(meeting: Meeting, plan: Plan, data: QueryDict, by: Person, reason: str) -> Meeting:
    """Do it for all that were chosen; ``NotSeen`` unless the form shows what it does."""
    scope = scope_of(data, meeting)
    plan.check()
    if data.get("seen", "") != preview(meeting, plan, scope).token:
        raise NotSeen
    agenda = bool(data.get("same_agenda"))
    return changing.change(meeting.pk, plan, scope, by=by, reason=reason, agenda=agenda)


def choices(meeting: Meeting) -> list[tuple[str, str, int, int]]:
    """Each scope with how many meetings and people it reaches now."""
    if meeting.series_id is None or meeting.occurrence is None:
        return []
    found = []
    for scope in Scope:
        rows = reach.coming(meeting, scope, clock.now())
        seats = Attendee.objects.filter(meeting__in=rows.values("pk"))
        people = seats.values("person", "guest").distinct().count()
        found.append((scope.value, str(scope.label), rows.count(), people))
    return found
