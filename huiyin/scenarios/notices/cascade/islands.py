"""Branches to which nobody passed it on: the text goes there past all levels (N19)."""

from uuid import UUID

from django.db import transaction

from huiyin.directory.models import Person
from huiyin.obligations.models import Obligation
from huiyin.scenarios.notices.cascade import actions
from huiyin.scenarios.notices.models import Notice, NoticeState


@transaction.atomic
def reach_islands(notice_id: UUID, *, by: Person | None) -> int:
    """Reach every branch that waited longer than the clause allows; how many people that were.

    ``by`` is ``None`` when the clock asks.
    """
    notice = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id).first()
    if notice is None or notice.state != NoticeState.PUBLISHED:
        return 0
    waiting = Obligation.objects.filter(
        subject=notice_id, verb=actions.REACH, closed_at=None, parent__isnull=False
    )
    return sum(actions.reach(notice, row, by=by) for row in waiting.order_by("pk"))
