"""What heads the board: who may pin an entry, for how long, and that it is written down."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.core.event import Event
from huiyin.directory.access import Action, may, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.notices import checks
from huiyin.scenarios.notices.board import events
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import Notice, NoticeState

LONGEST = timedelta(days=90)
"""Nothing heads the board for longer than this: it would hide what is new."""


class PinRefused(ValueError):
    """An entry that cannot be pinned so; the text says why."""


def may_pin(actor: Person, notice: Notice) -> bool:
    """A publisher may pin what they see, the head of a department what that issues."""
    return may(actor, Action.PIN, notice) or notice.department.head_id == actor.pk


@action(events.PINNED)
def pin(notice_id: UUID, until: datetime, *, by: Person) -> Notice:
    """Let an entry head the board ``until`` then; ``PinRefused`` for a time that cannot be."""
    notice = _locked(notice_id)
    require(by, Action.PIN, notice)
    at = clock.now()
    if notice.state == NoticeState.DRAFT:
        raise PinRefused(_("草稿还不在公告栏"))
    _check(until, at)
    if notice.pinned_until == until:
        return notice
    _keep(notice, until)
    record(Event(events.PINNED, str(notice.pk), at, by.pk, {"until": until}))
    return notice


@action(events.UNPINNED)
def unpin(notice_id: UUID, *, by: Person) -> Notice:
    """The entry takes its place by date again; nothing happens when it has that already."""
    notice = _locked(notice_id)
    require(by, Action.PIN, notice)
    if notice.pinned_until is None:
        return notice
    _keep(notice, None)
    record(Event(events.UNPINNED, str(notice.pk), clock.now(), by.pk, {}))
    return notice


def at_publishing(notice: Notice, by: Person) -> None:
    """A wish to be pinned is checked before a notice goes out (``checks.NotReady``)."""
    if notice.pinned_until is None:
        return
    if not may_pin(by, notice):
        raise checks.NotReady({"pinned_until": _("置顶由发布岗或本部门负责人决定")})
    try:
        _check(notice.pinned_until, clock.now())
    except PinRefused as refused:
        raise checks.NotReady({"pinned_until": str(refused)}) from refused


def findings(notice: Notice, actor: Person) -> list[Finding]:
    """The same while it is written."""
    try:
        at_publishing(notice, actor)
    except checks.NotReady as wrong:
        return [Finding(name, True, title) for name, title in wrong.errors.items()]
    return []


def _check(until: datetime, at: datetime) -> None:
    if until <= at:
        raise PinRefused(_("置顶的截止时间应在现在之后"))
    if until > at + LONGEST:
        raise PinRefused(_("置顶最长 %(days)d 天") % {"days": LONGEST.days})


def _keep(notice: Notice, until: datetime | None) -> None:
    notice.pinned_until = until
    notice.save(update_fields=["pinned_until"])


def _locked(notice_id: UUID) -> Notice:
    rows = Notice.objects.select_for_update(of=("self",)).select_related("department")
    return rows.get(pk=notice_id)
