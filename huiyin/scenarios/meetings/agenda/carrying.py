"""Action items come back to the next agenda until they are done (M10)."""

from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from huiyin.directory.models import Person
from huiyin.scenarios.meetings.agenda import items
from huiyin.scenarios.meetings.models import (
    ActionItem,
    ActionState,
    AgendaItem,
    ItemOrigin,
    Meeting,
    MeetingState,
    Series,
)
from huiyin.scenarios.meetings.standing import written

BEFORE = (MeetingState.DRAFT, MeetingState.ANNOUNCED)


def coming_back(meeting: Meeting) -> QuerySet[ActionItem]:
    """What earlier meetings of the same series left to do and is not done yet, the oldest first.

    A meeting without a series follows those of its kind in its department.
    """
    rows = ActionItem.objects.filter(
        _same(meeting),
        state=ActionState.OPEN,
        assigned_at__isnull=False,
        meeting__starts_at__lt=meeting.starts_at,
    )
    return rows.exclude(meeting=meeting).select_related("owner", "meeting").order_by("due_at")


def carry(meeting: Meeting) -> int:
    """Put everything that comes back before the other items; how many are new to this agenda."""
    here = AgendaItem.objects.filter(meeting=meeting)
    known = set(here.exclude(carried_from=None).values_list("carried_from", flat=True))
    new = [one for one in coming_back(meeting) if one.pk not in known][: items.MOST_ITEMS]
    if not new:
        return 0
    order = list(here)
    made = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            position=0,
            title=one.text[: items.LONGEST],
            owner=one.owner,
            origin=ItemOrigin.CARRIED,
            carried_from=one,
        )
        for one in new
    )
    ActionItem.objects.filter(pk__in=[one.pk for one in new]).update(carried=F("carried") + 1)
    items.number([*made, *order])
    return len(made)


@transaction.atomic
def carry_in(meeting_id: UUID, *, by: Person) -> int:
    """The same for who prepares the meeting."""
    return carry(written(meeting_id, by, *items.OPEN))


def carry_on(meeting: Meeting) -> int:
    """After ``meeting``: what it left goes to the next one of its series, if that is known."""
    later = Meeting.objects.filter(
        _same_as(meeting), starts_at__gt=meeting.starts_at, state__in=BEFORE
    )
    following = later.order_by("starts_at").first()
    return carry(following) if following is not None else 0


def _same(meeting: Meeting) -> Q:
    if meeting.series is not None:
        return Q(meeting__series__in=_line(meeting.series))
    return Q(
        meeting__series=None,
        meeting__kind=meeting.kind_id,
        meeting__department=meeting.department_id,
    )


def _same_as(meeting: Meeting) -> Q:
    if meeting.series is not None:
        return Q(series=meeting.series) | Q(series__follows=meeting.series)
    return Q(series=None, kind=meeting.kind_id, department=meeting.department_id)


def _line(series: Series) -> list[UUID]:
    """The series, and those that it was before it was changed as a whole."""
    found: list[UUID] = []
    one: Series | None = series
    while one is not None and one.pk not in found:
        found.append(one.pk)
        one = one.follows
    return found
