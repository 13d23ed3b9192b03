"""What follows when an amendment was signed, or sent back."""

from uuid import UUID

from huiyin.core.event import Event, Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.regulation import events, path
from huiyin.scenarios.regulation.models import Amendment, AmendmentState


def approve(case_id: UUID, by: Person) -> None:
    """All have signed: everybody may see it, its author owes the announcement by the clause."""
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=case_id)
    at = clock.now()
    amendment.state, amendment.opened_at = AmendmentState.APPROVED, at
    amendment.waivers = [{**waiver, "allowed_by": by.pk} for waiver in amendment.waivers]
    amendment.save(update_fields=["state", "opened_at", "waivers"])
    facts: dict[str, Fact] = {
        "initiator": amendment.initiator_id,
        "person": amendment.initiator_id,
        "digest": amendment.digest,
        "wanted_from": amendment.wanted_from,
        **path.place(amendment),
    }
    record(Event(events.APPROVED, str(amendment.pk), at, by.pk, facts))


def take_back(case_id: UUID, by: Person) -> None:
    """It was sent back or turned down: its author may write to it again."""
    del by
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=case_id)
    if amendment.state == AmendmentState.SIGNING:
        path.back_to_draft(amendment)
