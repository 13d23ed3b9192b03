"""An amendment comes into force: a new version, from this moment on."""

from typing import Any
from uuid import UUID

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.models import Person
from huiyin.kit import clock, digest
from huiyin.obligations.record import record
from huiyin.policies import in_force
from huiyin.policies.models import Overlay, PolicyVersion
from huiyin.scenarios.regulation import events, proposing, reading, reviews
from huiyin.scenarios.regulation.models import Amendment, AmendmentState
from huiyin.scenarios.regulation.path import place


class NotApproved(Exception):
    """Only what was signed comes into force, and only once."""


class TooEarly(Exception):
    """The day from which it shall be in force has not come."""


class Overtaken(Exception):
    """What is in force is no longer what the amendment was written from: rebase first."""


@action(events.PUT_IN_FORCE)
def enact(amendment_id: UUID, *, by: Person | None) -> PolicyVersion:
    """Put an approved amendment in force now: one version for one amendment, asked twice it is one.

    ``NotApproved``, ``TooEarly``, ``Overtaken``; ``guards.Refused`` when the regulation in force asks
    for more first (that it was announced). Duties that exist keep the version of their birth.
    """
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("binds", "base")
    amendment = rows.get(pk=amendment_id)
    if amendment.state == AmendmentState.IN_FORCE and amendment.version is not None:
        return amendment.version
    at = clock.now()
    if amendment.state != AmendmentState.APPROVED:
        raise NotApproved
    if amendment.wanted_from is not None and at < amendment.wanted_from:
        raise TooEarly
    list(PolicyVersion.objects.select_for_update().order_by("-pk")[:1])  # one after another
    now = in_force.latest()
    if is_overtaken(amendment, now):
        raise Overtaken
    facts: dict[str, Fact] = {
        "base": now.pk if now is not None else None,
        "digest": amendment.digest,
        "announced": amendment.announced_at is not None,
        **place(amendment),
    }
    event = Event(events.PUT_IN_FORCE, str(amendment.pk), at, by.pk if by else None, facts)
    record(event)
    made = _company(amendment, now) if amendment.binds_id is None else _department(amendment, now)
    reviews.settle(amendment, by or amendment.initiator)
    amendment.state, amendment.version, amendment.closed_at = AmendmentState.IN_FORCE, made, at
    amendment.save(update_fields=["state", "version", "closed_at"])
    proposing.tell_origin(amendment, by or amendment.initiator)
    return made


def is_overtaken(amendment: Amendment, now: PolicyVersion | None) -> bool:
    """Whether another text is in force than the one that the amendment was written from."""
    if now is None or amendment.base is None:
        return now is not amendment.base
    was = reading.in_force_for(amendment.base, amendment.binds)
    return was != reading.in_force_for(now, amendment.binds)


def _company(amendment: Amendment, now: PolicyVersion | None) -> PolicyVersion:
    return in_force.put_in_force(
        amendment.source,
        amendment.title[:120],
        base=now,
        case=amendment.pk,
        overlays=now.overlays if now is not None else [],
    )


def _department(amendment: Amendment, now: PolicyVersion | None) -> PolicyVersion:
    if now is None or amendment.binds_id is None:
        raise NotApproved
    kept = _put_overlay(amendment.binds_id, amendment.source, amendment.waivers, amendment.pk)
    return in_force.put_in_force(
        now.source,
        amendment.title[:120],
        base=now,
        case=amendment.pk,
        overlays=[*_others(now, amendment.binds_id), *kept],
    )


def replace_overlay(
    now: PolicyVersion, department: int, source: str, waivers: list[Any], case: UUID
) -> PolicyVersion:
    """A new version in which a department has ``source`` of its own, by an old amendment."""
    kept = _put_overlay(department, source, waivers, case)
    overlays = [*_others(now, department), *kept]
    return in_force.put_in_force(now.source, now.title, base=now, overlays=overlays)


def _put_overlay(department: int, source: str, waivers: list[Any], case: UUID) -> list[int]:
    """End what a department had, keep what it has now; nothing when it has no clause left."""
    at = clock.now()
    Overlay.objects.filter(department_id=department, ended_at=None).update(ended_at=at)
    if not reading.parsed(source).clauses:
        return []
    made = Overlay.objects.create(
        department_id=department,
        source=source,
        digest=digest.sha256_hex(source),
        case=case,
        waivers=waivers,
        in_force_from=at,
    )
    return [made.pk]


def _others(now: PolicyVersion, department: int) -> list[int]:
    rows = Overlay.objects.filter(pk__in=now.overlays).exclude(department_id=department)
    return list(rows.order_by("department_id").values_list("pk", flat=True))
