"""Reads of action items: those of a meeting, those of a person, whether all are whole."""

from django.db.models import QuerySet

from huiyin.directory.models import Person
from huiyin.scenarios.meetings.items import actions
from huiyin.scenarios.meetings.models import ActionItem, ActionState, Meeting


def of_meeting(meeting: Meeting) -> QuerySet[ActionItem]:
    """The items of a meeting in the order in which they were typed."""
    rows = ActionItem.objects.filter(meeting=meeting)
    return rows.select_related("owner", "item", "resolution", "closed_by")


def is_complete(meeting: Meeting) -> bool:
    """Whether every open item names its owner and its date (the fact ``items_complete``)."""
    return all(item.is_whole for item in of_meeting(meeting) if item.state == ActionState.OPEN)


def assign_all(meeting: Meeting, *, by: Person) -> int:
    """Make every item of the meeting its owner's duty; how many are new. The caller holds it.

    ``WordsRefused`` when one lacks its owner or its date: then none is assigned.
    """
    rows = [item for item in of_meeting(meeting) if item.state == ActionState.OPEN]
    fresh = [item for item in rows if item.assigned_at is None]
    for item in fresh:
        item.meeting = meeting
        actions.assign(item, by=by)
    return len(fresh)


def open_of(meeting: Meeting, person: Person) -> list[ActionItem]:
    """The assigned items of a meeting that ``person`` may end, the earliest due first."""
    rows = of_meeting(meeting).filter(state=ActionState.OPEN, assigned_at__isnull=False)
    return [item for item in rows.order_by("due_at") if actions.may_end(item, person)]
