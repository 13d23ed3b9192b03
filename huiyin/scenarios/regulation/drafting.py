"""Writing an amendment: begun as a copy of what is in force, saved, named."""

from uuid import UUID

from django.db import transaction

from huiyin.cases.actions import action
from huiyin.cases.models import Classification
from huiyin.core.event import Event, Fact
from huiyin.directory.models import Department, Person
from huiyin.kit import clock, digest
from huiyin.obligations.record import record
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from huiyin.scenarios.regulation import events, reading
from huiyin.scenarios.regulation.authority import require_amend
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.scenarios.regulation.path import place, scope
from huiyin.scenarios.regulation.queries import find


class NotDraft(Exception):
    """Only a draft can be written to or put forward."""


class Stale(Exception):
    """Somebody saved in between: what was edited is no longer what is there."""


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
    made = draft(by=by, binds=binds, source=source, title=title, restores=restores)
    facts: dict[str, Fact] = {"scope": scope(made), "base": made.base_id}
    record(Event(events.BEGUN, str(made.pk), made.created_at, by.pk, facts | place(made)))
    return made


def draft(
    *,
    by: Person,
    binds: Department | None = None,
    source: str | None = None,
    title: str = "",
    restores: PolicyVersion | None = None,
    origin: UUID | None = None,
    reason: str = "",
) -> Amendment:
    """The draft itself, in the transaction of whoever records that it was begun.

    ``origin`` is the case that it follows from. Raises what ``create`` does.
    """
    require_amend(by, binds)
    base = in_force.latest()
    text = reading.in_force_for(base, binds) if source is None else source
    reading.read(text, binds)
    at = clock.now()
    return Amendment.objects.create(
        scenario="regulation",
        title=title.strip()[:200] or reading.default_title(binds),
        initiator=by,
        department=binds or by.department,
        classification=Classification.PUBLIC,
        origin=origin,
        created_at=at,
        saved_at=at,
        saved_by=by,
        base=base,
        binds=binds,
        source=text,
        digest=digest.sha256_hex(text),
        reason=reason.strip()[:500],
        restores=restores,
    )


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


def locked(amendment_id: UUID, by: Person) -> Amendment:
    """The amendment, its row held; ``NotVisible`` or ``PermissionDenied`` for who may not write."""
    find(amendment_id, by)
    rows = Amendment.objects.select_for_update(of=("self",)).select_related(
        "binds", "initiator", "base"
    )
    amendment = rows.get(pk=amendment_id)
    require_amend(by, amendment.binds)
    return amendment
