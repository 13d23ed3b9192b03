"""Where a department may be laxer than the company for a while: asked with a reason, ended by itself."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.writing.source import without_clause
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.policies import in_force
from huiyin.policies.models import Overlay
from huiyin.scenarios.regulation import drafting, enacting, events, reading
from huiyin.scenarios.regulation.models import Amendment, AmendmentState


class NotWaivable(ValueError):
    """``code`` says why: ``company``, ``clause``, ``reason``, ``past``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@action(events.WAIVED)
def waive(amendment_id: UUID, clause: str, reason: str, until: date, *, by: Person) -> Amendment:
    """Ask that the draft may be laxer in ``clause`` until the end of the day ``until``.

    Who allows it is who signs. ``NotWaivable``: not a department's draft, no such clause in it, no
    reason, a day that has passed; ``drafting.NotDraft``. Asked again it replaces what was asked.
    """
    amendment = drafting.locked(amendment_id, by)
    if amendment.state != AmendmentState.DRAFT:
        raise drafting.NotDraft
    if amendment.binds is None:
        raise NotWaivable("company")
    policy = reading.read(amendment.source, amendment.binds)
    if not any(one.id == clause for one in policy.clauses):
        raise NotWaivable("clause")
    if not reason.strip():
        raise NotWaivable("reason")
    at = clock.now()
    if until < timezone.localtime(at, timezone.get_default_timezone()).date():
        raise NotWaivable("past")
    last_day = until.isoformat()
    waiver = {
        "clause": clause,
        "reason": reason.strip()[:300],
        "until": last_day,
        "asked_by": by.pk,
    }
    others = [one for one in amendment.waivers if one["clause"] != clause]
    amendment.waivers, amendment.saved_at = [*others, waiver], at
    amendment.save(update_fields=["waivers", "saved_at"])
    facts: dict[str, Fact] = {
        "clause": clause,
        "until": last_day,
        "department": amendment.binds_id,
    }
    event = Event(events.WAIVED, str(amendment.pk), at, by.pk, facts)
    record(event, private={"reason": reason.strip()})
    return amendment


@transaction.atomic
def unwaive(amendment_id: UUID, clause: str, *, by: Person) -> Amendment:
    """Take back what was asked. No event: nothing was allowed yet."""
    amendment = drafting.locked(amendment_id, by)
    if amendment.state != AmendmentState.DRAFT:
        raise drafting.NotDraft
    amendment.waivers = [one for one in amendment.waivers if one["clause"] != clause]
    amendment.save(update_fields=["waivers"])
    return amendment


def end_due(at: datetime) -> int:
    """End every waiver whose last day has passed; the number of clauses that ended.

    From then on the company's clause binds the department again: a new version.
    """
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    ended = 0
    for overlay_id in Overlay.objects.filter(ended_at=None).values_list("pk", flat=True):
        ended += _end(overlay_id, today, at)
    return ended


def is_over(waiver: Mapping[str, Any], today: date) -> bool:
    """Whether its last day has passed."""
    return date.fromisoformat(waiver["until"]) < today


@transaction.atomic
def _end(overlay_id: int, today: date, at: datetime) -> int:
    rows = Overlay.objects.select_for_update().filter(pk=overlay_id, ended_at=None)
    overlay = rows.first()
    over = [one for one in overlay.waivers if is_over(one, today)] if overlay else []
    now = in_force.latest()
    if overlay is None or not over or now is None:
        return 0
    source = overlay.source
    for waiver in over:
        source = without_clause(source, waiver["clause"])
        facts: dict[str, Fact] = {
            "clause": waiver["clause"],
            "until": waiver["until"],
            "department": overlay.department_id,
        }
        record(Event(events.WAIVER_ENDED, str(overlay.case), at, None, facts))
    left = [one for one in overlay.waivers if one not in over]
    enacting.replace_overlay(now, overlay.department_id, source, left, overlay.case)
    return len(over)
