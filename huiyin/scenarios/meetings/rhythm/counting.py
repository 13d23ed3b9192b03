"""A meeting that ended counts for the period that asked for it: nobody says it a second time."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.models import Classification
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import (
    ActionItem,
    ActionState,
    AgendaItem,
    Form,
    ItemOrigin,
    ItemState,
    Matter,
    Meeting,
    Period,
    PeriodKind,
    Resolution,
)
from huiyin.scenarios.meetings.rhythm import figures, holding, prefilling
from huiyin.scenarios.meetings.rhythm.calendar import span
from huiyin.scenarios.meetings.rhythm.figures import Slip
from huiyin.scenarios.meetings.rhythm.holding import Findings

ASKED = {
    Form.WEEKLY.value: (PeriodKind.WEEK, Matter.WEEKLY),
    Form.MONTHLY.value: (PeriodKind.MONTH, Matter.MONTHLY),
    Form.REVIEW.value: (PeriodKind.MONTH, Matter.REVIEW),
}
"""Which period asks for a meeting of a form, and as what."""


def meeting_closed(meeting: Meeting, at: datetime, by: Person) -> None:
    """It counts for the heads who chaired it, or whose department's it was, as far as they owe it.

    A review in which nothing was decided is none: its head says what changes.
    """
    del at
    if meeting.kind.form not in ASKED:
        return
    kind, matter = ASKED[meeting.kind.form]
    local = timezone.localtime(meeting.starts_at, timezone.get_default_timezone()).date()
    period = Period.objects.filter(kind=kind, begins=span(kind, local).begins).first()
    if period is None:
        return
    for head in {meeting.chair, meeting.department.head}:
        if head is not None and holding.waits(period, matter, head):
            _count(period, matter, meeting, head, by)


def _count(period: Period, matter: Matter, meeting: Meeting, head: Person, by: Person) -> None:
    if matter == Matter.WEEKLY:
        holding.weekly(period.pk, by=by, meeting=meeting, head=head)
    elif matter == Matter.MONTHLY:
        named, left = _problems(meeting)
        holding.monthly(
            period.pk, named, none=not (named or left), by=by, meeting=meeting, head=head
        )
    elif changes := _decided(meeting):
        found = _findings(period, head, changes)
        holding.review(period.pk, found, by=by, meeting=meeting, head=head)


def _problems(meeting: Meeting) -> tuple[str, bool]:
    """The problems that were on the agenda and were talked about; whether others were not."""
    rows = list(AgendaItem.objects.filter(meeting=meeting, origin=ItemOrigin.PROBLEM))
    named = [row.title for row in rows if row.state == ItemState.DONE or row.spent_seconds]
    return "\n".join(named), len(named) < len(rows)


def _decided(meeting: Meeting) -> str:
    """What was decided and who does what, a line each."""
    passed = Resolution.objects.filter(meeting=meeting, withdrawn_at=None)
    items = ActionItem.objects.filter(meeting=meeting).exclude(state=ActionState.DROPPED)
    return "\n".join([*(row.text for row in passed), *(row.text for row in items)])


def _findings(period: Period, head: Person, changes: str) -> Findings:
    """What the record lists of the month before, as the meeting looked at it."""
    ended, places = prefilling.looked_back(period), figures.below(head)
    left_out = prefilling.omissions(ended, places, head)
    misunderstood = prefilling.misunderstandings(ended, places, head)
    return Findings(_listed(left_out), _listed(misunderstood), changes)


def _listed(slips: list[tuple[Slip, str]]) -> str:
    """A line each; of what the head may not open, or is confidential, the number alone."""
    open_ = {slip.number: slip.title for slip, href in slips if href and not _secret(slip)}
    lines = [f"{slip.number} {open_.get(slip.number, '')}".strip() for slip, _href in slips]
    return "\n".join(lines) or _("台账里没有")


def _secret(slip: Slip) -> bool:
    return slip.classification == Classification.CONFIDENTIAL
