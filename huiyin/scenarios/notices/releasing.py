"""Publishing at a moment that was named beforehand, through the same checks as by hand (N12)."""

import logging
from datetime import datetime
from threading import Event as Stop
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.obligations.record import record
from huiyin.scenarios.notices import actions, checks, events
from huiyin.scenarios.notices.models import Notice, NoticeState

PERIOD = 5.0
"""Seconds between two looks at what is to go out."""

log = logging.getLogger(__name__)


class InThePast(Exception):
    """A moment that is over cannot be waited for."""


@action(events.SCHEDULED)
def schedule(notice_id: UUID, at: datetime, *, by: Person) -> Notice:
    """Let a draft go out at ``at``; any later change of its words calls that off."""
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    require(by, Action.PUBLISH, notice)
    if notice.state != NoticeState.DRAFT:
        raise actions.NotDraft
    now = clock.now()
    if at <= now:
        raise InThePast
    if notice.publish_at == at:
        return notice
    notice.publish_at = at
    notice.save(update_fields=["publish_at"])
    facts: dict[str, Fact] = {"initiator": notice.initiator_id, "publish_at": at}
    record(Event(events.SCHEDULED, str(notice.pk), now, by.pk, facts))
    return notice


def release_due(at: datetime) -> int:
    """Publish what is due at ``at``, each in a transaction of its own; how many went out."""
    rows = Notice.objects.filter(state=NoticeState.DRAFT, publish_at__lte=at)
    return sum(map(_release, rows.order_by("publish_at", "pk").values_list("pk", flat=True)[:100]))


def run(stop: Stop) -> None:
    """Look again and again until ``stop`` is set."""
    while not stop.is_set():
        release_due(clock.now())
        stop.wait(PERIOD)


def _release(notice_id: UUID) -> bool:
    with transaction.atomic():
        rows = Notice.objects.select_for_update(of=("self",), skip_locked=True)
        notice = rows.filter(pk=notice_id, state=NoticeState.DRAFT).first()
        if notice is None or notice.publish_at is None:
            return False
        try:
            with transaction.atomic():
                return not actions.publish(notice.pk, by=notice.initiator).again
        except (checks.NotReady, Refused, PermissionDenied) as error:
            log.info("held back %s: %s", notice.pk, type(error).__name__)
            hold_back(notice.pk, by=None)
            return False


@action(events.HELD_BACK)
def hold_back(notice_id: UUID, *, by: Person | None) -> None:
    """It could not go out by itself; its author hears of it and publishes it by hand."""
    notice = Notice.objects.get(pk=notice_id)
    Notice.objects.filter(pk=notice_id).update(publish_at=None)
    facts: dict[str, Fact] = {"initiator": notice.initiator_id, "publish_at": notice.publish_at}
    actor = by.pk if by else None
    record(Event(events.HELD_BACK, str(notice_id), clock.now(), actor, facts))
