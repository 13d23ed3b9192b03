"""The announcement of an amendment: what it gives to the notice, and what it hears of it."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.following import Draft, Follower
from huiyin.cases.models import Classification, Urgency
from huiyin.core.event import Event, Fact
from huiyin.obligations.record import record
from huiyin.scenarios.regulation import events, path
from huiyin.scenarios.regulation.models import Amendment, AmendmentState

PRE_NOTICE = "pre_notice"
"""A notice of this stage only says that something is coming: the announcement is still owed."""


def draft_of(amendment_id: UUID) -> Draft:
    """Title, reason and what changes for the reader."""
    amendment = Amendment.objects.select_related("binds").get(pk=amendment_id)
    return Draft(
        title=_("关于%(matter)s") % {"matter": amendment.title[:40]},
        background=amendment.reason,
        items="",
        urgency=Urgency.IMPORTANT,
        classification=Classification.INTERNAL,
        people=(),
    )


def followed(amendment_id: UUID, follower: Follower) -> None:
    """A notice about it is out: that is the announcement, once."""
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment_id)
    told = str(follower.facts.get("stage") or "")
    if told == PRE_NOTICE or amendment.announced_at or amendment.state != AmendmentState.APPROVED:
        return
    amendment.announced_at, amendment.announced_by = follower.at, follower.case.pk
    amendment.save(update_fields=["announced_at", "announced_by"])
    facts: dict[str, Fact] = {
        "person": amendment.initiator_id,
        "follower": str(follower.case.pk),
        **path.place(amendment),
    }
    record(Event(events.ANNOUNCED, str(amendment.pk), follower.at, follower.by.pk, facts))
