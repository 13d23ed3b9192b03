"""What the regulation asks of a notice before it may go out: mode, lead times, who is phoned."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.core.event import Event, Fact
from huiyin.core.guard import Broken, broken
from huiyin.directory.models import Person
from huiyin.directory.places import chain_of
from huiyin.kit import clock
from huiyin.policies import in_force
from huiyin.scenarios.notices import events, matrix, mode, published, publishing
from huiyin.scenarios.notices.checks import NotReady
from huiyin.scenarios.notices.finding import Finding
from huiyin.scenarios.notices.models import ConfirmMode, Notice, NoticeKind, Stage
from huiyin.ui import zh
from huiyin.worktime import calendars

SIGNED = "signed_off"
"""The guard that sign-off itself satisfies: no finding, but the reason to hand it in."""

_SAID_ELSEWHERE = {"has_aid", "is_confidential"}
"""Guards whose want the wording's own findings show, with a place to mend."""


def facts_of(notice: Notice, told: Mapping[str, Fact]) -> dict[str, Fact]:
    """What these conditions look at besides the ordinary facts."""
    del told
    return {"has_key_people": not published.read(notice.key_people).names_nobody()}


def findings(notice: Notice, actor: Person) -> Iterator[Finding]:
    """Everything that would be refused now, in words, with the time from which it is not."""
    yield from _choices(notice)
    if not _too_weak(notice):
        found = stopping(notice, actor)
        yield from (_said(each) for each in found if each.guard.needs not in _SAID_ELSEWHERE)


def require(notice: Notice, by: Person) -> None:
    """Before publishing: ``NotReady`` for a choice that cannot stand. Guards are asked at the door."""
    del by
    errors = {one.field: one.title for one in _choices(notice) if one.must}
    if errors:
        raise NotReady(errors)


def stopping(notice: Notice, actor: Person, at: datetime | None = None) -> list[Broken]:
    """The guards that would refuse it at ``at`` (default: now), sign-off left out.

    A reason overrides lead times, and nothing else.
    """
    told = publishing.with_topics(notice, published.facts(notice, author=actor))
    found = [each for each in _broken(notice, actor, told, at) if each.guard.needs != SIGNED]
    return [each for each in found if each.guard.needs] if notice.override_reason else found


def may_override(notice: Notice, actor: Person, told: Mapping[str, Fact]) -> bool:
    """Whether the reason given is enough: only time stands in the way."""
    if not notice.override_reason:
        return False
    return not any(each.guard.needs for each in _broken(notice, actor, told, None))


def _broken(
    notice: Notice, actor: Person, told: Mapping[str, Fact], at: datetime | None
) -> list[Broken]:
    event = Event(events.PUBLISHED, str(notice.pk), at or clock.now(), actor.pk, told)
    chain = chain_of(notice.department_id)
    found = broken(in_force.current(), event, calendars.current(), chain)
    return [each for each in found if each.refuses]


def opens_at(notice: Notice, actor: Person) -> datetime | None:
    """The moment from which only time no longer stands in the way; ``None`` when something else does."""
    if _too_weak(notice):
        return None
    waits = [each.limit.at for each in stopping(notice, actor) if each.limit is not None]
    latest = max(waits, default=None)
    if latest is None or latest <= clock.now() or stopping(notice, actor, latest):
        return None
    return latest


def _choices(notice: Notice) -> Iterator[Finding]:
    least = _too_weak(notice)
    if least:
        asked = {"mode": matrix.mode_words(least)}
        yield Finding(
            "confirm_mode", True, _("确认方式弱于渠道矩阵"), _("至少%(mode)s；可选“按矩阵”") % asked
        )
    if notice.kind == NoticeKind.POLICY and not notice.stage:
        hint = _("先发预先通知，满 24 小时再正式发布")
        yield Finding("stage", True, _("战略与制度要写明是预先通知还是正式发布"), hint)
    if notice.stage == Stage.RELEASE and notice.origin is None:
        yield Finding("origin", True, _("正式发布要指明对应的预先通知"))
    if notice.confirm_mode == ConfirmMode.SPOKEN and notice.cascade:
        yield Finding("cascade", True, _("口头确认的通知不能逐级转达"), _("改为直接发给本人"))
    if notice.follow and notice.cascade:
        yield Finding("follow", True, _("逐级转达的名单在发布时固定"), _("两者选一"))


def _too_weak(notice: Notice) -> str:
    try:
        mode.of(notice)
    except mode.TooWeak as error:
        return error.least
    return ""


def _said(each: Broken) -> Finding:
    hint = ""
    if each.limit is not None:
        hint = _("%(when)s起可以发出") % {"when": zh.moment(each.limit.at)}
        if each.guard.not_after is not None:
            hint = _("最晚应在 %(when)s发出") % {"when": zh.moment(each.limit.at)}
    return Finding(each.guard.clause, True, each.guard.says, hint)
