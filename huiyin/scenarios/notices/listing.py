"""Long lists of notices and their people in pages, each beginning behind a row that was seen."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.obligations import queries as obligations
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.notices import publisher
from huiyin.scenarios.notices.models import Notice, NoticeState
from huiyin.scenarios.notices.words import CONFIRM


class View(StrEnum):
    """Which notices: whatever one may see, or one's own part of them."""

    ALL = "all"
    WAITING = "waiting"
    RECEIVED = "received"
    ISSUED = "issued"
    DRAFTS = "drafts"


def after(
    actor: Person, view: View, seen: tuple[datetime, UUID] | None, limit: int
) -> list[Notice]:
    """At most ``limit`` notices of ``view``, the newest first, behind the one that was ``seen``.

    What counts is when a notice was published, and when a draft was begun.
    """
    rows = _of(actor, view)
    since = "created_at" if view is View.DRAFTS else "published_at"
    if seen is not None:
        at, pk = seen
        rows = rows.filter(Q(**{f"{since}__lt": at}) | Q(**{since: at}, pk__lt=pk))
    return list(rows.select_related("initiator", "department").order_by(f"-{since}", "-pk")[:limit])


def silent_after(
    notice: Notice, departments: list[int] | None, seen: int, limit: int
) -> list[publisher.Silent]:
    """Who has not confirmed, by person id behind ``seen``; of ``departments`` only, if given."""
    rows = obligations.silent(notice.pk, CONFIRM, departments=departments, after=seen, limit=limit)
    people = list(dict.fromkeys(row.person_id for row in rows))
    if not people:
        return []
    found = publisher.silent(notice, len(people), departments=departments, people=people)
    return sorted(found, key=lambda row: row.person_id)


def _of(actor: Person, view: View) -> QuerySet[Notice]:
    visible = Notice.objects.visible_to(actor)
    if view is View.DRAFTS:
        return visible.filter(initiator=actor, state=NoticeState.DRAFT)
    issued = visible.filter(published_at__isnull=False)
    if view is View.ISSUED:
        return issued.filter(initiator=actor)
    if view is View.ALL:
        return issued
    return issued.filter(_concerns(actor, open_only=view is View.WAITING))


def _concerns(actor: Person, *, open_only: bool) -> Exists:
    mine = Bearer.objects.filter(
        Q(person_id=actor.pk) | Q(delegate_id=actor.pk), obligation_id=OuterRef("pk")
    )
    if open_only:
        mine = mine.filter(state=State.OPEN)
    return Exists(Obligation.objects.filter(Exists(mine), subject=OuterRef("pk"), parent=None))
