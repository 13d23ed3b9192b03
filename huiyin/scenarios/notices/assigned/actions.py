"""Action items become duties when the notice goes out, and end when they are done (N18)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.record import record
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.notices.assigned import events, queries
from huiyin.scenarios.notices.assigned.models import ActionItem
from huiyin.scenarios.notices.models import Notice, NoticeState

VERB = "do_action"
MOST = 30
"""More items than this are no notice but a project."""


class NotYours(Exception):
    """Only the owner, or who stands in for them, can say that it is done."""


@transaction.atomic
def write(notice: Notice, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep the rows of a draft (``text``, ``named``, ``due_at``), empty ones left out."""
    if notice.state != NoticeState.DRAFT:
        return
    ActionItem.objects.filter(notice=notice).delete()
    kept = [row for row in rows if row["text"].strip() or row["named"].strip()]
    ActionItem.objects.bulk_create(
        ActionItem(
            notice=notice,
            order=order,
            text=row["text"].strip()[:300],
            named=row["named"].strip()[:120],
            due_at=row["due_at"],
        )
        for order, row in enumerate(kept[:MOST], 1)
    )


def follow(notice: Notice, by: Person, sets: Mapping[str, PeopleSql]) -> None:
    """After publishing: every item that names a person and a time is theirs from now on."""
    del sets
    found = [one for one in queries.planned(notice, clock.now()) if not one.problem]
    ActionItem.objects.filter(notice=notice).delete()
    for order, one in enumerate(found[:MOST], 1):
        item = ActionItem.objects.create(
            notice=notice,
            order=order,
            text=one.text,
            named=one.named,
            owner=one.owner,
            due_at=one.due_at,
        )
        assign(notice, item, by=by)


@action(events.ASSIGNED)
def assign(notice: Notice, item: ActionItem, *, by: Person) -> None:
    """``item`` is its owner's duty."""
    at = clock.now()
    record(Event(events.ASSIGNED, str(notice.pk), at, by.pk, _facts(notice, item)))


@action(events.DONE)
def done(notice_id: UUID, order: int, *, by: Person, result: str = "") -> ActionItem:
    """``by`` did it, or who stands in for the owner; twice is once. ``NotYours`` for others."""
    notice = Notice.objects.get(pk=notice_id)
    require(by, Action.READ, notice)
    item = ActionItem.objects.select_for_update(of=("self",)).get(notice=notice, order=order)
    if item.owner_id is None or not _may(notice, item, by):
        raise NotYours
    if item.done_at is not None:
        return item
    item.done_at, item.done_by, item.result = clock.now(), by, result.strip()[:300]
    item.save()
    facts: dict[str, Fact] = {
        "person": item.owner_id,
        "part": item.part,
        "proof": Proof.BUTTON.name,
        "channel": Channel.INBOX.name,
    }
    private = {"result": item.result} if item.result else None
    record(Event(events.DONE, str(notice_id), item.done_at, by.pk, facts), private=private)
    return item


def open_of(notice: Notice, by: Person) -> list[tuple[ActionItem, datetime | None]]:
    """The items that ``by`` may mark as done."""
    return [
        (item, item.due_at)
        for item in queries.of_notice(notice)
        if item.done_at is None and _may(notice, item, by)
    ]


def _may(notice: Notice, item: ActionItem, by: Person) -> bool:
    if item.owner_id == by.pk:
        return True
    return any(
        verb == VERB and share.person_id == item.owner_id and share.state == State.OPEN
        for verb, share in obligations.shares(notice.pk, by.pk)
    )


def _facts(notice: Notice, item: ActionItem) -> dict[str, Fact]:
    return {
        "part": item.part,
        "action_owner": item.owner_id,
        "action_due": item.due_at,
        "initiator": notice.initiator_id,
        "urgency": notice.urgency,
        "classification": notice.classification,
        "kind": notice.kind,
    }
