"""A meeting, or a whole series, from its plan: kept, and announced when it is to be sent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.scenarios.meetings import actions, rules
from huiyin.scenarios.meetings.models import Meeting
from huiyin.scenarios.meetings.plan import Plan, PlanRefused
from huiyin.scenarios.meetings.series import actions as series
from huiyin.ui import zh


def begun(
    plan: Plan,
    rule: str,
    until: datetime | None,
    reason: str,
    *,
    by: Person,
    key: UUID | None,
    send: bool,
) -> Meeting:
    """Keep the plan, and announce it when it is to be sent: all or nothing."""
    with transaction.atomic():
        if not rule:
            meeting = actions.draft(plan, by=by, meeting_id=key)
            return actions.announce(meeting.pk, reason, by=by) if send else meeting
        meeting = series.draft(plan, rule, until, by=by, meeting_id=key)
        _require_rooms(plan, rules.checked(rule), until, meeting)
        return series.begin(meeting.pk, reason, by=by) if send else meeting


def _require_rooms(plan: Plan, rule: str, until: datetime | None, meeting: Meeting) -> None:
    taken = [at for at in series.taken_times(plan, rule, until) if at != meeting.starts_at]
    if taken:
        days = "、".join(zh.moment(at) for at in taken[:3])
        words = _("会议室在 %(days)s 已有会议，换一间或不选会议室") % {"days": days}
        raise PlanRefused({"room": words})
