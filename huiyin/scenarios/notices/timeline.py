"""The course of a notice: what happened so far, and which steps the clause foresees."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.cases.visibility import OFFICES
from huiyin.core import ladder
from huiyin.core.policy import Rung
from huiyin.kit import clock
from huiyin.obligations.book import calendar_of
from huiyin.obligations.models import Obligation
from huiyin.obligations.moved import PURPOSE as MOVED
from huiyin.policies import in_force
from huiyin.scenarios.notices.living import course
from huiyin.scenarios.notices.living.membership import JOINING
from huiyin.scenarios.notices.living.models import Change
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.revisions.models import number_of
from huiyin.scenarios.notices.words import REPLY
from huiyin.ui import zh

_SILENT = {REPLY, "relay_notice", "do_action"}
"""Duties whose beginning is told by another line, or by a page of their own."""

MANUAL = 1000
"""Pings from this step on were asked for by a person, not by the ladder."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line: ``tone`` is a clock state of the visual language, ``next`` for what is to come."""

    at: datetime | None
    tone: str
    icon: str
    title: str
    detail: str = ""


def of_notice(notice: Notice) -> list[Moment]:
    """Past lines in order, then the steps that are still to come."""
    past = [*_pings(notice), *_calls(notice), *_moves(notice), *_end(notice)]
    past.sort(key=lambda one: (one.at is None, one.at))
    return past + ([] if notice.closed_at else _future(notice))


def _pings(notice: Notice) -> list[Moment]:
    rows = _all(_PINGS, [notice.pk, list(OFFICES)])
    since = notice.published_at or clock.now()
    return [_ping(since, *row) for row in rows if row[2] != "announce" or _goes_out(row[0], row[1])]


def _goes_out(verb: str, role: str) -> bool:
    """Whether an announcement is the publishing: not that of a second duty, not of a joiner's."""
    return verb != REPLY and role not in JOINING


def _ping(
    since: datetime,
    verb: str,
    role: str,
    purpose: str,
    step: int,
    rung: bool,
    at: datetime,
    total: int,
    whole: int,
    names: list[str] | None,
    part: str,
) -> Moment:
    when = zh.clock_time(at)
    who = "、".join(names or [])
    if purpose == MOVED:
        text = _("工作日历有改动，%(count)d 人的截止时间随之改定") % {"count": total}
        return Moment(at, "ok", "calendar", text, when)
    if rung and role == "head_of(bearer)":
        text = _("已通知部门负责人 %(count)d 人") % {"count": total}
        return Moment(at, "esc", "trending-up", text, f"{when} {who}".strip())
    if rung:
        text = _("%(span)s检查：%(count)d 人未确认")
        if verb == "chase_replies":
            text = _("%(span)s检查：%(count)d 人未回复")
        text %= {"span": zh.duration(at - since), "count": whole}
        made = _("%(time)s，生成电话清单给%(who)s") % {"time": when, "who": who}
        return Moment(at, "late", "eye-off", text, made)
    if purpose == "announce":
        said = _("转达到 %(count)d 人") if at > since else _("发布，%(count)d 人送达")
        if number := number_of(part):
            said = _("第 %(n)d 版发出，请 %(count)d 人重新确认")
        return Moment(at, "done", "send", said % {"count": total, "n": number}, when)
    rest = _("%(time)s，提醒其余 %(count)d 人") % {"time": when, "count": total}
    if step >= MANUAL:
        return Moment(at, "ok", "bell", _("催一下"), rest)
    done = _("%(span)s：%(count)d 人已回复") if verb == REPLY else _("%(span)s：%(count)d 人已确认")
    done %= {"span": zh.duration(at - since), "count": max(whole - total, 0)}
    return Moment(at, "done", "check", done, rest)


def _calls(notice: Notice) -> list[Moment]:
    first, people, reached = _all(_CALLS, [notice.pk])[0]
    if first is None:
        return []
    text = _("电话提醒 %(people)d 人，接通确认 %(reached)d 人")
    detail = _("%(time)s 起") % {"time": zh.clock_time(first)}
    return [Moment(first, "ok", "phone", text % {"people": people, "reached": reached}, detail)]


