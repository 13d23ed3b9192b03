"""Two meetings become one, or are said to be two."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.meetings import actions, queries
from huiyin.scenarios.meetings.agenda import items
from huiyin.scenarios.meetings.authority import leads
from huiyin.scenarios.meetings.efficiency import twins
from huiyin.scenarios.meetings.models import AgendaItem, Attendee, Meeting, Part, Twins
from huiyin.scenarios.meetings.plan import Outsider, Plan
from huiyin.scenarios.meetings.standing import WrongState


@transaction.atomic
def merge(first_id: UUID, second_id: UUID, *, by: Person) -> Meeting:
    """Put the agenda and the people of the second meeting into the first, and call the second off.

    ``PermissionDenied`` unless ``by`` leads both; ``WrongState`` once one has begun. No event of its
    own: the change of one and the cancelling of the other are recorded.
    """
    first, second = _both(first_id, second_id, by)
    if not (leads(first, by) and leads(second, by)):
        raise PermissionDenied
    for meeting in (first, second):
        if meeting.state not in twins.COMING:
            raise WrongState(meeting.state)
    reason = _("并入%(title)s") % {"title": first.title}
    _decide(first, second, by, merged=True, reason=reason)
    more = twins.missing(first, second)
    if more:
        actions.change(
            first.pk,
            _wider(first, more),
            by=by,
            reason=_("与%(title)s合并") % {"title": second.title},
        )
    _move_agenda(first, second)
    actions.cancel(second.pk, reason, by=by)
    first.refresh_from_db()
    return first


@transaction.atomic
def keep_apart(first_id: UUID, second_id: UUID, reason: str = "", *, by: Person) -> None:
    """They are two matters: not proposed again. No event: nothing changes for anybody."""
    first, second = _both(first_id, second_id, by)
    _decide(first, second, by, merged=False, reason=reason.strip()[:200])


def _both(first_id: UUID, second_id: UUID, by: Person) -> tuple[Meeting, Meeting]:
    return queries.find(first_id, by), queries.find(second_id, by)


def _decide(first: Meeting, second: Meeting, by: Person, *, merged: bool, reason: str) -> None:
    Twins.objects.update_or_create(
        first=first,
        second=second,
        defaults={"merged": merged, "reason": reason, "decided_by": by, "at": clock.now()},
    )


def _wider(meeting: Meeting, more: list[int]) -> Plan:
    """The plan of a meeting as it stands, with more people."""
    seats = list(Attendee.objects.filter(meeting=meeting).select_related("guest"))
    asked = {
        part: tuple(one.person_id for one in seats if one.person_id and one.part == part)
        for part in Part
    }
    guests = [one.guest for one in seats if one.guest is not None]
    return Plan(
        title=meeting.title,
        kind=meeting.kind,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        chair=meeting.chair,
        recorder=meeting.recorder,
        room=meeting.room,
        place=meeting.place,
        link=meeting.link,
        purpose=meeting.purpose,
        expected=meeting.expected,
        required=(*asked[Part.REQUIRED], *more),
        optional=asked[Part.OPTIONAL],
        guests=tuple(Outsider(one.name, one.email, one.organisation) for one in guests),
        is_recorded=meeting.is_recorded,
        classification=meeting.classification,
    )


def _move_agenda(first: Meeting, second: Meeting) -> None:
    """What is on both stays once."""
    there = AgendaItem.objects.filter(meeting=first)
    about = set(there.exclude(about=None).values_list("about", flat=True))
    back = set(there.exclude(carried_from=None).values_list("carried_from", flat=True))
    order = list(there)
    moved = [
        item
        for item in AgendaItem.objects.filter(meeting=second)
        if item.about not in about and item.carried_from_id not in back
    ]
    for item in moved:
        item.meeting = first
    AgendaItem.objects.bulk_update(moved, ["meeting"])
    items.number([*order, *moved])
