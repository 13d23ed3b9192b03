"""Changing what was published: a minor word, something that matters, or a correction (N21)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.facts import findings, quoting
from huiyin.core.event import Event
from huiyin.core.event import Fact as Said
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.notices import checks, mode, published
from huiyin.scenarios.notices.models import ConfirmMode, Notice, NoticeState
from huiyin.scenarios.notices.revisions import events, keeping, readers
from huiyin.scenarios.notices.revisions.models import Cause, Revision, RevisionKind, part_of
from huiyin.scenarios.notices.revisions.wording import RANKS
from huiyin.scenarios.notices.subject import bare

ASKING = (RevisionKind.MATERIAL, RevisionKind.CORRECTION)


class NotPublished(Exception):
    """Only what was published can be revised; a draft is simply written to."""


class Outdated(Exception):
    """Somebody made another revision meanwhile; ``number`` is the newest."""

    def __init__(self, number: int) -> None:
        super().__init__(f"revision {number} is the newest")
        self.number = number


@dataclass(frozen=True, slots=True)
class Told:
    """What goes with new texts: what changed in a sentence, why (corrections), how urgent.

    An empty urgency keeps the notice's. ``on`` is the revision that was looked at while writing.
    """

    what: str = ""
    cause: str = ""
    urgency: str = ""
    on: int | None = None


def revise(
    notice_id: UUID, values: Mapping[str, str], kind: str, told: Told | None = None, *, by: Person
) -> Revision:
    """Publish the texts ``values`` (any of ``checks.TEXTS``) as a new revision.

    ``minor`` asks nobody again; ``material`` and ``correction`` ask everybody who got the notice. A
    correction carries at least the notice's urgency and has a cause. ``checks.NotReady`` by field;
    ``NotPublished``, ``Outdated``; ``KeyError`` for a field that is no text. No event of its own:
    ``change`` or ``correct`` records it.
    """
    act = correct if kind == RevisionKind.CORRECTION else change
    return act(notice_id, values, kind, told or Told(), by=by)


@action(events.REVISED)
def change(
    notice_id: UUID, values: Mapping[str, str], kind: str, told: Told, *, by: Person
) -> Revision:
    """A minor or a material revision."""
    if kind not in {RevisionKind.MINOR, RevisionKind.MATERIAL}:
        raise checks.NotReady({"kind": _("没有这种修订")})
    notice, revision = _make(notice_id, values, kind, replace(told, cause=""), by)
    record(_event(events.REVISED, notice, revision), sets={"recipients": readers.of(notice)})
    return revision


@action(events.CORRECTED)
def correct(
    notice_id: UUID, values: Mapping[str, str], kind: str, told: Told, *, by: Person
) -> Revision:
    """A correction: what went out was wrong. Counts as an information error."""
    if told.cause not in Cause.values:
        raise checks.NotReady({"cause": _("选择出错的原因")})
    notice, revision = _make(notice_id, values, kind, told, by)
    record(_event(events.CORRECTED, notice, revision), sets={"affected": readers.of(notice)})
    return revision


def _make(
    notice_id: UUID, values: Mapping[str, str], kind: str, told: Told, by: Person
) -> tuple[Notice, Revision]:
    notice = _opened(notice_id, told, by)
    sources = latest(notice).sources | dict(_known(values))
    _check(notice, sources, kind, told, by)
    _set_urgency(notice, told)
    how = keeping.Change(kind, by, clock.now(), told.what.strip(), told.cause)
    revision = keeping.keep(notice, notice.revision + 1, sources, how)
    if kind in ASKING and notice.state == NoticeState.CLOSED:
        notice.state, notice.closed_at = NoticeState.PUBLISHED, None
    notice.save()
    return notice, revision


def _event(kind: str, notice: Notice, revision: Revision) -> Event:
    return Event(kind, str(notice.pk), revision.at, revision.by.pk, _facts(notice, revision))


def latest(notice: Notice) -> Revision:
    """The newest revision of a published notice."""
    return Revision.objects.filter(notice=notice).latest("number")


def _opened(notice_id: UUID, told: Told, by: Person) -> Notice:
    rows = Notice.objects.select_for_update(of=("self",)).select_related("department", "initiator")
    notice = rows.get(pk=notice_id)
    require(by, Action.EDIT, notice)
    if notice.state == NoticeState.DRAFT:
        raise NotPublished
    if told.on is not None and told.on != notice.revision:
        raise Outdated(notice.revision)
    return notice


def _known(values: Mapping[str, str]) -> Mapping[str, str]:
    for name in values:
        if name not in checks.TEXTS:
            raise KeyError(name)
    return values


def _check(notice: Notice, sources: Mapping[str, str], kind: str, told: Told, by: Person) -> None:
    """Refuse what says nothing new, says it badly, or says too little about itself."""
    before = latest(notice)
    quotes = quoting.live_in(sources, reader=by)
    after = {name: quotes.filled(text) for name, text in sources.items()}
    errors = _missing(after)
    for fault in findings.faults(sources, classification=notice.classification, author=by):
        errors.setdefault(fault.field, fault.title)
    if after == before.texts | {"title": bare(before.texts["title"])}:
        errors["kind"] = _("内容没有变化")
    elif kind == RevisionKind.MINOR and _values(quotes) != _values(
        quoting.stated(notice.pk, before.number)
    ):
        errors["kind"] = _("引用的口径变了，不是小改")
    if kind in ASKING and not told.what.strip():
        errors["what"] = _("用一句话写明改了什么")
    if told.urgency and told.urgency not in RANKS:
        errors["urgency"] = _("没有这种紧急程度")
    elif kind == RevisionKind.CORRECTION and _lower(told.urgency, notice.urgency):
        errors["urgency"] = _("更正的紧急程度不能低于原通知")
    if errors:
        raise checks.NotReady(errors)


def _missing(texts: Mapping[str, str]) -> dict[str, str]:
    wanted = ("title", "background", "items", "requirements", "contact")
    return {name: _("不能为空") for name in wanted if not texts[name].strip()}


def _values(quotes: quoting.Quotes) -> set[tuple[Any, str]]:
    return {(value.fact_id, value.value) for value in quotes.values.values()}


def _lower(urgency: str, than: str) -> bool:
    return bool(urgency) and RANKS.index(urgency) < RANKS.index(than)


def _set_urgency(notice: Notice, told: Told) -> None:
    """A more urgent notice may need a stronger confirmation than its author once chose."""
    if told.urgency:
        notice.urgency = told.urgency
    try:
        mode.of(notice)
    except mode.TooWeak:
        notice.confirm_mode = ConfirmMode.MATRIX


def _facts(notice: Notice, revision: Revision) -> dict[str, Said]:
    asks = revision.kind in ASKING
    facts: dict[str, Said] = {
        **published.facts(notice, author=revision.by),
        "revision": revision.number,
        "change": revision.kind,
        "material": asks,
        "owner": notice.department_id,
    }
    if asks:
        facts["part"] = part_of(revision.number)
    if revision.cause:
        facts["cause"] = revision.cause
    return facts
