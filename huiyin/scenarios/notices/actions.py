"""Everything that can be done to a notice: one function per verb, each records one event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from huiyin.cases.actions import action
from huiyin.cases.numbers import next_number
from huiyin.core.event import Event
from huiyin.directory.access import Action, may_address, require
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations import notify
from huiyin.obligations.models import Notification, Obligation
from huiyin.obligations.record import record
from huiyin.scenarios.notices import checks, conditions, events, hold, published, publishing
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.publisher import waiting
from huiyin.scenarios.notices.revisions import corrections, keeping
from huiyin.scenarios.notices.subject import subject
from huiyin.scenarios.notices.timeline import MANUAL

FIELDS = (
    "title", "urgency", "classification", "kind", "stage", "complexity", "confirm_mode", "origin",
    "audience", "follow", "cascade", "key_people", "copies", "copy_to", "sources", "concerned",
    "publish_when_signed", "effect", "effect_measure", "effect_target", "effect_by", "topic",
    "pinned_until", "held_at", "override_reason", "gist", "background", "items", "requirements",
    "contact", "reply_by", "publish_at",
)  # fmt: skip
"""What a draft lets its author write."""

REMIND_EVERY = timedelta(hours=1)
"""Nobody is reminded by hand more often than this (interruption budget)."""


class NotDraft(Exception):
    """Only a draft can be written to, thrown away or published."""


class NotOpen(Exception):
    """The notice is not published, or closed already."""


class TooSoon(Exception):
    """A reminder by hand went out less than an hour ago; ``again_at`` is when it may again."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(f"again at {again_at}")
        self.again_at = again_at


class StillSilent(Exception):
    """Somebody has neither confirmed nor been named as unreachable; ``people`` is how many."""

    def __init__(self, people: int) -> None:
        super().__init__(f"{people} still owe an answer")
        self.people = people


@dataclass(frozen=True, slots=True)
class Published:
    """``again`` says that it was published before and nothing changed."""

    notice: Notice
    again: bool


@action(events.DRAFTED)
def create_draft(*, by: Person, notice_id: UUID | None = None) -> Notice:
    """Begin a notice in the name of the author's department.

    With ``notice_id`` the caller names it beforehand, and asking twice begins one draft.
    """
    require(by, Action.WRITE_NOTICE)
    if notice_id is not None:
        begun = Notice.objects.filter(pk=notice_id).first()
        if begun is not None:
            require(by, Action.EDIT, begun)
            return begun
    at = clock.now()
    notice = Notice.objects.create(
        id=notice_id or new_id(),
        scenario="notices",
        initiator=by,
        department=by.department,
        created_at=at,
        saved_at=at,
        audience=Audience().to_json(),
    )
    record(Event(events.DRAFTED, str(notice.pk), at, by.pk, {"department": by.department_id}))
    return notice


@transaction.atomic
def save_draft(notice_id: UUID, values: Mapping[str, Any], *, by: Person) -> Notice:
    """Keep what was written; the same values twice are the same draft. No event: nothing happened.

    ``values`` may hold any of ``FIELDS``; others are refused with ``KeyError``, an urgency or
    classification that does not exist with ``checks.NotReady``. A draft that is being signed is
    frozen: ``hold.Held``.
    """
    checks.require_choices(values)
    notice = _locked(notice_id)
    require(by, Action.EDIT, notice)
    if notice.state != NoticeState.DRAFT:
        raise NotDraft
    values = corrections.without_fixed(notice, values)
    hold.require_free(notice, values)
    for name, value in values.items():
        if name not in FIELDS:
            raise KeyError(name)
        setattr(notice, name, value)
    notice.saved_at = clock.now()
    notice.save(update_fields=[*values, "saved_at"])
    return notice


@transaction.atomic
def discard_draft(notice_id: UUID, *, by: Person) -> None:
    """Throw a draft away; what was published stays for ever. No event: nobody has seen it."""
    notice = _locked(notice_id)
    require(by, Action.EDIT, notice)
    if notice.state != NoticeState.DRAFT or corrections.is_correction(notice):
        raise NotDraft
    hold.let_go(notice, by=by)
    notice.delete()


