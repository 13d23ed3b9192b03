"""Everything that can be done to an amendment: one function per verb, each records one event."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.cases.actions import action
from huiyin.cases.models import Classification
from huiyin.cases.signoff import changes, rounds
from huiyin.cases.signoff.models import SignOff
from huiyin.core.event import Event, Fact
from huiyin.directory.models import Department, Person
from huiyin.kit import clock, digest
from huiyin.obligations.record import record
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import checks, events, path, reading
from huiyin.scenarios.regulation.authority import require_amend
from huiyin.scenarios.regulation.enacting import enact
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.scenarios.regulation.path import place, scope
from huiyin.scenarios.regulation.queries import find

__all__ = ["create", "describe", "enact", "reopen", "roll_back", "save", "submit", "withdraw"]

LATER = (AmendmentState.DRAFT, AmendmentState.SIGNING, AmendmentState.APPROVED)
"""From where an amendment may still be withdrawn."""


class NotDraft(Exception):
    """Only a draft can be written to or put forward."""


class NotWaiting(Exception):
    """Only what is not in force yet, and was not withdrawn, can be withdrawn."""


class Stale(Exception):
    """Somebody saved in between: what was edited is no longer what is there."""


class Refusal(ValueError):
    """An amendment that cannot be put forward as it is; ``problems`` say why, one by one."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = tuple(problems)


@action(events.BEGUN)
def create(
    *,
    by: Person,
    binds: Department | None = None,
    source: str | None = None,
    title: str = "",
    restores: PolicyVersion | None = None,
) -> Amendment:
    """Begin an amendment as a copy of what is in force, or with ``source``.

    ``binds`` makes it the own rules of a department; ``PermissionDenied`` for who may not.
    ``PolicyError`` when ``source`` is none.
    """
    require_amend(by, binds)
    base = in_force.latest()
    text = reading.in_force_for(base, binds) if source is None else source
    reading.read(text, binds)
    at = clock.now()
    made = Amendment.objects.create(
        scenario="regulation",
        title=title.strip()[:200] or reading.default_title(binds),
        initiator=by,
        department=binds or by.department,
        classification=Classification.PUBLIC,
        created_at=at,
        saved_at=at,
        saved_by=by,
        base=base,
        binds=binds,
        source=text,
        digest=digest.sha256_hex(text),
        restores=restores,
    )
    facts: dict[str, Fact] = {"scope": scope(made), "base": base.pk if base else None}
    record(Event(events.BEGUN, str(made.pk), at, by.pk, facts | place(made)))
    return made


@transaction.atomic
def save(amendment_id: UUID, source: str, *, by: Person, seen: str) -> Amendment:
    """Keep what was written; the same text twice is the same draft. No event: nothing happened.

    ``seen`` is the digest of the text that was edited: ``Stale`` when it is not there any more.
    ``PolicyError`` when the text cannot be read, ``NotDraft`` once it was put forward.
    """
    amendment = locked(amendment_id, by)
    if amendment.state != AmendmentState.DRAFT:
        raise NotDraft
    sealed = digest.sha256_hex(source)
    if sealed == amendment.digest:
        return amendment
    if seen != amendment.digest:
        raise Stale
    reading.read(source, amendment.binds)
    amendment.source, amendment.digest = source, sealed
    amendment.saved_at, amendment.saved_by = clock.now(), by
    amendment.save(update_fields=["source", "digest", "saved_at", "saved_by"])
    return amendment


@transaction.atomic
def describe(amendment_id: UUID, *, by: Person, title: str, reason: str) -> Amendment:
    """Name a draft and say why it is made. No event: nothing happened."""
    amendment = locked(amendment_id, by)
    if amendment.state != AmendmentState.DRAFT:
        raise NotDraft
    amendment.title = title.strip()[:200] or amendment.title
    amendment.reason = reason.strip()[:500]
    amendment.saved_at = clock.now()
    amendment.save(update_fields=["title", "reason", "saved_at"])
    return amendment


@transaction.atomic
def submit(amendment_id: UUID, wanted_from: datetime | None, *, by: Person) -> SignOff:
    """Put a draft forward to be signed, to be in force from ``wanted_from`` (``None``: at once).

    Whoever puts it forward answers for it. ``Refusal`` names what stands against it, ``NotDraft``,
    and whatever ``rounds.start`` raises. No event of its own: the round records what happens.
    """
    amendment = locked(amendment_id, by)
    if amendment.state != AmendmentState.DRAFT:
        raise NotDraft
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
    changes.void(amendment, by=amendment.initiator)
    path.back_to_draft(amendment)
    event = Event(events.REOPENED, str(amendment.pk), clock.now(), by.pk, place(amendment))
    record(event)
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


def locked(amendment_id: UUID, by: Person) -> Amendment:
    """The amendment, its row held; ``NotVisible`` or ``PermissionDenied`` for who may not write."""
    find(amendment_id, by)
    rows = Amendment.objects.select_for_update(of=("self",)).select_related(
        "binds", "initiator", "base"
    )
    amendment = rows.get(pk=amendment_id)
    require_amend(by, amendment.binds)
    return amendment
