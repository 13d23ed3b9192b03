"""Putting a notice forward to be signed, writing to it again, and publishing it once all have."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cases.signoff import changes, rounds
from huiyin.cases.signoff.models import SignOff
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.scenarios.notices import actions, checks, mode, published
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.signing import path


@transaction.atomic
def submit(notice_id: UUID, *, by: Person) -> SignOff:
    """Put a draft forward: whatever publishing would ask is asked now, the author reads it last.

    Raises ``checks.NotReady``, ``PermissionDenied`` and ``actions.NotDraft`` like publishing, and
    whatever ``rounds.start`` raises (``NothingToSign``, ``AlreadyRunning``, ``NobodyLeft``).
    No event of its own: the round records what happens.
    """
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice_id)
    require(by, Action.EDIT, notice)
    if notice.state != NoticeState.DRAFT:
        raise actions.NotDraft
    checks.require(notice, published.audience_of(notice).count(), clock.now())
    if not published.within_reach(notice, by):
        raise PermissionDenied
    facts = path.facts(notice, by)
    if facts["scope"] == published.OUTSIDE and not notice.concerned:
        raise checks.NotReady({"concerned": _("对外发布须列明会签部门")})
    return rounds.start(notice, path.request(notice, by), facts, by=by)


@transaction.atomic
def reopen(notice_id: UUID, *, by: Person) -> bool:
    """Write to a draft again although it is being signed: what was signed lapses.

    No event of its own: the round records that it is void.
    """
    notice = Notice.objects.get(pk=notice_id)
    require(by, Action.EDIT, notice)
    return changes.void(notice, by=by)


def publish_signed(case_id: UUID, by: Person) -> None:
    """All have signed: it goes out in its author's name, when they said so and nothing forbids it.

    What forbids it now (a lead time, a date that has passed) is left to the author, who is asked to
    publish by the clause.
    """
    del by
    notice = Notice.objects.select_related("initiator").filter(pk=case_id).first()
    if notice is None or not notice.publish_when_signed or notice.state != NoticeState.DRAFT:
        return
    try:
        with transaction.atomic():
            actions.publish(notice.pk, by=notice.initiator)
    except (checks.NotReady, mode.TooWeak, Refused, PermissionDenied):
        return