@action(events.PUBLISHED)
def publish(notice_id: UUID, *, by: Person) -> Published:
    """Freeze the text, give it its number, and let the clauses say who now owes what.

    Raises ``checks.NotReady`` with errors by field, ``PermissionDenied`` for an audience beyond
    the author's reach. Published twice, it goes out once.
    """
    notice = _locked(notice_id)
    require(by, Action.PUBLISH, notice)
    if notice.state != NoticeState.DRAFT:
        return Published(notice, again=True)
    at = clock.now()
    audience = published.audience_of(notice)
    publishing.prepare(notice, by)
    everybody = published.everybody(notice)
    checks.require(notice, published.count(everybody), at)
    if not (corrections.is_correction(notice) or may_address(by, audience)):
        raise PermissionDenied
    notice.number = next_number("notices", at)
    notice.title = subject(notice.title, notice.urgency, notice.reply_by, at)
    notice.state = NoticeState.PUBLISHED
    notice.published_at = notice.opened_at = at
    keeping.first(notice, at)
    notice.save()
    told = published.facts(notice, author=by, everybody=everybody)
    facts = publishing.with_topics(notice, told)
    facts["override"] = conditions.may_override(notice, by, facts)
    sets = published.sets(notice, everybody)
    event = Event(events.PUBLISHED, str(notice.pk), at, by.pk, facts)
    record(event, sets=published.told_now(notice, sets), private=published.private(notice))
    publishing.follow(notice, by, sets)
    return Published(notice, again=False)


@action(events.REMINDED)
def remind_now(notice_id: UUID, *, by: Person) -> int:
    """Ping everybody who still owes something, at most once an hour; how many that were."""
    notice = _locked(notice_id)
    require(by, Action.RECORD_CALL, notice)
    if notice.state != NoticeState.PUBLISHED:
        raise NotOpen
    at = clock.now()
    by_hand = Notification.objects.filter(subject=notice.pk, step__gte=MANUAL)
    last = by_hand.order_by("-created_at").first()
    if last is not None and at < last.created_at + REMIND_EVERY:
        raise TooSoon(last.created_at + REMIND_EVERY)
    step = (by_hand.order_by("-step").values_list("step", flat=True).first() or MANUAL) + 1
    record(Event(events.REMINDED, str(notice.pk), at, by.pk, {"step": step}))
    pinged = [notify.ping(key, step, "remind", at) for key in _open_cohorts(notice)]
    rows = Notification.objects.filter(pk__in=[key for key in pinged if key])
    return max((row.total for row in rows), default=0)


@action(events.CLOSED)
def close(notice_id: UUID, *, by: Person | None) -> bool:
    """End a notice to which everybody has answered or was named as unreachable (N16).

    ``by`` is ``None`` when it closes by itself. ``StillSilent`` says how many are missing;
    ``False`` when it was closed before.
    """
    notice = _locked(notice_id)
    if by is not None:
        require(by, Action.EDIT, notice)
    if notice.state == NoticeState.CLOSED:
        return False
    if notice.state != NoticeState.PUBLISHED:
        raise NotOpen
    missing = waiting(notice.pk)
    if missing:
        raise StillSilent(missing)
    at = clock.now()
    notice.state = NoticeState.CLOSED
    notice.closed_at = at
    notice.save(update_fields=["state", "closed_at"])
    record(Event(events.CLOSED, str(notice.pk), at, by.pk if by else None, {}))
    return True


def _locked(notice_id: UUID) -> Notice:
    return (
        Notice.objects.select_for_update(of=("self",))
        .select_related("department")
        .get(pk=notice_id)
    )


def _open_cohorts(notice: Notice) -> list[int]:
    rows = Obligation.objects.filter(subject=notice.pk, parent=None, closed_at=None)
    return list(rows.order_by("id").values_list("pk", flat=True))
