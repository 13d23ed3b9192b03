"""Everything that can be done to an amendment: one function per verb, each records one event."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.cases.actions import action
from huiyin.cases.signoff import changes, rounds
from huiyin.cases.signoff.models import SignOff
from huiyin.core.event import Event, Fact
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import checks, events, path, reading
from huiyin.scenarios.regulation.drafting import NotDraft, Stale, create, describe, locked, save
from huiyin.scenarios.regulation.enacting import enact
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.scenarios.regulation.path import place
from huiyin.scenarios.regulation.rebasing import back_to_draft, rebase
from huiyin.scenarios.regulation.shipping import take
from huiyin.scenarios.regulation.waivers import unwaive, waive

__all__ = [
    "NotDraft",
    "NotWaiting",
    "Refusal",
    "Stale",
    "create",
    "describe",
    "enact",
    "rebase",
    "reopen",
    "roll_back",
    "save",
    "submit",
    "take",
    "unwaive",
    "waive",
    "withdraw",
]

LATER = (AmendmentState.DRAFT, AmendmentState.SIGNING, AmendmentState.APPROVED)
"""From where an amendment may still be withdrawn."""


class NotWaiting(Exception):
    """Only what is not in force yet, and was not withdrawn, can be withdrawn."""


class Refusal(ValueError):
    """An amendment that cannot be put forward as it is; ``problems`` say why, one by one."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = tuple(problems)


@transaction.atomic
def submit(
    amendment_id: UUID, wanted_from: datetime | None, despite: str = "", *, by: Person
) -> SignOff:
    """Put a draft forward to be signed, to be in force from ``wanted_from`` (``None``: at once).

    Whoever puts it forward answers for it; where examples do not come true ``despite`` says why it
    shall be so all the same, and is signed too. ``Refusal`` names what stands against it,
    ``NotDraft``, and whatever ``rounds.start`` raises. No event of its own: the round records what
    happens.
    """
    amendment = locked(amendment_id, by)
    if amendment.state != AmendmentState.DRAFT:
        raise NotDraft
    amendment.despite = despite.strip()[:500]
    problems = checks.problems(amendment, wanted_from)
    if problems:
        raise Refusal(problems)
    path.prepare(amendment, wanted_from, by)
    return rounds.start(amendment, path.request(amendment), path.facts(amendment), by=by)


@action(events.REOPENED)
def reopen(amendment_id: UUID, *, by: Person) -> Amendment:
    """Write again to what is being signed, or was approved and nobody was told of: signatures lapse.

    ``NotWaiting`` for a draft, after the announcement, in force or withdrawn.
    """
    amendment = locked(amendment_id, by)
    approved = amendment.state == AmendmentState.APPROVED and amendment.announced_at is None
    if amendment.state != AmendmentState.SIGNING and not approved:
        raise NotWaiting
    record(back_to_draft(amendment, by))
    return amendment


@action(events.WITHDRAWN)
def withdraw(amendment_id: UUID, reason: str = "", *, by: Person) -> Amendment:
    """Give an amendment up at any time before it is in force; the reason stays private.

    ``NotWaiting`` once it is in force; withdrawn twice is once.
    """
    amendment = locked(amendment_id, by)
    if amendment.state == AmendmentState.WITHDRAWN:
        return amendment
    if amendment.state not in LATER:
        raise NotWaiting
    if amendment.state == AmendmentState.SIGNING:
        changes.withdraw(amendment, by=amendment.initiator)
    at = clock.now()
    amendment.state, amendment.closed_at = AmendmentState.WITHDRAWN, at
    amendment.save(update_fields=["state", "closed_at"])
    facts: dict[str, Fact] = {"person": amendment.initiator_id, **place(amendment)}
    private = {"reason": reason.strip()} if reason.strip() else None
    record(Event(events.WITHDRAWN, str(amendment.pk), at, by.pk, facts), private=private)
    return amendment


def roll_back(version_id: int, *, by: Person, binds: Department | None = None) -> Amendment:
    """Begin an amendment that brings back what version ``version_id`` said; signed like any other.

    No event of its own: the amendment that it begins records it.
    """
    version = PolicyVersion.objects.get(pk=version_id)
    source = reading.in_force_for(version, binds)
    title = reading.roll_back_title(version)
    return create(by=by, binds=binds, source=source, title=title, restores=version)
