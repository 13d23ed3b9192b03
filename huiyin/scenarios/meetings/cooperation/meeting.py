"""The cross-department meeting on a matter: arranged from its page, it counts when it ends (M14)."""

from datetime import datetime

from huiyin.directory.models import Person
from huiyin.obligations import queries as obligations
from huiyin.scenarios.meetings.cooperation import actions
from huiyin.scenarios.meetings.cooperation.actions import Agreement
from huiyin.scenarios.meetings.models import (
    ActionItem,
    ActionState,
    Attendee,
    Blocked,
    BlockedState,
    Form,
    Meeting,
    Resolution,
)


def closed(meeting: Meeting, at: datetime, by: Person) -> None:
    """Every head who was there has met; what the meeting decided is the agreement.

    One that decided nothing leaves the matter as it is: the heads write down what they agreed.
    """
    del at
    if meeting.kind.form != Form.CROSS or meeting.origin is None:
        return
    matter = Blocked.objects.filter(pk=meeting.origin).exclude(state=BlockedState.CLEARED).first()
    agreement = _agreed(meeting)
    if matter is None or not (agreement.text or matter.state == BlockedState.HELD):
        return
    seats = Attendee.objects.filter(meeting=meeting, present_at__isnull=False)
    came = {*seats.values_list("person_id", flat=True), meeting.chair_id}
    owing = [one.person_id for one in obligations.silent(matter.pk, actions.HOLD)]
    for head in Person.objects.filter(pk__in=came & set(owing)).order_by("pk"):
        actions.hold(matter.pk, agreement, by=by, head=head)


def heads(matter: Blocked) -> list[int]:
    """Whom a meeting on ``matter`` asks: the heads who have to meet, and who told of it."""
    asked = [one.person_id for one in obligations.everyone(matter.pk, actions.HOLD)]
    return list(dict.fromkeys([*asked, matter.initiator_id]))


def _agreed(meeting: Meeting) -> Agreement:
    passed = Resolution.objects.filter(meeting=meeting, withdrawn_at=None)
    items = ActionItem.objects.filter(meeting=meeting).exclude(state=ActionState.DROPPED)
    todo = list(items.select_related("owner"))
    lines = [*(row.text for row in passed), *(row.text for row in todo)]
    owners = dict.fromkeys(row.owner.name for row in todo if row.owner)
    return Agreement("\n".join(lines), "、".join(owners)[:120])