def _moves(notice: Notice) -> list[Moment]:
    """Who came to the audience and who went (N23)."""
    return [_move(one) for one in course.changes(notice.pk)]


def _move(one: course.Moved) -> Moment:
    names = "、".join(one.names)
    if one.more:
        names = _("%(names)s等 %(count)d 人") % {"names": names, "count": one.people}
    detail = f"{zh.clock_time(one.at)} {names}"
    count = {"count": one.people}
    if one.change == Change.JOINED:
        return Moment(one.at, "ok", "user-plus", _("新加入 %(count)d 人") % count, detail)
    if one.change == Change.LEFT:
        text = _("%(count)d 人调离范围，不再追问") % count
        return Moment(one.at, "done", "user-minus", text, detail)
    return Moment(one.at, "done", "user-x", _("%(count)d 人离职，不再追问") % count, detail)


def _end(notice: Notice) -> list[Moment]:
    if notice.closed_at is None:
        return []
    when = zh.near_moment(notice.closed_at, clock.now())
    return [Moment(notice.closed_at, "done", "archive", _("已闭环，归档《通知确认记录表》"), when)]


def _future(notice: Notice) -> list[Moment]:
    steps = [line for row in _open_cohorts(notice) for line in _rungs_ahead(row)]
    steps.sort(key=lambda one: (one.at is None, one.at))
    last = Moment(None, "next", "", _("100% 触达后归档"), _("生成《通知确认记录表》"))
    return [*steps, last]


def _open_cohorts(notice: Notice) -> list[Obligation]:
    rows = Obligation.objects.filter(subject=notice.pk, parent=None, closed_at=None)
    rows = rows.exclude(met_by__startswith="questions.").exclude(bearer_role__in=OFFICES)
    return list(rows.order_by("id"))


def _rungs_ahead(row: Obligation) -> list[Moment]:
    try:
        rule = in_force.version(row.policy_version).rule(row.rule)
    except KeyError:
        return []
    steps = ladder.steps(rule, row.born_at, row.due_at, calendar_of(row))
    now = clock.now()
    return [
        Moment(step.at, "next", "", _step_title(row.verb, step.rung), _in(step.at, now))
        for step in steps[row.step :]
    ]


def _step_title(verb: str, rung: Rung) -> str:
    if rung.do == "remind":
        return _("提醒仍未回复者") if verb == REPLY else _("提醒仍未确认者")
    if rung.who == "head_of(bearer)":
        return _("仍未触达者通知其部门负责人")
    if rung.who == "initiator":
        return _("检查未读，生成电话清单")
    return _("升级给上级")


def _in(at: datetime, now: datetime) -> str:
    when = zh.near_moment(at, now)
    if at <= now:
        return when
    return _("%(when)s，还有 %(span)s") % {"when": when, "span": zh.duration(at - now)}


def _all(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


_PINGS = """
SELECT o.verb, o.bearer_role, n.purpose, n.step, o.parent IS NOT NULL, n.created_at, n.total,
       CASE WHEN o.parent IS NULL THEN o.total ELSE
         (SELECT count(*) FROM obligation_bearer b WHERE b.obligation_id = o.parent
             AND (b.closed_at IS NULL OR b.closed_at >= n.created_at)) END,
       CASE WHEN o.parent IS NOT NULL THEN
         (SELECT array_agg(q.name) FROM (
            SELECT p.name FROM obligation_bearer b JOIN directory_person p ON p.id = b.person_id
             WHERE b.obligation_id = o.id ORDER BY p.sort_key LIMIT 3) q) END, o.part
  FROM obligation_notification n JOIN obligation o ON o.id = n.obligation_id
 WHERE n.subject = %s
   AND NOT EXISTS (SELECT 1 FROM obligation up WHERE up.id = coalesce(o.parent, o.id)
                    AND (starts_with(up.met_by, 'questions.') OR up.bearer_role = ANY(%s)))
 ORDER BY n.created_at, n.id
"""
"""Questions and signatures have cards of their own."""

_CALLS = """
SELECT min(called_at), count(DISTINCT person_id),
       count(DISTINCT person_id) FILTER (WHERE outcome = 'understood')
  FROM notices_call WHERE notice_id = %s
"""
